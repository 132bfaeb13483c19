"""Answer statistics per unit. States per chapter are in `counts.by_chapter`."""

import datetime
import statistics
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import QuerySet

from feedback.replies.duties import open_duties, with_due
from feedback.replies.models import AnsweredSuggestion
from feedback.suggestions.models import Suggestion
from feedback.suggestions.states import State
from portal.clock import today
from portal.units.models import Unit


@dataclass
class UnitAnswers:
    """`days` are calendar days from the decision to the reply, one an answer.

    `in_time` goes by the day as extended; `extended` of these had a later day.
    """

    unit: Unit
    answered: int = 0
    in_time: int = 0
    extended: int = 0
    owed: int = 0
    overdue: int = 0
    dispositions: Counter[str] = field(default_factory=Counter)
    days: list[int] = field(default_factory=list)

    @property
    def median_days(self) -> float | None:
        return statistics.median(self.days) if self.days else None

    @property
    def worst_days(self) -> int | None:
        return max(self.days, default=None)


class _Clock(NamedTuple):
    decided_on: datetime.date | None
    due_on: datetime.date | None
    is_extended: bool


def by_unit(
    *, plan_id: int | None = None, at: datetime.date | None = None
) -> list[UnitAnswers]:
    """Units that owe or gave an answer, in their order. Four queries."""
    day = at or today()
    table = {unit.pk: UnitAnswers(unit) for unit in Unit.objects.all()}
    duties = open_duties().filter(unit_id__isnull=False)
    for row in _in_plan(duties, plan_id).values("unit_id", "due_on"):
        entry = table[row["unit_id"]]
        entry.owed += 1
        entry.overdue += row["due_on"] < day
    dues = _dues(plan_id)
    for answer in _first_answers():
        if answer.suggestion_id in dues:
            _count(table[answer.version.unit_id], answer, dues[answer.suggestion_id])
    return [entry for entry in table.values() if entry.owed or entry.answered]


def _count(entry: UnitAnswers, answer: AnsweredSuggestion, clock: _Clock) -> None:
    day = answer.version.published_on
    in_time = clock.due_on is not None and day <= clock.due_on
    entry.answered += 1
    entry.dispositions[answer.version.disposition] += 1
    entry.in_time += in_time
    entry.extended += in_time and clock.is_extended
    if clock.decided_on is not None:
        entry.days.append((day - clock.decided_on).days)


def _dues(plan_id: int | None) -> dict[int, _Clock]:
    """What its author took back counts nowhere as answered (`counts`)."""
    answered = Suggestion.objects.exclude(answers=None).exclude(state=State.WITHDRAWN)
    rows = _in_plan(with_due(answered), plan_id)
    return {
        row["pk"]: _Clock(row["decided_on"], row["due_on"], bool(row["extended_due"]))
        for row in rows.values("pk", "decided_on", "due_on", "extended_due")
    }


def _first_answers() -> QuerySet[AnsweredSuggestion]:
    rows = AnsweredSuggestion.objects.standing().first_versions()
    return rows.select_related("version")


def _in_plan(rows: QuerySet[Suggestion], plan_id: int | None) -> QuerySet[Suggestion]:
    return rows if plan_id is None else rows.filter(part__plan_id=plan_id)
