"""The moderation log: every decision, no content, no identity, weeks only."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from feedback.clock import iso_week
from feedback.moderation.models import AppealDecision, Decision, TakeDownOutcome
from feedback.moderation.moves import DecidingRole, DecisionKind, Ground
from feedback.refusals import Message
from feedback.suggestions.states import Visibility


@dataclass(frozen=True)
class LogRow:
    """Codes and their labels.

    `number` and `part` are "" where the ground is unlawful, `part` (a public id) also
    where the author said 不公开.
    """

    week: str
    decision: str
    decision_label: Message
    ground: str
    ground_label: Message
    rules: int | None
    role_label: Message
    number: str
    part: str


def rows(
    *, first_day: datetime.date | None = None, last_day: datetime.date | None = None
) -> list[LogRow]:
    """The newest week first, inside a week by random number. Three queries."""
    found = [
        *map(_of_decision, _between(Decision, "decided_on", first_day, last_day)),
        *map(_of_outcome, _between(TakeDownOutcome, "on", first_day, last_day)),
        *map(_of_appeal, _between(AppealDecision, "decided_on", first_day, last_day)),
    ]
    found.sort(key=lambda row: row.number)
    return sorted(found, key=lambda row: row.week, reverse=True)


def of_week(monday: datetime.date) -> list[LogRow]:
    """The log of one ISO week. Three queries."""
    return rows(first_day=monday, last_day=monday + datetime.timedelta(days=6))


def weeks() -> list[datetime.date]:
    """Mondays of the weeks in which something was decided, the newest first."""
    days = {
        day
        for model, column in (
            (Decision, "decided_on"),
            (TakeDownOutcome, "on"),
            (AppealDecision, "decided_on"),
        )
        for day in model.objects.values_list(column, flat=True).distinct()
    }
    mondays = {day - datetime.timedelta(days=day.weekday()) for day in days}
    return sorted(mondays, reverse=True)


_RELATED = {
    Decision: ("suggestion__part", "part_to", "rules"),
    TakeDownOutcome: ("decision__suggestion__part", "decision__rules"),
    AppealDecision: (
        "appeal__suggestion__part",
        "appeal__decision__rules",
        "appeal__decision__suggestion",
    ),
}


def _between(
    model: type[Model],
    column: str,
    first: datetime.date | None,
    last: datetime.date | None,
) -> Iterator[Any]:
    found = model._default_manager.select_related(*_RELATED[model])
    if first is not None:
        found = found.filter(**{f"{column}__gte": first})
    if last is not None:
        found = found.filter(**{f"{column}__lte": last})
    return found.iterator()


def _of_decision(decision: Decision) -> LogRow:
    part = decision.part_to or decision.suggestion.part
    return _row(
        decision.decided_on,
        decision.kind,
        decision.get_kind_display(),
        decision,
        part.public_id,
        decision.role,
    )


def _of_outcome(outcome: TakeDownOutcome) -> LogRow:
    return _row(
        outcome.on,
        f"{DecisionKind.TAKE_DOWN}_{outcome.result}",
        outcome.get_result_display(),
        outcome.decision,
        outcome.decision.suggestion.part.public_id,
        DecidingRole.TWO_MODERATORS if outcome.by_id else DecidingRole.CLOCK,
    )


def _of_appeal(decided: AppealDecision) -> LogRow:
    return _row(
        decided.decided_on,
        f"appeal_{decided.outcome}",
        _("申诉：%(outcome)s") % {"outcome": decided.get_outcome_display()},
        decided.appeal.decision,
        decided.appeal.suggestion.part.public_id,
        DecidingRole.APPEAL,
    )


def _row(
    day: datetime.date,
    code: str,
    label: Message,
    decision: Decision,
    part: str,
    role: str,
) -> LogRow:
    suggestion = decision.suggestion
    unlawful = decision.ground == Ground.UNLAWFUL
    hidden = unlawful or suggestion.visibility != Visibility.PUBLIC
    return LogRow(
        week=iso_week(day),
        decision=code,
        decision_label=label,
        ground=decision.ground,
        ground_label=decision.get_ground_display(),
        rules=decision.rules.number,
        role_label=DecidingRole(role).label,
        number="" if unlawful else suggestion.number,
        part="" if hidden else part,
    )
