"""进展 by spreadsheet: drafts that the office types for a unit (代录).

They go the same way up as any draft; the unit's stamped paper is their evidence.
"""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from plan_pages.delivery.models import Project, Task
from plan_pages.delivery.spreadsheets.finding import Finder, things_of
from plan_pages.delivery.spreadsheets.things import LONGEST
from plan_pages.document.models import Plan
from plan_pages.progress.models import Indicator
from plan_pages.progress.spreadsheets import Job, Kind, Step, kinds
from portal.spreadsheets import Cell, Line, append

from . import drafts, periods
from .desk_forms import figure_of
from .models import Update
from .states import Delivery
from .subjects import column_of

SHEET = "进展"
HEADS = (
    "类别", "编号", "名称", "时期", "实施状态", "做了什么", "存在问题", "下一步",
    "延期原因", "所依文件", "数据", "佐证名称", "佐证网址",
)  # fmt: skip
SORTS = ("指标", "项目", "任务", "段落")
STATES = {
    "未启动": Delivery.NOT_STARTED.value,
    "推进中": Delivery.IN_PROGRESS.value,
    "延期": Delivery.DELAYED.value,
    "已完成": Delivery.COMPLETED.value,
    "已调整": Delivery.ADJUSTED.value,
    "已停止": Delivery.STOPPED.value,
}
HINTS = (
    "一行写一项的一期进展。没有写“时期”和“做了什么”的行不导入。",
    "“类别”和“编号”已按本站现有内容列出；段落的编号是段落网址末尾的八位。",
    "“时期”写 2024、2024-H1、2024-Q3 或 2024-05。",
    f"每格最多{LONGEST}字；更长的，导入以后在“进展填报”里补全。",
    "“数据”一行一个（格内换行）：名称，数值，单位。没有数据就空着，不要填 0。",
    "导入的是草稿，盖章件自动成为佐证；随后在“进展填报”里逐项送审、登记三审三校后公开。",
    "“延期”须写延期原因；“已调整”“已停止”须写所依文件的名称和文号。",
)
_WORDS = (
    ("做了什么", "words", True), ("存在问题", "problems", False),
    ("下一步", "next_step", False), ("延期原因", "reason", False),
)  # fmt: skip
_COLUMN = {"figures": "数据", "not_theirs": "编号", "gone": "编号"}


def read(job: Job) -> None:
    finder = Finder(job.plan, job.problems)
    seen: set[tuple[str, str]] = set()
    for line in job.sheets[SHEET]:
        if line.cells["时期"].text or line.cells["做了什么"].text:
            _line(job, finder, line, seen)


def _line(job: Job, finder: Finder, line: Line, seen: set[tuple[str, str]]) -> None:
    cells, before = line.cells, job.problems.total
    subject = _subject(job, finder, line)
    columns: dict[str, Any] = {
        name: job.cells.text(cells[head], head, LONGEST, needed=needed)
        for head, name, needed in _WORDS
    }
    columns["period"] = _period(job, cells["时期"])
    columns["delivery"] = str(job.cells.choice(cells["实施状态"], "实施状态", STATES))
    columns["decided_by"] = job.cells.text(
        cells["所依文件"], "所依文件", 300, needed=False
    )
    figures = [
        figure_of(each) for each in cells["数据"].text.splitlines() if each.strip()
    ]
    url = job.cells.text(cells["佐证网址"], "佐证网址", 500, needed=False)
    title = job.cells.text(cells["佐证名称"], "佐证名称", 200, needed=bool(url))
    if job.problems.total > before or subject is None:
        return
    key = (f"{cells['类别'].text} {cells['编号'].text}", columns["period"])
    if told := _told_already(job, subject, columns["period"], key in seen):
        job.problems.add(cells["时期"].where, told, "请删掉这一行。")
        return
    seen.add(key)

    def write() -> None:
        draft = drafts.save_draft(
            by=job.by, unit=job.unit, subject=subject, figures=figures, **columns
        )
        if job.stamped is not None:
            drafts.attach_stamped(update=draft, document=job.stamped, by=job.by)
        if url:
            drafts.add_evidence(update=draft, title=title, url=url, by=job.by)

    said = f"{key[0]} {cells['名称'].text} {columns['period']} {cells['实施状态'].text}"
    job.steps.append(Step(line, said, write, "实施状态", _COLUMN))


def _subject(job: Job, finder: Finder, line: Line) -> Any:
    finders = (finder.indicator, finder.project, finder.task, finder.part)
    known = dict(zip(SORTS, finders, strict=True))
    found: Any = job.cells.choice(line.cells["类别"], "类别", known)
    return found(line.cells["编号"]) if found else None


def _period(job: Job, cell: Cell) -> str:
    """A spreadsheet likes to take `2024-05` for a day."""
    value = cell.value
    typed = f"{value:%Y-%m}" if isinstance(value, datetime.date) else cell.text
    try:
        periods.check(typed)
    except ValidationError as error:
        if not cell.formula:
            job.problems.add(cell.where, "时期读不出来。", " ".join(error.messages))
    return typed


def _told_already(job: Job, subject: Any, period: str, twice: bool) -> str:
    """The same unit says one thing about one period once."""
    if twice:
        return "同一项的同一时期写了两行。"
    rows = Update.objects.filter(unit=job.unit, period=period, withdrawal__isnull=True)
    known = rows.filter(**{column_of(subject): subject}).first()
    if known is None:
        return ""
    return f"这一期已有填报 {known.public_id}，请到“进展填报”里修改。"


def fill(plan: Plan, sheets: dict[str, Any]) -> None:
    """A line for everything that a unit reports about."""
    sheet = sheets[SHEET]
    rows = Indicator.objects.filter(plan=plan, number__isnull=False)
    for indicator in rows.order_by("number"):
        append(sheet, ["指标", str(indicator.number), indicator.name])
    for sort, model in (("项目", Project), ("任务", Task)):
        for public_id, thing in things_of(model, plan).items():
            append(sheet, [sort, public_id, thing.name])
    for line in sheet.iter_rows(min_row=2, max_row=sheet.max_row, min_col=4, max_col=4):
        line[0].number_format = "@"


kinds.register(
    Kind(
        key="updates",
        label=gettext_lazy("进展"),
        hints=HINTS,
        sheets={SHEET: HEADS},
        read=read,
        fill=fill,
        order=40,
        choices={(SHEET, "类别"): SORTS, (SHEET, "实施状态"): list(STATES)},
        with_papers=False,
    )
)
