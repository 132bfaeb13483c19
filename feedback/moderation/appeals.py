"""An appeal, once a suggestion: another person looks and decides."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from feedback.suggestions.authors import locked
from feedback.suggestions.drafts import check_exact
from feedback.suggestions.models import Suggestion
from feedback.suggestions.notices import tell_and_forget_pages
from feedback.suggestions.states import APPEALABLE, State
from portal.accounts.models import User
from portal.clock import today
from portal.ledger.commitments import commit
from portal.ledger.entries import record
from portal.ledger.models import EntryType
from portal.refusals import Refused
from portal.writing import write_transaction

from .deciding import MAX_REASON, Verdict, decide, locked_for
from .masking import mask
from .models import (
    Appeal,
    AppealDecision,
    AppealOutcome,
    AppealReason,
    AppealText,
    Decision,
    MaskedText,
    TakeDownResult,
)
from .moves import MOVES, DecidingRole, DecisionKind
from .permissions import can_decide_appeal, can_moderate


def open_appeal(*, suggestion: Suggestion, text: str) -> Appeal:
    """The author asks for another person.

    Raises Refused (erased, text, appealed, not_appealable, unconfirmed).
    """
    check_exact(text)
    with write_transaction():
        row = locked(suggestion)
        if row.is_erased:
            raise Refused("erased", _("内容已经删除。"))
        if Appeal.objects.filter(suggestion=row).exists():
            raise Refused("appealed", _("每条建议只能申诉一次。"))
        decision = appealable_decision(row)
        appeal = Appeal.objects.create(
            suggestion=row, decision=decision, opened_on=today()
        )
        AppealText.objects.create(appeal=appeal, suggestion=row, text=text)
        digest, _salt = commit(kind="appeal", content=text.encode(), subject=row.number)
        record(
            type=EntryType.APPEAL_OPENED,
            subject=row.number,
            data={"commitment": digest},
        )
        tell_and_forget_pages(row)
    return appeal


def appealable_decision(row: Suggestion) -> Decision:
    """The decision that an appeal would be against.

    Raises Refused (not_appealable; unconfirmed: a take-down that may still lapse).
    """
    decision = (
        Decision.objects.filter(suggestion=row, state_after=row.state)
        .exclude(kind=DecisionKind.RELOCATE)
        .newest_first()
        .first()
    )
    chosen_by_author = row.state == State.ACCEPTED_UNPUBLISHED and not row.may_be_shown
    if row.state not in APPEALABLE or chosen_by_author or decision is None:
        raise Refused("not_appealable", _("这个决定不需要申诉。"))
    if decision.kind == DecisionKind.TAKE_DOWN and not is_confirmed(decision):
        raise Refused("unconfirmed", _("下架尚待第二人确认，确认后可以申诉。"))
    return decision


def is_confirmed(decision: Decision) -> bool:
    outcome = getattr(decision, "outcome", None)
    return outcome is not None and outcome.result == TakeDownResult.CONFIRMED


def decide_appeal(
    *,
    appeal: Appeal,
    outcome: str,
    reason: str,
    by: User,
    to: str = "",
    spans: Iterable[tuple[int, int]] = (),
    exemption: str = "",
) -> AppealDecision:
    """Uphold, or overturn and set the state `to`; `spans` hides parts anew.

    Raises Refused (not_moderator, same_person, decided, erased, withdrawn, outcome,
    to, reason, private, masked, text_due, exemption).
    """
    if not can_moderate(by):
        raise Refused("not_moderator", _("只有审核员可以处理申诉。"))
    if not can_decide_appeal(by, appeal):
        raise Refused("same_person", _("申诉须由另一名审核员决定。"))
    if outcome not in AppealOutcome.values:
        raise Refused("outcome", _("请选择维持或改变。"))
    if not reason.strip() or len(reason) > MAX_REASON:
        raise Refused("reason", _("请写明理由，不超过 2000 字。"))
    with write_transaction():
        row = locked(appeal.suggestion)
        if row.is_erased:
            raise Refused("erased", _("作者已删除内容。"))
        if row.state == State.WITHDRAWN:
            raise Refused("withdrawn", _("作者已撤回。"))
        if AppealDecision.objects.filter(appeal=appeal).exists():
            raise Refused("decided", _("这项申诉已有决定。"))
        decided = AppealDecision.objects.create(
            appeal=appeal, outcome=outcome, decided_on=today(), by=by
        )
        _record(row, decided, reason)
        if outcome == AppealOutcome.OVERTURNED:
            locked_for(row, DecisionKind.REINSTATE, by)
            decide(
                row, _reinstating(row, appeal, by, reason, to, list(spans), exemption)
            )
        else:
            tell_and_forget_pages(row)
    return decided


def _record(row: Suggestion, decided: AppealDecision, reason: str) -> None:
    AppealReason.objects.create(appeal_decision=decided, suggestion=row, text=reason)
    digest, _salt = commit(
        kind="appeal_reason", content=reason.encode(), subject=row.number
    )
    record(
        type=EntryType.APPEAL_DECIDED,
        subject=row.number,
        data={"outcome": str(decided.outcome), "reason": digest},
    )


def _reinstating(
    row: Suggestion,
    appeal: Appeal,
    by: User,
    reason: str,
    to: str,
    spans: list[tuple[int, int]],
    exemption: str,
) -> Verdict:
    allowed = MOVES[DecisionKind.REINSTATE].to or frozenset()
    if to not in allowed or (to == row.state and not spans):
        raise Refused("to", _("请选择改变后的状态。"))
    masked = ""
    if to == State.PUBLISHED_MASKED:
        masked = mask(row.words.text, spans) if spans else _masked_before(row)
    return Verdict(
        DecisionKind.REINSTATE,
        by,
        reason,
        to=State(to),
        exemption=exemption,
        masked=masked,
        role=DecidingRole.APPEAL,
        facts={"appeal": appeal},
    )


def _masked_before(row: Suggestion) -> str:
    earlier = MaskedText.objects.filter(suggestion=row).order_by("-pk").first()
    return earlier.text if earlier else ""
