"""责任分解: which unit leads or cooperates on what, since when, until when."""

from typing import Any

from django.utils.translation import gettext_lazy

from plan_pages.document.models import Plan
from plan_pages.progress.models import Indicator
from plan_pages.progress.spreadsheets import Job, Kind, Step, kinds
from portal.spreadsheets import Line, append

from .. import responsibilities
from ..models import Project, Responsibility, Task, UnitRole
from .finding import Finder, things_of

SHEET = "责任分解"
HEADS = (
    "类别", "编号", "名称", "单位", "职责", "起始日期", "来源代号", "终止日期",
    "终止理由",
)  # fmt: skip
ROLES = {"牵头": UnitRole.LEAD, "配合": UnitRole.COOPERATING}
SORTS = ("指标", "项目", "任务")
HINTS = (
    "一行写一个单位对一项指标、项目或任务的分工；一项可以有几行。",
    "“类别”和“编号”已按本站现有内容列出；指标的编号是规划附表的序号。“名称”只供核对。",
    "“单位”写本站登记的全称、简称或代号；单位空着的行不导入。",
    "终止一项分工：写明同一单位、“终止日期”和“终止理由”，理由将公开。",
    "分工依据的文件（如责任分解方案）写在“来源文件”，这里填它的代号。",
)


def read(job: Job) -> None:
    finder = Finder(job.plan, job.problems)
    for line in job.sheets[SHEET]:
        if line.cells["单位"].text:
            _line(job, finder, line)


def _line(job: Job, finder: Finder, line: Line) -> None:
    cells, before = line.cells, job.problems.total
    subject = _subject(job, finder, line)
    unit = finder.unit(cells["单位"])
    ends = bool(cells["终止日期"].text or cells["终止理由"].text)
    role = job.cells.choice(cells["职责"], "职责", ROLES, needed=not ends)
    since = job.cells.day(cells["起始日期"], "起始日期", needed=False)
    source = job.papers.named_by(cells["来源代号"], needed=False)
    until = job.cells.day(cells["终止日期"], "终止日期", needed=ends)
    reason = job.cells.text(cells["终止理由"], "终止理由", 300, needed=ends)
    if job.problems.total > before or subject is None or unit is None:
        return
    name = f"{cells['类别'].text} {cells['编号'].text} {cells['名称'].text}".strip()
    if ends:
        standing = _standing(unit, subject)
        if standing is None:
            said = "这个单位现在没有这项分工。"
            job.problems.add(cells["单位"].where, said, "请核对。")
            return
        job.steps.append(
            Step(
                line, f"终止：{unit} · {name}",
                lambda: responsibilities.end(
                    responsibility=standing, reason=reason, on=until, by=job.by
                ),
                "终止日期",
            )
        )  # fmt: skip
        return
    job.steps.append(
        Step(
            line, f"{unit} {cells['职责'].text}：{name}",
            lambda: responsibilities.assign(
                unit=unit, role=str(role), subject=subject, since=since,
                source=job.kept(source), handover=job.handover, by=job.by,
            ),
            "单位", {"invalid": "起始日期"},
        )
    )  # fmt: skip


def _subject(job: Job, finder: Finder, line: Line) -> Indicator | Project | Task | None:
    sort, number = line.cells["类别"], line.cells["编号"]
    found = job.cells.choice(
        sort,
        "类别",
        dict(zip(SORTS, (finder.indicator, finder.project, finder.task), strict=True)),
    )
    return found(number) if found else None


def _standing(unit: Any, subject: Any) -> Responsibility | None:
    column = {responsibilities.column_of(subject): subject}
    rows = Responsibility.objects.standing().filter(unit=unit, **column)
    return rows.first()


def fill(plan: Plan, sheets: dict[str, Any]) -> None:
    """A line for everything that a unit can answer for."""
    sheet = sheets[SHEET]
    rows = Indicator.objects.filter(plan=plan, number__isnull=False)
    for indicator in rows.order_by("number"):
        append(sheet, ["指标", str(indicator.number), indicator.name])
    for sort, model in (("项目", Project), ("任务", Task)):
        for public_id, thing in things_of(model, plan).items():
            append(sheet, [sort, public_id, thing.name])


kinds.register(
    Kind(
        key="responsibilities",
        label=gettext_lazy("责任分解"),
        hints=HINTS,
        sheets={SHEET: HEADS},
        read=read,
        fill=fill,
        order=10,
        choices={(SHEET, "类别"): SORTS, (SHEET, "职责"): list(ROLES)},
    )
)
