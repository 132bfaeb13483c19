"""`manage.py bench [section …]`: measured values beside their limits."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from home.bench.children import ChildFailed
from home.bench.rows import table
from home.bench.sections import SECTIONS


class Command(BaseCommand):
    help = "Measure what has a limit and print it beside the limit."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("section", nargs="*", help=f"of {', '.join(SECTIONS)}")

    def handle(self, *args: Any, section: list[str], **options: Any) -> None:
        unknown = sorted(set(section) - set(SECTIONS))
        if unknown:
            raise CommandError(f"no section {', '.join(unknown)}")
        rows = []
        for name in section or SECTIONS:
            self.stderr.write(f"measuring {name} …")
            try:
                rows += list(SECTIONS[name]())
            except ChildFailed as error:
                raise CommandError(f"{name}: {error}") from error
        for line in table(rows):
            self.stdout.write(line)
        over = [row.what for row in rows if not row.held]
        if over:
            raise CommandError(f"over the limit: {'; '.join(over)}")
