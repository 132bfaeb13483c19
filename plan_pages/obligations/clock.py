"""What the clock says of an obligation: once in Python, once as an annotation.

`state_of` is the rule, `with_clock` asks the database the same thing for many rows at
once. What satisfies an obligation is one published version about its subject and period
(of an update that was not withdrawn) with all that the rule asks for, and, where the
year's figure is asked for, a figure of every row.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, ExtractYear
from django.db.models.lookups import GreaterThan, LessThanOrEqual

from plan_pages.disclosure.models import Evidence, UpdateVersion
from plan_pages.progress.models import IndicatorRow, Observation
from portal.clock import add_working_days, today

from .models import DisclosureSettings, Obligation, ObligationExtension
from .models.obligation import SUBJECT_COLUMNS
from .states import ClockState, Field, Subject

#: What of a version answers to each required field; a figure is no part of a version.
_IN_VERSION = {
    Field.WORDS: ~Q(words=""),
    Field.FIGURES: ~Q(figures=[]),
    Field.EVIDENCE: Q(Exists(Evidence.objects.filter(version=OuterRef("pk")))),
    Field.PROBLEMS: ~Q(problems=""),
    Field.NEXT_STEP: ~Q(next_step=""),
}


def state_of(
    *,
    due_on: datetime.date,
    satisfied_on: datetime.date | None,
    at: datetime.date,
    soon_until: datetime.date,
) -> ClockState:
    """As of the Beijing day `at`; `due_on` with its extensions, a day still in time."""
    if satisfied_on is not None:
        return ClockState.ON_TIME if satisfied_on <= due_on else ClockState.LATE
    if due_on < at:
        return ClockState.OVERDUE
    return ClockState.DUE_SOON if due_on <= soon_until else ClockState.NOT_DUE


def soon_until(at: datetime.date, days: int | None = None) -> datetime.date:
    """The last day that is "soon": `days` working days ahead (a setting)."""
    ahead = DisclosureSettings.load().due_soon_days if days is None else days
    return add_working_days(at, ahead).on


def with_clock(rows: QuerySet[Obligation], at: datetime.date | None = None) -> Any:
    """Annotate `last_day` (the due day with extensions), `satisfied_on` and `clock`.

    One query for the setting, none for the rows.
    """
    day = at or today()
    return with_days(rows).annotate(clock=_clock(day, soon_until(day)))


def with_days(rows: QuerySet[Obligation]) -> Any:
    """`last_day` and `satisfied_on` alone: for counting, with `state_of`."""
    extension = ObligationExtension.objects.filter(obligation=OuterRef("pk"))
    latest = extension.order_by("-due_on").values("due_on")[:1]
    return rows.annotate(last_day=Coalesce(Subquery(latest), F("due_on"))).annotate(
        satisfied_on=_satisfied_on()
    )


def overdue(rows: QuerySet[Obligation], at: datetime.date | None = None) -> Any:
    """Those that are overdue, annotated as by `with_clock`, without its query."""
    late = with_days(rows).filter(satisfied_on__isnull=True, last_day__lt=at or today())
    return late.annotate(clock=Value(ClockState.OVERDUE.value))


def unanswered(rows: QuerySet[Obligation], at: datetime.date | None = None) -> Any:
    """Those that nothing satisfies yet, annotated as by `with_clock` without its query:
    overdue or not due, what is due soon not told apart.
    """
    late = When(last_day__lt=at or today(), then=Value(ClockState.OVERDUE.value))
    clock = Case(late, default=Value(ClockState.NOT_DUE.value))
    return with_days(rows).filter(satisfied_on__isnull=True).annotate(clock=clock)


def with_fields(rows: Any) -> Any:
    """Annotate `required` and `present`: how many fields were asked for, and how many
    of them stand in the version that has most, and in the year's figures.
    """
    best = _about(
        lambda versions: (
            versions.annotate(here=_sum(_wanted())).order_by("-here").values("here")
        )
    )
    value = Q(rule__needs_value=True, value_day__isnull=False)
    return rows.annotate(
        required=_sum(Q(**{f"rule__needs_{each.value}": True}) for each in Field),
        value_day=_value_on(),
    ).annotate(present=Coalesce(best, 0) + _sum([value]))


def _satisfied_on() -> Case:
    nothing_of_version = {f"rule__needs_{each.value}": False for each in _IN_VERSION}
    return Case(
        When(rule__needs_value=False, then=_version_on()),
        When(**nothing_of_version, then=_value_on()),
        default=_later(_version_on(), _value_on()),
        output_field=DateField(),
    )


def _later(one: Any, other: Any) -> Any:
    """The later day, None where either is missing, on every database."""
    return Case(
        When(GreaterThan(one, other), then=one),
        When(LessThanOrEqual(one, other), then=other),
        output_field=DateField(),
    )


def _version_on() -> Case:
    """The day of the first version with all that the rule asks of one."""

    def first(versions: QuerySet[UpdateVersion]) -> Any:
        for field, has in _IN_VERSION.items():
            versions = versions.filter(Q(**{f"asks_{field.value}": False}) | has)
        return versions.order_by("published_on", "pk").values("published_on")

    return _about(first)


def _wanted() -> Iterator[Q]:
    for field, has in _IN_VERSION.items():
        yield Q(**{f"asks_{field.value}": True}) & has


def _about(choose: Callable[[QuerySet[UpdateVersion]], Any]) -> Case:
    """What `choose` takes of the versions about the subject and period."""
    about = {
        Subject.UNIT: {
            "unit": OuterRef("unit"),
            "update__plan": OuterRef("plan"),
            "update__part__isnull": False,
        }
    }
    for name in SUBJECT_COLUMNS:
        about[Subject(name)] = {f"update__{name}": OuterRef(name)}
    return Case(
        *(
            When(subject=subject, then=Subquery(choose(_versions(condition))[:1]))
            for subject, condition in about.items()
        )
    )


def _versions(about: dict[str, Any]) -> QuerySet[UpdateVersion]:
    """Of updates that were not withdrawn, each told what the rule asks for."""
    rows = UpdateVersion.objects.filter(
        **about, period=OuterRef("period"), update__withdrawal__isnull=True
    )
    asks = {
        f"asks_{each.value}": ExpressionWrapper(
            OuterRef(f"rule__needs_{each.value}"), output_field=BooleanField()
        )
        for each in _IN_VERSION
    }
    return rows.alias(**asks)


def _value_on() -> Subquery:
    """The day by which every row of the indicator had a figure for the year."""
    figures = Observation.objects.filter(
        row=OuterRef("pk"),
        period=ExtractYear(OuterRef(OuterRef("period_end"))),
        withdrawal__isnull=True,
    )
    rows = IndicatorRow.objects.filter(
        indicator=OuterRef("indicator"), code__isnull=False
    ).annotate(first=Subquery(figures.order_by("entered_on").values("entered_on")[:1]))
    last = rows.order_by(F("first").desc(nulls_first=True))
    return Subquery(last.values("first")[:1])


def _sum(conditions: Iterable[Q]) -> Any:
    """How many of the conditions hold."""
    total: Any = Value(0)
    for condition in conditions:
        total = total + Case(
            When(condition, then=Value(1)),
            default=Value(0),
            output_field=IntegerField(),
        )
    return total


def _clock(day: datetime.date, soon: datetime.date) -> Case:
    """As `state_of` has it."""
    return Case(
        When(satisfied_on__lte=F("last_day"), then=Value(ClockState.ON_TIME.value)),
        When(satisfied_on__isnull=False, then=Value(ClockState.LATE.value)),
        When(last_day__lt=day, then=Value(ClockState.OVERDUE.value)),
        When(last_day__lte=soon, then=Value(ClockState.DUE_SOON.value)),
        default=Value(ClockState.NOT_DUE.value),
    )
