"""manage.py import_observations FILE.xlsx: a unit's figures from its spreadsheet."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError

from plan_pages.document.models import Plan
from plan_pages.progress.entry_views import kept_stamped
from plan_pages.progress.spreadsheets import Delivery, Outcome, import_observations
from portal.accounts.models import User
from portal.media.models import PortalDocument
from portal.refusals import Refused
from portal.spreadsheets import BadSheet
from portal.units.models import Unit

BAR = 30


class Command(BaseCommand):
    help = "导入单位的观测值（XLSX，代录）。有一格不对，就什么都不写入，并指出那一格。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE.xlsx", type=Path, help="观测值文件")
        parser.add_argument("--unit", metavar="KEY", required=True, help="填报单位代号")
        parser.add_argument("--by", metavar="USER", required=True, help="录入人登录名")
        parser.add_argument("--stamped", metavar="FILE", type=Path, help="盖章件")
        parser.add_argument("--plan", metavar="KEY", help="规划代号；不写则为现行规划")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")

    def handle(self, *args: Any, **options: Any) -> None:
        stamped = None
        unit = _one(Unit, "单位", key=options["unit"])
        by = _one(User, "用户", username=options["by"])
        if options["stamped"] and not options["dry_run"]:
            stamped = _keep(options["stamped"], unit, by)
        try:
            with options["file"].open("rb") as file:
                outcome = import_observations(
                    Delivery(
                        file=file,
                        plan=_plan(options["plan"]),
                        unit=unit,
                        by=by,
                        stamped=stamped,
                        dry_run=options["dry_run"],
                    ),
                    progress=self.show_progress,
                )
        except (OSError, BadSheet, Refused, CommandError) as error:
            _forget(stamped)
            message = error.message if isinstance(error, Refused) else error
            raise CommandError(str(message)) from error
        if outcome.problems:
            _forget(stamped)
            raise CommandError("\n".join(said(outcome)))
        what = "检查通过，未写入" if outcome.handover is None else "已导入"
        self.stdout.write(
            f"{what}：{outcome.figures}个数，新来源文件{outcome.new_sources}份。"
        )

    def show_progress(self, what: str, done: int, total: int) -> None:
        """A bar, on a terminal only."""
        if not self.stderr.isatty():
            return
        filled = BAR * done // total
        bar = "█" * filled + "░" * (BAR - filled)
        end = "\n" if done == total else ""
        self.stderr.write(f"\r{what} {bar} {done}/{total}", ending=end)


def said(outcome: Outcome) -> list[str]:
    problems = outcome.problems
    lines = [f"有{problems.total}处不对，什么都没有写入："]
    lines += [str(problem) for problem in problems]
    if problems.total > len(problems.listed):
        lines.append(f"只列出前{len(problems.listed)}处。")
    return lines


def _one(model: Any, what: str, **wanted: str) -> Any:
    found = model.objects.filter(**wanted).first()
    if found is None:
        raise CommandError(f"没有这个{what}：{' '.join(wanted.values())}")
    return found


def _plan(key: str | None) -> Plan:
    wanted = {"key": key} if key else {"is_current": True}
    found = Plan.objects.filter(**wanted).first()
    if found is None:
        raise CommandError(
            "没有这个规划。" if key else "没有现行规划，请用 --plan 指明。"
        )
    return found


def _keep(path: Path, unit: Unit, by: User) -> PortalDocument:
    if not path.is_file():
        raise CommandError(f"没有这个文件：{path}")
    try:
        with path.open("rb") as file:
            return kept_stamped(File(file, name=path.name), unit, by)
    except Refused as error:
        raise CommandError(str(error.message)) from error


def _forget(stamped: PortalDocument | None) -> None:
    """Nothing was imported, so nothing is kept."""
    if stamped is not None:
        stamped.file.delete(save=False)
        stamped.delete()
