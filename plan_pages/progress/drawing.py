"""The chart of an indicator's row, and its words for those who do not see it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .assessing import AssessedRow, Known, base_of, distinct, target_of
from .charts import Chart, Value, draw
from .method import Figure
from .models import IndicatorKind, IndicatorRow, Observation
from .statements import full_name, limit_label

#: Their yearly figures are another quantity than the target of the whole period.
CUMULATIVE = (IndicatorKind.CUMULATIVE_QUANTITY, IndicatorKind.CUMULATIVE_RATE)


@dataclass(frozen=True)
class Drawing:
    chart: Chart
    title: str
    words: str
    limit: str


def drawing(assessed: AssessedRow) -> Drawing | None:
    """None where there is neither a figure nor a way from a baseline to a target."""
    row, known = assessed.row, assessed.known
    base, target = base_of(row), _drawn_target(row, known)
    observed = list(_observed(row, known))
    if not observed and not (base and target):
        return None
    plan = row.indicator.plan
    chart = draw(
        _value(base),
        _value(target),
        [Value(each.period, each.value, each.printed) for each in observed],
        first=plan.period_start - 1,
        last=plan.period_end,
    )
    title = (
        _("%(name)s：基期、各年数据与目标") if observed else _("%(name)s：基期与目标")
    )
    return Drawing(
        chart=chart,
        title=title % {"name": full_name(row)},
        words=_words(row, known, base, target, observed),
        limit=_limit(row, known),
    )


def _drawn_target(row: IndicatorRow, known: Known) -> Figure | None:
    return None if row.kind in CUMULATIVE else target_of(row, known)


def _observed(row: IndicatorRow, known: Known) -> Iterator[Observation]:
    """Of the plan's years, every paper's figure of a year once."""
    plan = row.indicator.plan
    for year, each in sorted(known.observations.items()):
        if plan.period_start <= year <= plan.period_end:
            yield from distinct(each)


def _value(figure: Figure | None) -> Value | None:
    return Value(figure.year, figure.value, figure.text) if figure else None


def _limit(row: IndicatorRow, known: Known) -> str:
    if known.assigned is not None:
        return _("下达目标 %(value)s") % {"value": known.assigned.printed}
    return limit_label(row)


def _words(
    row: IndicatorRow,
    known: Known,
    base: Figure | None,
    target: Figure | None,
    observed: list[Observation],
) -> str:
    """The chart in a few sentences."""
    said = []
    if base:
        said.append(
            _("%(year)s年基期%(base)s") % {"year": base.year, "base": row.baseline_text}
        )
    said += [
        _("%(year)s年%(value)s") % {"year": each.period, "value": each.printed}
        for each in observed
    ]
    if target:
        said.append(_limit(row, known))
    unit = _("单位：%(unit)s。") % {"unit": row.unit} if row.unit else ""
    return _("%(said)s。") % {"said": _("，").join(said)} + unit
