"""目标: what figures are held against, handed down, set for a year, or allowed.

The template has a line for each row of the plan's table and what stands of it; a line
that changes nothing writes nothing.
"""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy

from plan_pages.document.models import Plan
from portal.spreadsheets import Line, append

from ..models import (
    AssignedTarget,
    Checkpoint,
    GrowthBasis,
    IndicatorKind,
    IndicatorRow,
    SourceDocument,
    TargetForm,
    Tolerance,
)
from ..yardsticks import assign_target, last_of, set_checkpoint, set_tolerance
from .kinds import Job, Kind, Step, kinds

SHEET = "目标"
HEADS = (
    "行号", "指标", "种类", "年份", "数值", "增速口径", "来源代号", "修订原因",
)  # fmt: skip
#: The sheet is Chinese, whatever the language of the page it came from.
ASSIGNED, ANNUAL, TOLERANCE = "上级下达目标", "年度目标", "同步容差"
Target = type[AssignedTarget] | type[Checkpoint] | type[Tolerance]
KINDS: dict[str, Target] = {
    ASSIGNED: AssignedTarget, ANNUAL: Checkpoint, TOLERANCE: Tolerance,
}  # fmt: skip
BASES = {"名义增速": GrowthBasis.NOMINAL.value, "实际增速": GrowthBasis.REAL.value}
HINTS = (
    "先在“来源文件”写明下达或分解目标的文件，再在“目标”逐行填数。",
    "“上级下达目标”不填年份；“年度目标”每年一行；“同步容差”填百分点和增速口径。",
    "数值照文件印出的样子填写，保留末尾的零；没有的数整行空着，不要填零。",
    "表里已列出本站已有的数，没有改动的行不会再写；更正须写“修订原因”，将公开。",
)
HEADS_OF = {
    "period": "年份", "value": "数值", "basis": "增速口径", "reason": "修订原因",
    "already": "修订原因", "not_assigned": "种类", "not_relation": "种类",
}  # fmt: skip


def read(job: Job) -> None:
    rows = {row.code: row for row in _rows(job.plan)}
    for line in job.sheets[SHEET]:
        if any(line.cells[head].text for head in ("数值", "来源代号", "修订原因")):
            _line(job, rows, line)


def _line(job: Job, rows: dict[str | None, IndicatorRow], line: Line) -> None:
    cells, reader, before = line.cells, job.cells, job.problems.total
    row = rows.get(cells["行号"].text)
    if row is None:
        said = f"规划里没有行号“{cells['行号'].text}”。"
        job.problems.add(cells["行号"].where, said, "请照模板的行号填写。")
    kind = reader.choice(cells["种类"], "种类", KINDS)
    year = reader.year(cells["年份"], "年份", needed=kind is Checkpoint)
    if year is not None and kind is not None and kind is not Checkpoint:
        said = f"{cells['种类'].text}没有年份。"
        job.problems.add(cells["年份"].where, said, "请把这一格空着。")
    value = reader.number(cells["数值"])
    basis = reader.choice(
        cells["增速口径"], "增速口径", BASES, needed=kind is Tolerance
    )
    reason = reader.text(cells["修订原因"], "修订原因", 300, needed=False)
    if job.problems.total > before or row is None or kind is None or value is None:
        return
    last = last_of(_empty(kind, row, year))
    if _says_nothing_new(last, value, basis, reason):
        return
    source = job.papers.named_by(cells["来源代号"])
    if source is None:
        return

    def do() -> None:
        _write(job, _empty(kind, row, year), value, basis, source, reason)

    when = f"{year}年" if year else ""
    said = f"{row.indicator.name} {row.part_name} {when}{cells['种类'].text} {value}"
    job.steps.append(Step(line, " ".join(said.split()), do, "行号", HEADS_OF))


def _empty(
    kind: Target, row: IndicatorRow, year: int | None
) -> AssignedTarget | Checkpoint | Tolerance:
    facts: dict[str, Any] = {"period": year} if kind is Checkpoint else {}
    return kind(row=row, **facts)


def _says_nothing_new(
    last: Any, value: Decimal, basis: str | None, reason: str
) -> bool:
    """What stands, sent back as it was. A reason means that something changes."""
    if last is None or reason or hasattr(last, "withdrawal"):
        return False
    return last.value == value and getattr(last, "basis", None) in (basis, None)


def _write(
    job: Job, what: Any, value: Decimal, basis: str | None, source: SourceDocument,
    reason: str,
) -> None:  # fmt: skip
    common: dict[str, Any] = {
        "row": what.row, "value": value, "source": job.kept(source), "by": job.by,
        "supersedes": last_of(what), "reason": reason, "handover": job.handover,
    }  # fmt: skip
    if isinstance(what, Checkpoint):
        set_checkpoint(period=what.period, **common)
    elif isinstance(what, AssignedTarget):
        assign_target(**common)
    else:
        set_tolerance(basis=basis or "", **common)


def _rows(plan: Plan) -> Any:
    rows = IndicatorRow.objects.filter(
        indicator__plan=plan, code__isnull=False, indicator__number__isnull=False
    )
    ordered = rows.order_by("indicator__number", "order")
    return ordered.select_related("part", "indicator__plan")


def fill(plan: Plan, sheets: dict[str, Any]) -> None:
    """What stands, and for each row the line that its target waits for."""
    for row in _rows(plan):
        name = " ".join(filter(None, [row.indicator.name, row.part_name]))
        lines = [
            [word, getattr(each, "period", None), each.printed, _basis_word(each)]
            for word, kind in KINDS.items()
            for each in kind._default_manager.filter(row=row).current()
        ]
        for cells in lines or [[_awaited(row), None, None, None]]:
            append(sheets[SHEET], [row.code, name, *cells])
    for line in sheets[SHEET].iter_rows(min_row=2):
        line[0].number_format = line[4].number_format = "@"


def _basis_word(each: Any) -> str | None:
    words = {code: word for word, code in BASES.items()}
    return words.get(getattr(each, "basis", ""))


def _awaited(row: IndicatorRow) -> str:
    if row.target_form == TargetForm.ASSIGNED_ABOVE:
        return ASSIGNED
    needs_tolerance = row.kind == IndicatorKind.RELATION and row.target_operator == "≈"
    return TOLERANCE if needs_tolerance else ANNUAL


kinds.register(
    Kind(
        key="targets",
        label=gettext_lazy("目标"),
        hints=HINTS,
        sheets={SHEET: HEADS},
        read=read,
        fill=fill,
        order=5,
        choices={(SHEET, "种类"): list(KINDS), (SHEET, "增速口径"): list(BASES)},
    )
)
