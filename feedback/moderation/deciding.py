"""The one place where a decision is written. Its callers are verbs of this package.

The caller holds the transaction and the lock on the suggestion's row.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from feedback.suggestions.authors import locked
from feedback.suggestions.models import Suggestion
from feedback.suggestions.notices import tell_and_forget_pages
from feedback.suggestions.states import PUBLIC, State, Visibility
from portal.accounts.models import User
from portal.clock import add_working_days, today
from portal.ledger.canonical import Value
from portal.ledger.commitments import commit
from portal.ledger.entries import new_id, record
from portal.ledger.models import EntryType
from portal.refusals import Refused

from . import rules
from .claims import drop_claim
from .models import Decision, DecisionReason, MaskedText
from .moves import GROUNDED, MOVES, DecidingRole, DecisionKind, Exemption, Ground
from .permissions import can_moderate

MAX_REASON = 2000
#: Working days in which a second person may confirm a take-down.
CONFIRM_DAYS = 1


@dataclass(frozen=True)
class Verdict:
    """What somebody decides; `to` is None where the kind leaves no choice."""

    kind: DecisionKind
    by: User
    reason: str = ""
    to: State | None = None
    ground: str = ""
    exemption: str = ""
    masked: str = ""
    role: DecidingRole = DecidingRole.MODERATOR
    facts: dict[str, Any] = field(default_factory=dict)

    def state_after(self, before: State) -> State:
        move = MOVES[self.kind]
        if move.to is None:
            return before
        if self.to is not None:
            return self.to
        (only,) = move.to
        return only


def locked_for(suggestion: Suggestion, kind: DecisionKind, by: User) -> Suggestion:
    """The row, held, if `by` may decide so now.

    Raises Refused (not_moderator, erased, state).
    """
    if not can_moderate(by):
        raise Refused("not_moderator", _("只有审核员可以作出决定。"))
    row = locked(suggestion)
    if row.is_erased:
        raise Refused("erased", _("作者已删除内容。"))
    if row.state not in MOVES[kind].before:
        raise Refused("state", _("这条建议现在的状态不能作此决定。"))
    return row


def decide(row: Suggestion, verdict: Verdict) -> Decision:
    """Write the decision and what follows from it: state, claim, ledger, pages."""
    _check(row, verdict)
    before = State(row.state)
    after = verdict.state_after(before)
    decision = Decision.objects.create(
        suggestion=row,
        kind=verdict.kind,
        state_before=before,
        state_after=after,
        ground=verdict.ground,
        exemption=verdict.exemption,
        rules=rules.current(),
        role=verdict.role,
        decided_on=today(),
        by=verdict.by,
        lapses_on=_lapses_on(verdict.kind),
        **verdict.facts,
    )
    left = row.part
    _apply(row, decision)
    drop_claim(row)
    _record(row, decision, _write_words(row, decision, verdict))
    tell_and_forget_pages(row, left)
    return decision


def _check(row: Suggestion, verdict: Verdict) -> None:
    if MOVES[verdict.kind].needs_reason and not verdict.reason.strip():
        raise Refused("reason", _("请写明理由；作者凭回执码可以看到。"))
    if len(verdict.reason) > MAX_REASON:
        raise Refused("reason_long", _("理由过长。"))
    if verdict.kind in GROUNDED and verdict.ground not in Ground.values:
        raise Refused("ground", _("请选择依据。"))
    after = verdict.state_after(State(row.state))
    if verdict.kind != DecisionKind.RELOCATE:
        _check_exemption(row, verdict.exemption, after)
    if after in PUBLIC and not row.may_be_shown:
        raise Refused("private", _("作者选择不公开，或收件时本站不公开文本。"))
    if (after == State.PUBLISHED_MASKED) != bool(verdict.masked) and (
        verdict.kind != DecisionKind.RELOCATE
    ):
        raise Refused("masked", _("遮盖后公开须先选择要遮盖的内容。"))


def _check_exemption(row: Suggestion, exemption: str, after: State) -> None:
    """A text that is due stays unpublished for nothing but the one published case."""
    due = row.text_is_due and after == State.ACCEPTED_UNPUBLISHED
    if due and not exemption:
        raise Refused(
            "text_due",
            _("作者选择了公开：没有依据就不能不公开，只有作者自称未成年除外。"),
        )
    if exemption and not (due and exemption in Exemption.values):
        raise Refused("exemption", _("这条建议不适用这一情形。"))


def _lapses_on(kind: DecisionKind) -> Any:
    if kind != DecisionKind.TAKE_DOWN:
        return None
    return add_working_days(today(), CONFIRM_DAYS).on


def _apply(row: Suggestion, decision: Decision) -> None:
    row.state = decision.state_after
    row.merged_into = decision.merged_into
    if decision.part_to is not None:
        row.part = decision.part_to
    row.save(update_fields=["state", "merged_into", "part"])


def _write_words(
    row: Suggestion, decision: Decision, verdict: Verdict
) -> dict[str, Value]:
    """Reason and masked text into their erasable rows: the commitments to them."""
    commitments: dict[str, Value] = {}
    for name, model, text in (
        ("reason", DecisionReason, verdict.reason),
        ("masked", MaskedText, verdict.masked),
    ):
        if text:
            model.objects.create(decision=decision, suggestion=row, text=text)
            commitments[name], _salt = commit(
                kind=name, content=text.encode(), subject=row.number
            )
    return commitments


def _record(row: Suggestion, decision: Decision, data: dict[str, Value]) -> None:
    """What is unlawful, or a child's, is named by nothing that leads to it."""
    hidden = decision.ground == Ground.UNLAWFUL or decision.exemption
    data |= {
        "decision": str(decision.kind),
        "state": str(decision.state_after),
        "rules": decision.rules.number,
    }
    if decision.ground:
        data["ground"] = str(decision.ground)
    if decision.exemption:
        data["exemption"] = str(decision.exemption)
    # Of a private one the link would place its author beside somebody's public words.
    if decision.merged_into is not None and row.visibility == Visibility.PUBLIC:
        data["merged_into"] = decision.merged_into.number
    record(
        type=EntryType.MODERATION_DECIDED,
        subject=new_id() if hidden else row.number,
        data=data,
    )
