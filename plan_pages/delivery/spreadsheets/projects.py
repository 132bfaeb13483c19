"""项目: projects with their stages, sums and milestones."""

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy

from plan_pages.document.models import Plan
from plan_pages.progress.spreadsheets import Job, Kind, Step, kinds
from portal.spreadsheets import Line, append

from .. import projects
from ..models import AnnualClass, MoneyKind, Project, ProjectVersion, Stage
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

SHEET, STAGES, MONEY = "项目", "阶段", "投资"
SHEETS = {
    SHEET: (
        CODE, "规划项目编号", "段落编号", "项目名称", "建设内容", "建设地点",
        "建设单位", "起始年", "完成年", "总投资（万元）", "来源代号", "修改说明",
    ),
    STAGES: (CODE, "阶段", "日期", "来源代号", "说明"),
    MONEY: (CODE, "年度", "类别", "金额（万元）", "年度类别", "来源代号", "更正理由"),
    MILESTONES: MILESTONE_HEADS,
}  # fmt: skip
KINDS = {"计划": MoneyKind.PLANNED.value, "完成": MoneyKind.ACTUAL.value}
CLASSES = {
    "新开工": AnnualClass.NEW_START.value,
    "续建": AnnualClass.CONTINUED.value,
    "计划竣工": AnnualClass.TO_COMPLETE.value,
}
STAGE_WORDS = {
    "储备": Stage.RESERVE.value,
    "前期": Stage.PREPARATORY.value,
    "在建": Stage.UNDER_CONSTRUCTION.value,
    "竣工": Stage.COMPLETED.value,
    "投产": Stage.COMMISSIONED.value,
    "暂缓": Stage.SUSPENDED.value,
    "调出": Stage.WITHDRAWN.value,
}
HINTS = (
    "“项目”表列出本站已有的项目。改动哪一格就改哪一格，并写“修改说明”（将公开）；"
    "没有改动的行不会再写。",
    "新项目：编号写 新1、新2……，并填“规划项目编号”（见本站“规划项目”的CSV）"
    "或“段落编号”（段落网址末尾的八位编号）。",
    "已有项目空着的格表示不改。金额一律为万元。",
    "阶段、投资、节点三张表用同一个编号指明项目；没有内容就空着。",
    "更正已登记的投资须写“更正理由”，改动已有节点须写“说明”，都将公开。",
)
_YEARS = (("起始年", "first_year"), ("完成年", "last_year"))
_TEXTS = (
    ("项目名称", "name", 300), ("建设内容", "content", LONGEST),
    ("建设地点", "site", 200), ("建设单位", "builder", 200),
)  # fmt: skip


def read(job: Job) -> None:
    finder = Finder(job.plan, job.problems)
    things = Things(job, finder, finder.projects, "项目")
    for line in job.sheets[SHEET]:
        if line.cells["项目名称"].text or line.cells[CODE].text:
            _project(things, line)
    for line in job.sheets[STAGES]:
        _stage(things, line)
    for line in job.sheets[MONEY]:
        _sum(things, line)
    read_milestones(things)


def _project(things: Things, line: Line) -> None:
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
        write = partial(projects.revise_project, project=known)
        things.revise(line, known, facts, source, note, write)
        return

    def add() -> None:
        things.made[cells[CODE].text] = projects.add_project(
            part=part, item=item, by=job.by, unit=job.unit, source=job.kept(source),
            handover=job.handover, **facts,
        )  # fmt: skip

    job.steps.append(Step(line, f"新项目：{facts.get('name', '')}", add, "项目名称"))


def _facts(job: Job, line: Line, *, new: bool) -> dict[str, Any]:
    """What the line says; empty cells say nothing."""
    cells, facts = line.cells, dict[str, Any]()
    for head, name, longest in _TEXTS:
        needed = new and name == "name"
        facts[name] = job.cells.text(cells[head], head, longest, needed=needed)
    for head, name in _YEARS:
        facts[name] = job.cells.year(cells[head], head, needed=False)
    facts["total_investment"] = job.cells.number(cells["总投资（万元）"], needed=False)
    return {name: value for name, value in facts.items() if value not in ("", None)}


def _stage(things: Things, line: Line) -> None:
    job, cells = things.job, line.cells
    before = job.problems.total
    stage = job.cells.choice(cells["阶段"], "阶段", STAGE_WORDS)
    on = job.cells.day(cells["日期"], "日期")
    source = job.papers.named_by(cells["来源代号"], needed=False)
    note = job.cells.text(cells["说明"], "说明", 300, needed=False)
    if job.problems.total > before or stage is None or on is None:
        return

    def write(project: Any) -> None:
        projects.enter_stage(
            project=project, stage=stage, on=on, source=job.kept(source), note=note,
            by=job.by,
        )  # fmt: skip

    said = f"{on:%Y-%m-%d} 起 {cells['阶段'].text}"
    things.add(line, said, write, "阶段", {"future": "日期", "document": "说明"})


def _sum(things: Things, line: Line) -> None:
    job, cells = things.job, line.cells
    before = job.problems.total
    year = job.cells.year(cells["年度"], "年度")
    kind = job.cells.choice(cells["类别"], "类别", KINDS)
    amount = job.cells.number(cells["金额（万元）"])
    annual = job.cells.choice(cells["年度类别"], "年度类别", CLASSES, needed=False)
    source = job.papers.named_by(cells["来源代号"], needed=False)
    reason = job.cells.text(cells["更正理由"], "更正理由", 300, needed=False)
    if job.problems.total > before or year is None or kind is None:
        return
    if amount is None:
        return

    def write(project: Any) -> None:
        projects.record_investment(
            project=project, year=year, kind=kind, amount=amount,
            annual_class=annual or "", source=job.kept(source), reason=reason,
            by=job.by,
        )  # fmt: skip

    said = f"{year} 年{cells['类别'].text}投资 {amount} 万元"
    things.add(line, said, write, "金额（万元）", {"reason": "更正理由"})


def fill(plan: Plan, sheets: dict[str, Any]) -> None:
    """Every project as it stands."""
    rows = ProjectVersion.objects.filter(project__plan=plan)
    newest = {row.project_id: row for row in rows.order_by("number")}
    for public_id, project in things_of(Project, plan).items():
        said = newest[project.pk]
        append(sheets[SHEET], [
            public_id, project.item.part.public_id if project.item else None,
            project.part.public_id, said.name, fitting(said.content), said.site,
            said.builder, said.first_year, said.last_year, said.total_investment,
        ])  # fmt: skip


kinds.register(
    Kind(
        key="projects",
        label=gettext_lazy("实施项目"),
        hints=HINTS,
        sheets=SHEETS,
        read=read,
        fill=fill,
        order=20,
        choices={
            (STAGES, "阶段"): list(STAGE_WORDS),
            (MONEY, "类别"): list(KINDS),
            (MONEY, "年度类别"): list(CLASSES),
        },
    )
)
