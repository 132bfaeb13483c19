"""manage.py import_plan FILE: bring a plan's text into the site."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from plan_pages.importer.errors import ImportRefused
from plan_pages.importer.importing import Order, import_plan
from plan_pages.importer.report import Report, write_report

BAR = 30


class Command(BaseCommand):
    help = "导入规划文本（UTF-8 或 GB18030 纯文本）；重复导入同一文件不改动任何内容。"

    # A third of the whole import's time, and nothing that concerns a plan.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="规划文本文件")
        parser.add_argument("--plan", metavar="KEY", help="规划代号，例如 korla-14")
        parser.add_argument("--phase", help="阶段；新规划默认为 implementing")
        parser.add_argument(
            "--correction",
            metavar="REASON",
            default="",
            help="更正理由（更改文字时必填）",
        )
        parser.add_argument("--publish", action="store_true", help="导入后即公开")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument("--report", metavar="FILE.json", type=Path, help="写出报告")

    def handle(self, *args: Any, **options: Any) -> None:
        order = Order(
            path=options["file"],
            key=options["plan"],
            phase=options["phase"],
            correction=options["correction"],
            publish=options["publish"],
            dry_run=options["dry_run"],
        )
        try:
            report = import_plan(order, progress=self.show_progress)
        except ImportRefused as refused:
            raise CommandError(str(refused)) from refused
        if options["report"]:
            self.save_report(report, options["report"])
        if options["verbosity"]:
            self.stdout.write(summary(report, dry_run=order.dry_run))

    def show_progress(self, done: int, total: int) -> None:
        """A bar, on a terminal only."""
        if not self.stderr.isatty():
            return
        filled = BAR * done // total
        bar = "█" * filled + "░" * (BAR - filled)
        end = "\n" if done == total else ""
        self.stderr.write(f"\r{bar} {done}/{total}", ending=end)

    def save_report(self, report: Report, path: Path) -> None:
        try:
            write_report(report, path)
        except OSError as error:
            raise CommandError(
                f"导入已完成，但报告写不到“{path}”：{error.strerror}。"
            ) from error


def summary(report: Report, *, dry_run: bool) -> str:
    """A line on what the plan has, a line on what changed."""
    counts, changes = report["counts"], report["changes"]
    done = {name: len(rows) for name, rows in changes.items() if rows}
    changed = any(name != "kept" for name in done)
    says = "、".join(f"{LABELS[name]}{count}" for name, count in done.items())
    return "\n".join(
        [
            f"{report['title']}（{report['plan']}）",
            f"{counts['chapter']}章{counts['section']}节，{counts['paragraph']}段，"
            f"{counts['box']}个专栏{counts['box_item']}项，"
            f"{counts['indicator']}项指标；遗漏{report['lost_characters']}字，"
            f"存疑{len(report['doubts'])}处",
            ("试运行，未写入：" if dry_run else "") + says
            if changed
            else "文本没有变化",
        ]
    )


LABELS = {
    "kept": "不变",
    "amended": "更正",
    "moved": "移动",
    "split": "拆分",
    "merged": "合并",
    "retired": "移出",
    "restored": "恢复",
    "new": "新增",
}
