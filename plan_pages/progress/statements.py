"""What the plan says of an indicator's row, in words; nothing is computed."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from .models import Direction, IndicatorKind, IndicatorRow, TargetForm

#: Up to so many printed steps rounding can decide between met and not met.
FEW_STEPS = 10
NOT_PRINTED = ("", "—")
PREVIOUS_RESULT = "cumulative_result_of_the_previous_period"


@dataclass(frozen=True)
class Statement:
    """A row as the plan prints it."""

    row: IndicatorRow
    warnings: list[str]
    how: str

    @property
    def is_start(self) -> bool:
        """The printed baseline is where the period starts, not what went before it."""
        return self.row.baseline_role != PREVIOUS_RESULT

    @property
    def odd_period(self) -> bool:
        """The baseline is not of the year before the plan."""
        return self.row.baseline_period != str(self.row.indicator.plan.period_start - 1)

    @property
    def target_year(self) -> str:
        """`2025`, or the whole period where every year counts."""
        period = self.row.target_period
        return period if period.isdigit() else self.row.indicator.plan.period

    @property
    def baseline(self) -> str:
        return baseline(self.row)

    @property
    def target(self) -> str:
        return self.row.target_text

    @property
    def limit(self) -> str:
        return limit_label(self.row)


def statement(row: IndicatorRow) -> Statement:
    return Statement(row=row, warnings=list(warnings(row)), how=how_assessed(row))


def full_name(row: IndicatorRow) -> str:
    """The part's own name where an indicator has several rows."""
    return row.part_name or row.indicator.name


def baseline(row: IndicatorRow) -> str:
    """As printed; "" where the plan prints none."""
    return "" if row.baseline_text in NOT_PRINTED else row.baseline_text


def limit_label(row: IndicatorRow) -> str:
    """What stands at the target's line: `目标 20.33`, `上限 控制在3.8以内`."""
    if row.kind != IndicatorKind.BOUND:
        return _("目标 %(text)s") % {"text": row.target_text}
    name = _("下限") if row.direction == Direction.UP else _("上限")
    return f"{name} {row.target_text}"


def printed_step(*texts: str) -> Decimal | None:
    """One in the last printed place of the finer of the numbers; None for words."""
    try:
        exponents = [Decimal(text).as_tuple().exponent for text in texts]
    except InvalidOperation:
        return None
    return Decimal(1).scaleb(min(int(e) for e in exponents))


def steps_to_target(row: IndicatorRow) -> int | None:
    """How many printed steps lie between baseline and target of a level."""
    step = printed_step(row.baseline_text, row.target_text)
    start, target = row.baseline_value, row.target_value
    if row.kind != IndicatorKind.LEVEL:
        return None
    if step is None or start is None or target is None:
        return None
    return int(abs(target - start) / step)


def warnings(row: IndicatorRow) -> list[str]:
    """What a reader should know before comparing figures with this row."""
    said = []
    steps = steps_to_target(row)
    if steps is not None and steps <= FEW_STEPS:
        said.append(
            _("基期与目标只差%(steps)d个印刷最小单位，四舍五入可能决定结论。")
            % {"steps": steps}
        )
    if row.baseline_role == PREVIOUS_RESULT:
        said.append(
            _("%(text)s是%(period)s年的累计完成数，既不是目标，也不是这五年的起点。")
            % {"text": row.baseline_text, "period": row.baseline_period}
        )
    if not baseline(row):
        said.append(_("规划没有印出基期值，只能列出与目标的差距。"))
    if row.usual_unit and not row.unit_printed:
        said.append(
            _("规划没有印出单位；惯用单位是%(unit)s。") % {"unit": row.usual_unit}
        )
    return said


def how_assessed(row: IndicatorRow) -> str:
    """The rule of the published method for this kind of row."""
    if row.target_form == TargetForm.ASSIGNED_ABOVE:
        return _("目标由上级下达。数值及其文件录入之前不作评估。")
    if row.kind == IndicatorKind.RELATION and row.reference_number:
        return _("与指标%(number)d同期比较。") % {"number": row.reference_number}
    rules = {
        IndicatorKind.LEVEL: _(
            "看末年数值是否达到目标；期中与到该年应走完的路程比较。"
        ),
        IndicatorKind.BOUND: _(
            "每年都看：在限值以内为完成，越过限值为未完成，不算百分比。"
        ),
        IndicatorKind.CUMULATIVE_QUANTITY: _("各年数量相加，与五年总量目标比较。"),
        IndicatorKind.CUMULATIVE_RATE: _("各年降幅连乘，不相加。"),
        IndicatorKind.ANNUAL_GROWTH: _("逐年与当年计划目标比较，五年看几何平均。"),
        IndicatorKind.RELATION: _("与另一项指标同期比较。"),
    }
    return rules.get(IndicatorKind(row.kind), "") if row.kind else ""


@dataclass(frozen=True)
class PrintedCell:
    """`merged`: empty, because the print has one cell over this row and that above."""

    text: str
    merged: bool = False


def printed(rows: list[IndicatorRow]) -> list[tuple[str, list[PrintedCell]]]:
    """(column's head, the cell of each row) as the plan's table prints them.

    A column without a head shares the one before it; it is left out where all its
    cells are empty.
    """
    table = rows[0].part.parent
    heads = table.text.split("\n")[-1].split("\t") if table else []
    texts = [row.part.text.split("\t") for row in rows]
    width = max(len(heads), *map(len, texts))
    heads += [""] * (width - len(heads))
    cells = [_cells(each, width) for each in texts]
    named, last = [], ""
    for at, column in enumerate(zip(*cells, strict=True)):
        if heads[at] or any(cell.text for cell in column):
            last = heads[at] or last
            named.append((last, list(column)))
    return named


def _cells(texts: list[str], width: int) -> list[PrintedCell]:
    """Empty cells at the head of a row continue the row above."""
    padded = texts + [""] * (width - len(texts))
    first = next((at for at, text in enumerate(padded) if text), 0)
    return [PrintedCell(text, merged=at < first) for at, text in enumerate(padded)]
