"""`manage.py purge_pages [tag …|--all]`: every process forgets these pages."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.outbox.purges import EVERYTHING, purge
from portal.writing import write_transaction


class Command(BaseCommand):
    help = "Let every page cache forget pages by tag (page:12, suggestions) or all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("tag", nargs="*")
        parser.add_argument("--all", action="store_true", help="every page")

    def handle(self, *args: Any, tag: list[str], all: bool, **options: Any) -> None:
        if bool(tag) == all:
            raise CommandError("请给出标签，或用 --all · give tags, or --all")
        with write_transaction():
            purge(keys=[EVERYTHING] if all else tag)
        self.stdout.write("已清除 · purged")
