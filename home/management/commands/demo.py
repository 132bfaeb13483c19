"""`manage.py demo`: fill the empty site in PORTAL_VAR with demonstration data."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from home.demo import filling

BAR = 30


class Command(BaseCommand):
    help = "Fill an empty site with invented data; every page then says 演示数据."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        done = settings.VAR_DIR / "accounts.json"
        if filling.is_demonstration():
            if not done.exists():
                raise CommandError(
                    f"上次装入没有完成。请删除 {settings.VAR_DIR} 后重来。"
                    f" The last filling was interrupted: remove {settings.VAR_DIR}."
                )
            self.stdout.write(f"演示账号 accounts: {done}")
            return
        began = time.monotonic()
        try:
            path = filling.fill(self.show_progress)
        except filling.NotEmpty as error:
            raise CommandError(
                "这个站点已有真实数据，演示数据不能装入。请用 make demo（数据另存）。"
                " This site holds real data; use make demo."
            ) from error
        self.stdout.write(f"演示数据 demonstration: {time.monotonic() - began:.1f} s")
        self.stdout.write(f"演示账号 accounts: {path}")

    def show_progress(self, done: int, total: int) -> None:
        """A bar, on a terminal only."""
        if not self.stderr.isatty():
            return
        filled = BAR * done // total
        bar = "█" * filled + "░" * (BAR - filled)
        end = "\n" if done == total else ""
        self.stderr.write(f"\r{bar} {done}/{total}", ending=end)
