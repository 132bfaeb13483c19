"""`manage.py demo`: fill the empty site in PORTAL_VAR with demonstration data."""

import json
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from home.demo import filling
from home.demo.marking import is_demonstration

BAR = 30
#: Columns of the printed table, their heads and widths.
COLUMNS = (
    ("role", "角色 role", 18),
    ("unit", "单位 unit", 10),
    ("email", "邮箱 e-mail", 34),
    ("password", "密码 password", 20),
    ("totp_secret", "动态码种子 TOTP", 32),
)


class Command(BaseCommand):
    help = "Fill an empty site with invented data; every page then says 演示数据."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.VAR_DIR / "accounts.json"
        if is_demonstration():
            if not path.exists():
                raise CommandError(
                    f"上次装入没有完成。请删除 {settings.VAR_DIR} 后重来。"
                    f" The last filling was interrupted: remove {settings.VAR_DIR}."
                )
        else:
            self.fill()
        self.print_accounts(json.loads(path.read_text(encoding="utf-8")))
        self.stdout.write(f"演示账号 accounts: {path}")

    def fill(self) -> None:
        began = time.monotonic()
        try:
            filling.fill(self.show_progress)
        except filling.NotEmpty as error:
            raise CommandError(
                "这个站点已有真实数据，演示数据不能装入。请用 make demo（数据另存）。"
                " This site holds real data; use make demo."
            ) from error
        self.stdout.write(f"演示数据 demonstration: {time.monotonic() - began:.1f} s")

    def print_accounts(self, notes: list[dict[str, str]]) -> None:
        """Of the units' many, alike, one of each role; of the others everybody."""
        shown: dict[str, int] = {}
        self.stdout.write("".join(f"{head:<{width}} " for _key, head, width in COLUMNS))
        for note in notes:
            shown[note["role"]] = shown.get(note["role"], 0) + 1
            if not note["role"].startswith("department") or shown[note["role"]] == 1:
                line = "".join(f"{note[key]:<{width}} " for key, _h, width in COLUMNS)
                self.stdout.write(line.rstrip())
        units = shown["department_editor"]
        self.stdout.write(
            f"editor-<unit>, head-<unit>: {units} 个单位 units, 密码相同 same password"
        )

    def show_progress(self, done: int, total: int) -> None:
        """A bar, on a terminal only."""
        if not self.stderr.isatty():
            return
        filled = BAR * done // total
        bar = "█" * filled + "░" * (BAR - filled)
        end = "\n" if done == total else ""
        self.stderr.write(f"\r{bar} {done}/{total}", ending=end)
