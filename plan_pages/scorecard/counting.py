"""Counting, in a constant number of queries however many projects there are.

Everything is counted once: a project or task in the chapter of its home, an indicator
in that of its first anchor or otherwise under the whole plan, an obligation where its
subject is, a version where its update is. What is counted here is what is frozen.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from plan_pages.delivery.models import Anchor, Project, Task
from plan_pages.disclosure.models import UpdateVersion
from plan_pages.document.models import Plan
from plan_pages.obligations.clock import soon_until, state_of, with_days, with_fields
from plan_pages.obligations.models import Obligation
from plan_pages.obligations.states import DUE
from plan_pages.oversight.queries import with_review
from plan_pages.oversight.states import NOT_CHECKED
from plan_pages.progress.assessing import assess_plan

from .axes import UNSAID

#: The page of the plan where something is counted; None: under the whole plan.
Where = int | None
#: The first and the last of a cycle.
Years = tuple[int, int]
#: Order, key, name.
UnitName = tuple[int, str, str]


@dataclass
class Tally:
    """Counts by axis and state; of what was due, the fields asked for and present."""

    states: dict[str, Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    required: int = 0
    present: int = 0

    @property
    def due(self) -> int:
        return sum(self.states["disclosure"][state] for state in DUE)

    @property
    def on_time(self) -> int:
        return self.states["disclosure"]["on_time"]

    def add(self, other: "Tally") -> None:
        for axis, states in other.states.items():
            self.states[axis].update(states)
        self.required += other.required
        self.present += other.present


@dataclass
class Count:
    """`places` by page, `units` by unit (disclosure alone)."""

    places: dict[Where, Tally] = field(default_factory=lambda: defaultdict(Tally))
    units: dict[UnitName, Tally] = field(default_factory=lambda: defaultdict(Tally))

    @property
    def total(self) -> Tally:
        whole = Tally()
        for tally in self.places.values():
            whole.add(tally)
        return whole


def count(
    plan: Plan,
    year: int,
    at: datetime.date,
    anchors: dict[int, int] | None = None,
    *,
    since: int | None = None,
) -> Count:
    """The plan in the cycle of that year, as of `at`; `anchors` as of `first_anchors`.

    A cycle of several years begins with `since`. Ten queries.
    """
    years = (year if since is None else since, year)
    found = Count()
    anchors = first_anchors(plan) if anchors is None else anchors
    for place, state in _deliveries(plan):
        found.places[place].states["delivery"][state or UNSAID] += 1
    for each in assess_plan(plan):
        tally = found.places[anchors.get(each.indicator.pk)]
        tally.states["schedule"][each.word.value] += 1
    for where, review in _reviews(plan, years, anchors):
        found.places[where].states["review"][review or NOT_CHECKED] += 1
    _disclosure(found, plan, years, at, anchors)
    return found


def _days(years: Years) -> tuple[datetime.date, datetime.date]:
    return datetime.date(years[0], 1, 1), datetime.date(years[1], 12, 31)


def first_anchors(plan: Plan) -> dict[int, int]:
    """The page of the first anchor, by indicator."""
    rows = Anchor.objects.filter(indicator__plan=plan).order_by("-pk")
    return dict(rows.values_list("indicator_id", "part__page_id"))


def _deliveries(plan: Plan) -> QuerySet[Any]:
    """(page, what is said today) of every project and task. One query."""
    of_kind = []
    for model, column in ((Project, "update__project"), (Task, "update__task")):
        said = UpdateVersion.objects.standing().filter(**{column: OuterRef("pk")})
        last = said.order_by("-period_end", "-update_id").values("delivery")[:1]
        rows: QuerySet[Any] = model._default_manager.filter(plan=plan)
        of_kind.append(rows.values_list("part__page_id", Subquery(last)))
    return of_kind[0].union(of_kind[1], all=True)


def _reviews(
    plan: Plan, years: Years, anchors: dict[int, int]
) -> Iterator[tuple[Where, str | None]]:
    """(page, latest released finding) of every version published in these years."""
    versions = UpdateVersion.objects.filter(
        update__plan=plan,
        update__withdrawal__isnull=True,
        published_on__range=_days(years),
    )
    rows = with_review(versions).values_list(
        "update__indicator_id",
        Coalesce(
            "update__project__part__page_id",
            "update__task__part__page_id",
            "update__part__page_id",
        ),
        "review",
    )
    for indicator, page, review in rows:
        yield (anchors.get(indicator) if indicator else page), review


def _disclosure(
    found: Count, plan: Plan, years: Years, at: datetime.date, anchors: dict[int, int]
) -> None:
    owed = Obligation.objects.of_plan(plan.pk).filter(due_on__range=_days(years))
    rows = with_fields(with_days(owed)).values_list(
        "unit__order", "unit__key", "unit__name", "indicator_id",
        Coalesce("project__part__page_id", "task__part__page_id"),
        F("last_day"), F("satisfied_on"), F("required"), F("present"),
    )  # fmt: skip
    soon = soon_until(at)
    for order, key, name, indicator, page, last_day, satisfied_on, *fields in rows:
        state = state_of(
            due_on=last_day, satisfied_on=satisfied_on, at=at, soon_until=soon
        )
        place = anchors.get(indicator) if indicator else page
        for tally in (found.places[place], found.units[order, key, name]):
            tally.states["disclosure"][state.value] += 1
            if state in DUE:
                tally.required += fields[0]
                tally.present += fields[1]
