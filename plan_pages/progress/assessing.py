"""A plan's indicators as the method sees them: rows and papers in, words out.

Reading is a constant number of queries for a whole plan; the sums are the method's.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar, cast

from plan_pages.document.models import Plan

from .method import Assessment, Figure, Inputs, Kind, Reason, Schedule, assess
from .method.composite import Component, composite
from .models import (
    AssignedTarget,
    Checkpoint,
    Direction,
    GrowthBasis,
    Indicator,
    IndicatorKind,
    IndicatorRow,
    Observation,
    Property,
    Recorded,
    TargetForm,
    Tolerance,
    Yardstick,
)
from .queries import ListedIndicator, indicators_of

R = TypeVar("R", bound=Yardstick)

ABOUT = "≈"
STRICT = (">", "<")
RATE_UNITS = ("%", "‰")


@dataclass
class Known:
    """What was entered about one row: only what is current. By year where it has one.

    `observations` has every paper's figure of a year, `earlier` the targets that stand
    no more.
    """

    observations: dict[int, list[Observation]]
    checkpoints: dict[int, Checkpoint]
    assigned: AssignedTarget | None = None
    tolerance: Tolerance | None = None
    earlier: list[Yardstick] = field(default_factory=list)

    @property
    def disputed(self) -> list[int]:
        """Years for which papers print different numbers."""
        return [
            year
            for year, each in sorted(self.observations.items())
            if len(distinct(each)) > 1
        ]


def distinct(figures: Iterable[Observation]) -> list[Observation]:
    """The first figure of each value: two papers that agree are one."""
    found: dict[Decimal, Observation] = {}
    for figure in figures:
        found.setdefault(figure.value, figure)
    return list(found.values())


@dataclass
class AssessedRow:
    row: IndicatorRow
    known: Known
    assessment: Assessment

    @property
    def word(self) -> Schedule:
        return self.assessment.word


@dataclass
class AssessedIndicator:
    """`rows` in printed order; the worst decides the word of the whole."""

    indicator: Indicator
    rows: list[AssessedRow]

    @property
    def deciding(self) -> AssessedRow:
        binding = self.indicator.property == Property.BINDING
        parts = [Component(row.assessment, binding) for row in self.rows]
        return self.rows[composite(parts)]

    @property
    def word(self) -> Schedule:
        return self.deciding.word


def assess_plan(plan: Plan) -> list[AssessedIndicator]:
    """Every indicator that stands in the plan, in printed order. Five queries."""
    return assess_listed(indicators_of(plan))


def assess_listed(listed: Sequence[ListedIndicator]) -> list[AssessedIndicator]:
    """`assess_plan` for rows that are read already; relations need all of the plan."""
    rows = [row for each in listed for row in each.rows]
    known = known_of(rows)
    by_number = {
        each.indicator.number: each.rows[0] for each in listed if each.indicator.number
    }
    return [
        AssessedIndicator(
            each.indicator,
            [
                AssessedRow(row, known[row.pk], assess_row(row, known, by_number))
                for row in each.rows
            ],
        )
        for each in listed
    ]


def known_of(rows: Iterable[IndicatorRow]) -> dict[int, Known]:
    """What was entered about each row, by its id. Four queries."""
    ids = [row.pk for row in rows]
    known: dict[int, Known] = {pk: Known(defaultdict(list), {}) for pk in ids}
    observations = cast(
        Iterable[Observation],
        Observation.objects.current()
        .filter(row__in=ids)
        .select_related("source__document", "reporting_unit", "handover__unit")
        .order_by("period", "pk"),
    )
    for observation in observations:
        known[observation.row_id].observations[observation.period].append(observation)
    for checkpoint in _current(Checkpoint, known):
        known[checkpoint.row_id].checkpoints[checkpoint.period] = checkpoint
    for target in _current(AssignedTarget, known):
        known[target.row_id].assigned = target
    for tolerance in _current(Tolerance, known):
        known[tolerance.row_id].tolerance = tolerance
    return known


def _current(model: type[R], known: Mapping[int, Known]) -> Iterable[R]:
    """Those that stand; what stood before goes to `earlier` of its row. One query."""
    rows = model._default_manager.filter(row__in=list(known))
    near = ("source", "superseded_by__source", "withdrawal")
    for each in rows.select_related(*near).order_by("pk"):
        if hasattr(each, "superseded_by") or hasattr(each, "withdrawal"):
            known[each.row_id].earlier.append(each)
        else:
            yield each


def assess_row(
    row: IndicatorRow,
    known: Mapping[int, Known],
    by_number: Mapping[int, IndicatorRow],
) -> Assessment:
    """The word of one row. A row without an entry in the plan's data has no rule."""
    if not row.kind:
        return Assessment(Schedule.NOT_ASSESSABLE, Reason.NO_RULE)
    other = by_number.get(row.reference_number or 0)
    theirs = known.get(other.pk) if other else None
    return assess(
        inputs_of(row, known[row.pk], other),
        _figures(known[row.pk]),
        _figures(theirs) if theirs else None,
    )


def inputs_of(
    row: IndicatorRow, known: Known, other: IndicatorRow | None = None
) -> Inputs:
    """Everything but the observed figures, which may be disputed."""
    plan = row.indicator.plan
    target = target_of(row, known)
    base = base_of(row)
    if base and target and base.year >= target.year:
        base = None
    tolerance = known.tolerance
    return Inputs(
        kind=Kind(row.kind),
        up=row.direction == Direction.UP,
        start=plan.period_start,
        end=plan.period_end,
        observations={},
        base=base,
        target=target,
        checkpoints={
            year: _figure(year, checkpoint)
            for year, checkpoint in known.checkpoints.items()
        },
        strict=row.target_operator in STRICT,
        about=row.target_operator == ABOUT,
        growth=is_growth(row),
        reference_growth=other is None or is_growth(other),
        reference_base=base_of(other) if other else None,
        tolerance=_figure(plan.period_end, tolerance) if tolerance else None,
        real=tolerance is not None and tolerance.basis == GrowthBasis.REAL,
    )


def is_growth(row: IndicatorRow) -> bool:
    """Its figures are rates of growth already, and not levels that grow."""
    return row.kind == IndicatorKind.ANNUAL_GROWTH or row.unit in RATE_UNITS


def base_of(row: IndicatorRow) -> Figure | None:
    """The printed baseline where it is the level of a year."""
    if row.baseline_value is None or not row.baseline_period.isdigit():
        return None
    year = int(row.baseline_period)
    text = _printed(row.baseline_text) or _plain(row.baseline_value)
    return Figure(year, row.baseline_value, text)


def target_of(row: IndicatorRow, known: Known) -> Figure | None:
    """The plan's number, or the one handed down from above once it is entered."""
    year = int(row.target_period) if row.target_period.isdigit() else None
    year = year or row.indicator.plan.period_end
    if row.target_form == TargetForm.ASSIGNED_ABOVE:
        assigned = known.assigned
        return Figure(year, assigned.value, assigned.printed) if assigned else None
    if row.target_value is None:
        return None
    text = _printed(row.target_text) or _plain(row.target_value)
    return Figure(year, row.target_value, text)


def _printed(text: str) -> str:
    """The text where it is a number; "" for words such as 控制在3.8以内."""
    return text if text.replace(".", "", 1).lstrip("-").isdigit() else ""


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _figures(known: Known) -> dict[int, list[Figure]]:
    return {
        year: [_figure(year, observation) for observation in each]
        for year, each in known.observations.items()
    }


def _figure(year: int, recorded: Recorded) -> Figure:
    return Figure(year, recorded.value, recorded.printed)
