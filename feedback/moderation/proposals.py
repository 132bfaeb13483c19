"""The ground unlawful: one moderator proposes with the provision, a second decides."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from feedback.suggestions.authors import locked
from feedback.suggestions.models import Suggestion
from portal.accounts.models import User
from portal.clock import today
from portal.refusals import Refused
from portal.writing import write_transaction

from .claims import refuse_claimed
from .deciding import MAX_REASON, Verdict, decide, locked_for
from .masking import mask
from .models import Decision, ProposalDecline, ProposalWords, UnlawfulProposal
from .moves import GROUNDED, DecidingRole, DecisionKind, Ground
from .permissions import can_decide_proposal, can_moderate


def propose_unlawful(
    *,
    suggestion: Suggestion,
    kind: DecisionKind,
    provision: str,
    reason: str,
    by: User,
    spans: Iterable[tuple[int, int]] = (),
) -> UnlawfulProposal:
    """Ask a second moderator to refuse it, or to publish it with `spans` hidden.

    Raises Refused (not_moderator, claimed, state, kind, provision, reason, proposed).
    """
    with write_transaction():
        row = locked_for(suggestion, DecisionKind(kind), by)
        refuse_claimed(row, by)
        if kind not in GROUNDED:
            raise Refused("kind", _("只有不予公开和遮盖后公开需要依据。"))
        if not provision.strip():
            raise Refused("provision", _("请写明所依的法律条款。"))
        if not reason.strip() or len(reason) > MAX_REASON:
            raise Refused("reason", _("请写明理由，不超过 2000 字。"))
        if UnlawfulProposal.objects.open().filter(suggestion=row).exists():
            raise Refused("proposed", _("已有一项提议等待第二人确认。"))
        masks = kind == DecisionKind.PUBLISH_MASKED
        masked = mask(row.words.text, spans) if masks else ""
        proposal = UnlawfulProposal.objects.create(
            suggestion=row, kind=kind, provision=provision, proposed_on=today(), by=by
        )
        ProposalWords.objects.create(
            proposal=proposal, suggestion=row, text=reason, masked=masked
        )
    return proposal


def confirm_unlawful(*, proposal: UnlawfulProposal, by: User) -> Decision:
    """The second moderator agrees: the decision is made, under both their hands.

    Raises Refused (not_moderator, same_person, state, closed, erased).
    """
    with write_transaction():
        row = _locked_open(proposal, by)
        locked_for(row, DecisionKind(proposal.kind), by)
        words = ProposalWords.objects.get(proposal=proposal)
        verdict = Verdict(
            DecisionKind(proposal.kind),
            proposal.by,
            words.text,
            ground=Ground.UNLAWFUL,
            masked=words.masked,
            role=DecidingRole.TWO_MODERATORS,
            facts={
                "provision": proposal.provision,
                "proposal": proposal,
                "confirmed_by": by,
            },
        )
        return decide(row, verdict)


def decline_unlawful(*, proposal: UnlawfulProposal, by: User) -> ProposalDecline:
    """The second moderator does not agree: the suggestion waits on.

    Raises Refused (not_moderator, same_person, closed).
    """
    with write_transaction():
        _locked_open(proposal, by)
        return ProposalDecline.objects.create(
            proposal=proposal, declined_on=today(), by=by
        )


def _locked_open(proposal: UnlawfulProposal, by: User) -> Suggestion:
    if not can_moderate(by):
        raise Refused("not_moderator", _("只有审核员可以确认。"))
    if not can_decide_proposal(by, proposal):
        raise Refused("same_person", _("须由另一名审核员确认。"))
    row = locked(proposal.suggestion)
    if not UnlawfulProposal.objects.open().filter(pk=proposal.pk).exists():
        raise Refused("closed", _("这项提议已有结果。"))
    return row
