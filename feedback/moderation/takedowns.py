"""Urgent take-down: at once by one person, for good only by a second one."""

import datetime

from django.utils.translation import gettext_lazy as _

from feedback.suggestions.authors import locked
from feedback.suggestions.models import Suggestion
from feedback.suggestions.notices import forget_at_once, tell_and_forget_pages
from feedback.suggestions.states import State
from portal.accounts.models import User
from portal.clock import today
from portal.ledger.entries import record
from portal.ledger.models import EntryType
from portal.outbox.events import housekeeping
from portal.refusals import Refused
from portal.writing import write_transaction

from .deciding import Verdict, decide, locked_for
from .models import Decision, TakeDownOutcome, TakeDownResult
from .moves import DecisionKind
from .permissions import can_confirm_take_down, can_moderate


def take_down(*, suggestion: Suggestion, reason: str, by: User) -> Decision:
    """Out of pages, search and feeds now; back by itself unless somebody confirms."""
    with write_transaction():
        row = locked_for(suggestion, DecisionKind.TAKE_DOWN, by)
        decision = decide(row, Verdict(DecisionKind.TAKE_DOWN, by, reason))
        forget_at_once(row)
    return decision


def confirm_take_down(*, decision: Decision, by: User) -> TakeDownOutcome:
    """A second moderator agrees, by the end of `decision.lapses_on`.

    Raises Refused (not_moderator, same_person, closed, lapsed).
    """
    if not can_moderate(by):
        raise Refused("not_moderator", _("只有审核员可以确认。"))
    if not can_confirm_take_down(by, decision):
        raise Refused("same_person", _("须由另一名审核员确认。"))
    with write_transaction():
        row = locked(decision.suggestion)
        if not _is_open(decision) or row.state != State.TAKEN_DOWN:
            raise Refused("closed", _("这次下架已有结果。"))
        if decision.lapses_on is None or decision.lapses_on < today():
            raise Refused("lapsed", _("确认期限已过，将恢复原状态。"))
        return _conclude(row, decision, TakeDownResult.CONFIRMED, by)


def restore_unconfirmed(*, at: datetime.date | None = None) -> int:
    """Bring back what nobody confirmed in time: how many. For the relay's chores."""
    lapsed = (
        Decision.objects.filter(kind=DecisionKind.TAKE_DOWN, outcome__isnull=True)
        .filter(lapses_on__lt=at or today(), suggestion__state=State.TAKEN_DOWN)
        .select_related("suggestion")
    )
    return sum(_restore(decision) for decision in lapsed)


def _restore(decision: Decision) -> bool:
    with write_transaction():
        row = locked(decision.suggestion)
        if not _is_open(decision) or row.state != State.TAKEN_DOWN:
            return False
        row.state = decision.state_before
        row.save(update_fields=["state"])
        _conclude(row, decision, TakeDownResult.LAPSED, None)
    return True


def _conclude(
    row: Suggestion, decision: Decision, result: TakeDownResult, by: User | None
) -> TakeDownOutcome:
    outcome = TakeDownOutcome.objects.create(
        decision=decision, result=result, on=today(), by=by
    )
    record(
        type=EntryType.MODERATION_DECIDED,
        subject=row.number,
        data={"decision": f"take_down_{result}", "state": str(row.state)},
    )
    tell_and_forget_pages(row)
    return outcome


def _is_open(decision: Decision) -> bool:
    return not TakeDownOutcome.objects.filter(decision=decision).exists()


@housekeeping.register
def _chore() -> None:
    restore_unconfirmed()
