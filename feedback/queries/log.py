"""The moderation log: every decision, no content, no identity, weeks only."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Model
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from feedback.moderation.models import (
    AppealDecision,
    AppealOutcome,
    Decision,
    TakeDownOutcome,
    TakeDownResult,
)
from feedback.moderation.moves import DecidingRole, DecisionKind, Exemption, Ground
from feedback.suggestions.states import Visibility
from portal.clock import iso_week, monday_of
from portal.refusals import Message


@dataclass(frozen=True)
class LogRow:
    """Codes and their labels.

    `ground` is also the code of the case in which a text stays unpublished without a
    ground. `number` and `part` are "" there and where the ground is unlawful, `part`
    (a public id) also where the author said 不公开.
    """

    week: str
    decision: str
    decision_label: Message
    ground: str
    ground_label: Message
    rules: int
    role_label: Message
    number: str
    part: str


@dataclass(frozen=True)
class _Event:
    """A table the log tells of: `decision` is the path from its rows to the decision.

    `labels` by code; `prefix` makes the log's code of the row's. `role` is None where
    the row itself has one.
    """

    model: type[Model]
    day: str
    code: str
    decision: str
    prefix: str
    labels: dict[str, Message]
    role: DecidingRole | None = None


_EVENTS = (
    _Event(Decision, "decided_on", "kind", "", "", dict(DecisionKind.choices)),
    _Event(
        TakeDownOutcome,
        "on",
        "result",
        "decision__",
        "take_down_",
        dict(TakeDownResult.choices),
        DecidingRole.TWO_MODERATORS,
    ),
    _Event(
        AppealDecision,
        "decided_on",
        "outcome",
        "appeal__decision__",
        "appeal_",
        {
            AppealOutcome.UPHELD: _("申诉：维持原决定"),
            AppealOutcome.OVERTURNED: _("申诉：改变原决定"),
        },
        DecidingRole.APPEAL,
    ),
)
_GROUNDS: dict[str, Message] = {
    "": "",
    **dict(Ground.choices),
    **dict(Exemption.choices),
}


def rows(
    *, first_day: datetime.date | None = None, last_day: datetime.date | None = None
) -> list[LogRow]:
    """The newest week first, inside a week by random number. Three queries."""
    found = [
        _row(event, values)
        for event in _EVENTS
        for values in _between(event, first_day, last_day)
    ]
    found.sort(key=lambda row: (row.number, row.decision))
    return sorted(found, key=lambda row: row.week, reverse=True)


def of_week(monday: datetime.date) -> list[LogRow]:
    """The log of one ISO week. Three queries."""
    return rows(first_day=monday, last_day=monday + datetime.timedelta(days=6))


def weeks() -> list[datetime.date]:
    """Mondays of the weeks in which something was decided, the newest first."""
    days = {
        day
        for event in _EVENTS
        for day in event.model._default_manager.order_by()
        .values_list(event.day, flat=True)
        .distinct()
    }
    return sorted({monday_of(day) for day in days}, reverse=True)


def _between(
    event: _Event, first: datetime.date | None, last: datetime.date | None
) -> Iterator[dict[str, Any]]:
    """Columns alone, no objects: the whole log is one long file."""
    path = event.decision
    found = event.model._default_manager.all()
    if first is not None:
        found = found.filter(**{f"{event.day}__gte": first})
    if last is not None:
        found = found.filter(**{f"{event.day}__lte": last})
    columns = {
        "said_on": event.day,
        "code": event.code,
        "person": "by_id",
        "deciding_role": f"{path}role",
        "said_ground": f"{path}ground",
        "said_exemption": f"{path}exemption",
        "rules_number": f"{path}rules__number",
        "number": f"{path}suggestion__number",
        "visibility": f"{path}suggestion__visibility",
    }
    part = Coalesce(f"{path}part_to__public_id", f"{path}suggestion__part__public_id")
    return found.values(
        **{name: F(column) for name, column in columns.items()}, place=part
    ).iterator()


def _row(event: _Event, values: dict[str, Any]) -> LogRow:
    ground = values["said_ground"] or values["said_exemption"]
    nameless = ground == Ground.UNLAWFUL or ground in Exemption.values
    hidden = nameless or values["visibility"] != Visibility.PUBLIC
    role = event.role or DecidingRole(values["deciding_role"])
    if values["person"] is None:
        role = DecidingRole.CLOCK
    return LogRow(
        week=iso_week(values["said_on"]),
        decision=event.prefix + values["code"],
        decision_label=event.labels[values["code"]],
        ground=ground,
        ground_label=_GROUNDS[ground],
        rules=values["rules_number"],
        role_label=role.label,
        number="" if nameless else values["number"],
        part="" if hidden else values["place"],
    )
