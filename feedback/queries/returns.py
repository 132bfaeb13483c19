"""What the return code opens: state, reason, reply, and what the author may do now."""

import datetime
from dataclasses import dataclass

from feedback.moderation.appeals import appealable_decision
from feedback.moderation.models import Appeal, Decision
from feedback.moderation.moves import DecidingRole
from feedback.suggestions.models import FeedbackSettings, Suggestion
from feedback.suggestions.states import State
from portal.clock import add_working_days, iso_week
from portal.refusals import Message, Refused

from .answers import Answers, answers_of


@dataclass(frozen=True)
class OwnDecision:
    """`reason` and `masked_text` in words; dates are the author's to see."""

    label: Message
    decided_on: datetime.date
    role_label: Message
    ground_label: Message
    provision: str
    destination_label: Message
    rules_number: int
    reason: str
    masked_text: str


@dataclass(frozen=True)
class OwnAppeal:
    """`outcome_label` is "" while it waits."""

    opened_on: datetime.date
    outcome_label: Message
    decided_on: datetime.date | None
    reason: str


@dataclass(frozen=True)
class Opened:
    """One's own suggestion, without its text: that is shown on request (`own_text`).

    `decide_by` is the last day for the decision, None once decided. `answers` are those
    of the other suggestion where this one was merged.
    """

    suggestion: Suggestion
    week: str
    decide_by: datetime.date | None
    decisions: list[OwnDecision]
    appeal: OwnAppeal | None
    answers: Answers
    may_withdraw: bool
    may_resubmit: bool
    may_appeal: bool


def opened(suggestion: Suggestion) -> Opened:
    """Everything for the return page. At most nine queries."""
    appeal = (
        Appeal.objects.filter(suggestion=suggestion)
        .select_related("outcome__reason")
        .first()
    )
    return Opened(
        suggestion=suggestion,
        week=iso_week(suggestion.received_on),
        decide_by=_decide_by(suggestion),
        decisions=_decisions(suggestion),
        appeal=_own_appeal(appeal) if appeal else None,
        answers=_answers(suggestion),
        may_withdraw=suggestion.state != State.WITHDRAWN,
        may_resubmit=suggestion.state == State.REFUSED,
        may_appeal=appeal is None and _is_appealable(suggestion),
    )


def own_text(suggestion: Suggestion) -> str:
    """Exactly what was sent."""
    return suggestion.words.text


def _decide_by(suggestion: Suggestion) -> datetime.date | None:
    if suggestion.state != State.RECEIVED:
        return None
    days = FeedbackSettings.load().moderation_days
    return add_working_days(suggestion.received_on, days).on


def _decisions(suggestion: Suggestion) -> list[OwnDecision]:
    """The newest first."""
    rows = Decision.objects.filter(suggestion=suggestion).newest_first()
    return [
        OwnDecision(
            label=row.get_kind_display(),
            decided_on=row.decided_on,
            role_label=DecidingRole(row.role).label,
            ground_label=row.get_ground_display() or row.get_exemption_display(),
            provision=row.provision,
            destination_label=row.get_destination_display(),
            rules_number=row.rules.number,
            reason=getattr(getattr(row, "reason", None), "text", ""),
            masked_text=getattr(getattr(row, "masked", None), "text", ""),
        )
        for row in rows.select_related("rules", "reason", "masked")
    ]


def _own_appeal(appeal: Appeal) -> OwnAppeal:
    outcome = getattr(appeal, "outcome", None)
    return OwnAppeal(
        opened_on=appeal.opened_on,
        outcome_label=outcome.get_outcome_display() if outcome else "",
        decided_on=outcome.decided_on if outcome else None,
        reason=outcome.reason.text if outcome else "",
    )


def _answers(suggestion: Suggestion) -> Answers:
    key = suggestion.merged_into_id or suggestion.pk
    return answers_of([key])[key]


def _is_appealable(suggestion: Suggestion) -> bool:
    try:
        appealable_decision(suggestion)
    except Refused:
        return False
    return True
