"""`manage.py prepare`: database, static files, plan, administrator, where changed."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from home import preparing


class Command(BaseCommand):
    help = (
        "Make ready to serve: database, static files, shipped plan, administrator; "
        "each only when something changed."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--without-plan",
            action="store_true",
            help="do not import the plan that ships with the project",
        )

    def handle(self, *args: Any, without_plan: bool, **options: Any) -> None:
        with preparing.only_one():
            for chinese, english, step in preparing.STEPS:
                if without_plan and step is preparing.prepare_plan:
                    continue
                self._take(f"{chinese} {english}", step)

    def _take(self, name: str, step: Any) -> None:
        began = time.monotonic()
        done = step()
        if done:
            self.stdout.write(f"{name}: {done} ({time.monotonic() - began:.1f} s)")
