"""What the staff have to do: one line a task, with its last day and its urgency."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState

from feedback.moderation.models import (
    Appeal,
    Claim,
    Decision,
    UnlawfulProposal,
)
from feedback.moderation.moves import DecisionKind
from feedback.moderation.permissions import (
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
from portal.clock import add_working_days, today


class Task(models.TextChoices):
    CONFIRM_TAKE_DOWN = "confirm_take_down", _("确认紧急下架")
    CONFIRM_UNLAWFUL = "confirm_unlawful", _("确认违法认定")
    DECIDE_APPEAL = "decide_appeal", _("处理申诉")
    DECIDE = "decide", _("审核")
    ROUTE = "route", _("分办")
    APPROVE = "approve", _("审批答复")
    ANSWER = "answer", _("起草答复")


class Urgency(models.TextChoices):
    LATE = "late", _("已逾期")
    TODAY = "today", _("今天到期")
    THIS_WEEK = "this_week", _("本周到期")
    LATER = "later", _("以后到期")


@dataclass(frozen=True)
class Line:
    """`thing` is what the task is about: the suggestion, or the proposal, decision,
    appeal or reply that its service takes. `mine` is False for what another person has
    to do: shown, without a button.
    """

    task: Task
    suggestion: Suggestion
    due_on: datetime.date
    thing: Any
    mine: bool = True
    claimed_by: User | None = None

    def urgency(self, at: datetime.date | None = None) -> Urgency:
        day = at or today()
        if self.due_on < day:
            return Urgency.LATE
        if self.due_on == day:
            return Urgency.TODAY
        sunday = day + datetime.timedelta(days=6 - day.weekday())
        return Urgency.THIS_WEEK if self.due_on <= sunday else Urgency.LATER


def lines(user: User) -> list[Line]:
    """All that `user` has to do or to see, the earliest last day first."""
    found: list[Line] = []
    if can_moderate(user):
        found += [*waiting(user), *to_confirm(user), *appeals(user), *to_route()]
    if user.unit_id and can_draft_for(user, user.unit_id):
        found += unit_lines(user, user.unit_id)
    return sorted(found, key=lambda line: (line.due_on, line.suggestion.number))


def waiting(user: User) -> Iterator[Line]:
    """The moderation queue, the oldest day first. Three queries."""
    days = FeedbackSettings.load().moderation_days
    rows = Suggestion.objects.waiting().select_related("part__page", "words")
    claims = {
        claim.suggestion_id: claim.by
        for claim in Claim.objects.filter(expires_at__gt=timezone.now()).select_related(
            "by"
        )
    }
    for row in rows:
        holder = claims.get(row.pk)
        yield Line(
            task=Task.DECIDE,
            suggestion=row,
            due_on=add_working_days(row.received_on, days).on,
            thing=row,
            mine=holder is None or holder == user,
            claimed_by=holder,
        )


def to_confirm(user: User) -> Iterator[Line]:
    """Take-downs and findings of unlawfulness that need a second person. 3 queries."""
    days = FeedbackSettings.load().moderation_days
    decisions = Decision.objects.filter(
        kind=DecisionKind.TAKE_DOWN,
        outcome__isnull=True,
        suggestion__state=State.TAKEN_DOWN,
    )
    for decision in decisions.select_related("suggestion__part__page"):
        yield Line(
            task=Task.CONFIRM_TAKE_DOWN,
            suggestion=decision.suggestion,
            due_on=decision.lapses_on or decision.decided_on,
            thing=decision,
            mine=can_confirm_take_down(user, decision),
        )
    proposals = UnlawfulProposal.objects.open()
    for proposal in proposals.select_related("suggestion__part__page"):
        yield Line(
            task=Task.CONFIRM_UNLAWFUL,
            suggestion=proposal.suggestion,
            due_on=add_working_days(proposal.suggestion.received_on, days).on,
            thing=proposal,
            mine=can_decide_proposal(user, proposal),
        )


def appeals(user: User) -> Iterator[Line]:
    """Open appeals; the term is that of moderation. Two queries."""
    days = FeedbackSettings.load().moderation_days
    rows = Appeal.objects.open().select_related(
        "suggestion__part__page", "decision__outcome"
    )
    for appeal in rows:
        yield Line(
            task=Task.DECIDE_APPEAL,
            suggestion=appeal.suggestion,
            due_on=add_working_days(appeal.opened_on, days).on,
            thing=appeal,
            mine=can_decide_appeal(user, appeal),
        )


def to_route() -> Iterator[Line]:
    """Decided, owed an answer, and no unit has it. Two queries."""
    days = FeedbackSettings.load().reply_days
    rows: Iterable[Any] = duties.unrouted().select_related("part__page")
    for row in rows:
        start = row.decided_on or row.received_on
        due_on = add_working_days(start, days).on
        yield Line(Task.ROUTE, row, due_on=due_on, thing=row)


def unit_lines(user: User, unit_id: int) -> list[Line]:
    """What the user's unit owes: to draft, or (for its head) to approve. 3 queries."""
    owed: list[Any] = list(duties.owed_by(unit_id).select_related("part__page"))
    replies = {
        target.suggestion_id: target.reply
        for target in ReplyTarget.objects.filter(suggestion__in=owed)
        .filter(reply__unit_id=unit_id, reply__withdrawal__isnull=True)
        .select_related("reply")
    }
    pending = _in_approval(replies.values())
    approves = can_approve_for(user, unit_id)
    return [
        Line(
            task=Task.APPROVE if reply and reply.pk in pending else Task.ANSWER,
            suggestion=row,
            due_on=row.due_on,
            thing=reply or row,
            mine=approves or not (reply and reply.pk in pending),
        )
        for row in owed
        for reply in [replies.get(row.pk)]
    ]


def _in_approval(replies: Any) -> set[int]:
    """Keys of the replies that wait for their head."""
    states = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__reply__in=[reply.pk for reply in replies],
    )
    return set(states.values_list("workflow_state__reply", flat=True))
