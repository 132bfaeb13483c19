"""任务: promises of the text with deliverable and timetable, and their milestones."""

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy

from plan_pages.document.models import Plan
from plan_pages.progress.spreadsheets import Job, Kind, Step, kinds
from portal.spreadsheets import Line, append

from .. import tasks
from ..models import Task, TaskVersion
from .finding import Finder, things_of
from .things import (
    CODE,
    LONGEST,
    MILESTONE_HEADS,
    MILESTONES,
    Things,
    fitting,
    read_milestones,
)

SHEET = "任务"
SHEETS = {
    SHEET: (
        CODE, "规划项目编号", "段落编号", "任务名称", "成果形式", "时间安排",
        "开始日期", "完成期限", "来源代号", "修改说明",
    ),
    MILESTONES: MILESTONE_HEADS,
}  # fmt: skip
HINTS = (
    "“任务”表列出本站已有的任务。改动哪一格就改哪一格，并写“修改说明”（将公开）；"
    "没有改动的行不会再写。",
    "新任务：编号写 新1、新2……，并填“段落编号”（规划里作出承诺的那一段，网址末尾的"
    "八位编号）。",
    "没有确切日期的，用“时间安排”照文件写；有日期的填“完成期限”。"
    "已有任务空着的格表示不改。",
    "“节点”表用同一个编号指明任务；改动已有节点须写“说明”，将公开。",
)
_TEXTS = (
    ("任务名称", "name", 300), ("成果形式", "deliverable", LONGEST),
    ("时间安排", "timetable", 300),
)  # fmt: skip
_DAYS = (("开始日期", "starts_on"), ("完成期限", "due_on"))


def read(job: Job) -> None:
    finder = Finder(job.plan, job.problems)
    things = Things(job, finder, finder.tasks, "任务")
    for line in job.sheets[SHEET]:
        if line.cells["任务名称"].text or line.cells[CODE].text:
            _task(things, line)
    read_milestones(things)


def _task(things: Things, line: Line) -> None:
    job, cells = things.job, line.cells
    before = job.problems.total
    known = things.announce(cells[CODE])
    facts = _facts(job, line, new=known is None)
    source = job.papers.named_by(cells["来源代号"], needed=False)
    note = job.cells.text(cells["修改说明"], "修改说明", 300, needed=False)
    part, item = things.home(line) if known is None else (known.part, None)
    if job.problems.total > before or part is None:
        return
    if known is not None:
        write = partial(tasks.revise_task, task=known)
        things.revise(line, known, facts, source, note, write)
        return

    def add() -> None:
        things.made[cells[CODE].text] = tasks.add_task(
            part=part, item=item, by=job.by, unit=job.unit, source=job.kept(source),
            handover=job.handover, **facts,
        )  # fmt: skip

    job.steps.append(Step(line, f"新任务：{facts.get('name', '')}", add, "任务名称"))


def _facts(job: Job, line: Line, *, new: bool) -> dict[str, Any]:
    """What the line says; empty cells say nothing."""
    cells, facts = line.cells, dict[str, Any]()
    for head, name, longest in _TEXTS:
        needed = new and name == "name"
        facts[name] = job.cells.text(cells[head], head, longest, needed=needed)
    for head, name in _DAYS:
        facts[name] = job.cells.day(cells[head], head, needed=False)
    return {name: value for name, value in facts.items() if value not in ("", None)}


def fill(plan: Plan, sheets: dict[str, Any]) -> None:
    """Every task as it stands."""
    rows = TaskVersion.objects.filter(task__plan=plan)
    newest = {row.task_id: row for row in rows.order_by("number")}
    for public_id, task in things_of(Task, plan).items():
        said = newest[task.pk]
        append(sheets[SHEET], [
            public_id, task.item.part.public_id if task.item else None,
            task.part.public_id, said.name, fitting(said.deliverable), said.timetable,
            said.starts_on, said.due_on,
        ])  # fmt: skip


kinds.register(
    Kind(
        key="tasks",
        label=gettext_lazy("任务"),
        hints=HINTS,
        sheets=SHEETS,
        read=read,
        fill=fill,
        order=30,
    )
)
