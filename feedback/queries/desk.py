"""What the staff have to do: each person's piles, read no further than they are shown.

Late work grows without end, a page must not: lines come in the order of their last day,
the rest is counted.
"""

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db.models import Count
from django.utils import timezone
from wagtail.models import TaskState

from feedback.moderation.models import (
    Appeal,
    Claim,
    Decision,
    UnlawfulProposal,
)
from feedback.moderation.moves import DecisionKind
from feedback.moderation.permissions import (
    can_change_rules,
    can_confirm_take_down,
    can_decide_appeal,
    can_decide_proposal,
    can_moderate,
)
from feedback.replies import duties
from feedback.replies.models import ReplyTarget
from feedback.replies.permissions import can_approve_for, can_draft_for
from feedback.suggestions.models import FeedbackSettings, Suggestion
from feedback.suggestions.states import State
from portal.accounts.models import User

from .tasks import Line, Pile, Task, Urgency, urgency_of

__all__ = ["Line", "Task", "Urgency", "lines", "tally", "unit_lines"]

Dated = list[tuple[Any, datetime.date]]


def lines(user: User, *, most: int | None = None) -> list[Line]:
    """What `user` has to do or to see: the `most` with the earliest last day."""
    found = [line for pile in piles(user) for line in pile.first(most)]
    return sorted(found, key=lambda line: (line.due_on, line.suggestion.number))[:most]


def tally(user: User, at: datetime.date | None = None) -> Counter[Urgency]:
    """How many lines there are, by urgency. One query a pile."""
    found: Counter[Urgency] = Counter()
    for pile in piles(user):
        for due_on, count in pile.tally().items():
            found[urgency_of(due_on, at)] += count
    return found


def office(
    at: datetime.date | None = None,
) -> tuple[Counter[Urgency], dict[int, Counter[Urgency]]]:
    """What moderation has to do, and what each unit owes, by urgency; nobody's name."""
    moderation: Counter[Urgency] = Counter()
    for pile in _of_moderation(User(), mine=False):
        for due_on, count in pile.tally().items():
            moderation[urgency_of(due_on, at)] += count
    units: dict[int, Counter[Urgency]] = {}
    owed = duties.open_duties().filter(routed_due__isnull=False)
    dated = owed.order_by().values_list("unit_id", "due_on")
    for unit_id, due_on, count in dated.annotate(count=Count("pk")):
        units.setdefault(unit_id, Counter())[urgency_of(due_on, at)] += count
    return moderation, units


def unit_lines(user: User, *, most: int | None = None) -> list[Line]:
    """What the user's unit owes: to draft, or (for its head) to approve. 3 queries."""
    return list(_of_unit(user).first(most))


def piles(user: User) -> list[Pile]:
    """A publisher sees every deadline; what is others' to do has no button."""
    found: list[Pile] = []
    moderates, watches = can_moderate(user), can_change_rules(user)
    if moderates or watches:
        found += _of_moderation(user, mine=moderates)
    drafts = can_draft_for(user, user.unit_id)
    if drafts:
        found.append(_of_unit(user))
    if watches:
        found.append(_of_units(user.unit_id if drafts else None))
    return found


def _of_moderation(user: User, *, mine: bool) -> list[Pile]:
    site = FeedbackSettings.load()
    term = site.moderation_days
    place = "suggestion__part__page"
    taken_down = Decision.objects.filter(
        kind=DecisionKind.TAKE_DOWN,
        outcome__isnull=True,
        suggestion__state=State.TAKEN_DOWN,
    ).select_related(place)
    proposed = UnlawfulProposal.objects.open().select_related(place)
    appealed = Appeal.objects.open().select_related(place, "decision__outcome")

    def waiting(rows: Dated) -> Iterator[Line]:
        holders = _holders([row for row, _day in rows])
        for row, day in rows:
            by = holders.get(row.pk)
            free = mine and (by is None or by == user)
            yield Line(Task.DECIDE, row, day, row, free, by)

    def take_downs(rows: Dated) -> Iterator[Line]:
        for row, day in rows:
            free = can_confirm_take_down(user, row)
            yield Line(Task.CONFIRM_TAKE_DOWN, row.suggestion, day, row, free)

    def proposals(rows: Dated) -> Iterator[Line]:
        for row, day in rows:
            free = can_decide_proposal(user, row)
            yield Line(Task.CONFIRM_UNLAWFUL, row.suggestion, day, row, free)

    def appeals(rows: Dated) -> Iterator[Line]:
        for row, day in rows:
            free = can_decide_appeal(user, row)
            yield Line(Task.DECIDE_APPEAL, row.suggestion, day, row, free)

    def to_route(rows: Dated) -> Iterator[Line]:
        return (Line(Task.ROUTE, row, day, row, mine) for row, day in rows)

    number = "suggestion__number"
    return [
        Pile(_placed(Suggestion.objects.waiting()), "received_on", term, waiting),
        Pile(taken_down, "lapses_on", 0, take_downs, number),
        Pile(proposed, "suggestion__received_on", term, proposals, number),
        Pile(appealed, "opened_on", term, appeals, number),
        Pile(_placed(duties.unrouted()), "decided_on", site.routing_days, to_route),
    ]


def _of_unit(user: User) -> Pile:
    """To draft, and for the head to approve."""
    unit_id = user.unit_id or 0
    approves = can_approve_for(user, user.unit_id)

    def owed(rows: Dated) -> Iterator[Line]:
        replies = _replies([row for row, _day in rows], unit_id)
        pending = _in_approval(replies.values())
        for row, day in rows:
            reply = replies.get(row.pk)
            waits = reply is not None and reply.pk in pending
            task = Task.APPROVE if waits else Task.ANSWER
            yield Line(task, row, day, reply or row, approves or not waits)

    return Pile(_placed(duties.owed_by(unit_id)), "due_on", 0, owed)


def _of_units(but: int | None) -> Pile:
    """What units owe, without the unit `but`."""
    rows = duties.open_duties().filter(routed_due__isnull=False)
    if but:
        rows = rows.exclude(unit_id=but)

    def owed(rows: Dated) -> Iterator[Line]:
        return (Line(Task.ANSWER, row, day, row, mine=False) for row, day in rows)

    return Pile(_placed(rows), "due_on", 0, owed)


def _placed(rows: Any) -> Any:
    return rows.select_related("part__page")


def _holders(rows: list[Suggestion]) -> dict[int, User]:
    claims = Claim.objects.filter(
        suggestion__in=[row.pk for row in rows], expires_at__gt=timezone.now()
    )
    return {claim.suggestion_id: claim.by for claim in claims.select_related("by")}


def _replies(rows: list[Suggestion], unit_id: int) -> dict[int, Any]:
    """The unit's reply to each, draft or published and withdrawn left out."""
    targets = ReplyTarget.objects.filter(
        suggestion__in=[row.pk for row in rows],
        reply__unit_id=unit_id,
        reply__withdrawal__isnull=True,
    )
    return {
        target.suggestion_id: target.reply for target in targets.select_related("reply")
    }


def _in_approval(replies: Any) -> set[int]:
    """Keys of the replies that wait for their head."""
    states = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__reply__in=[reply.pk for reply in replies],
    )
    return set(states.values_list("workflow_state__reply", flat=True))
