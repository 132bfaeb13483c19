"""What a moderator decides about a suggestion that waits, one verb each.

All raise Refused (not_moderator, claimed, erased, state, private, reason, …) and then
nothing is written. `by` is the moderator.
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from feedback.suggestions.intake import earlier_parts
from feedback.suggestions.models import Suggestion
from feedback.suggestions.states import ANSWERABLE, Visibility
from plan_pages.document.models import Part
from portal.accounts.models import User
from portal.refusals import Refused
from portal.writing import write_transaction

from .claims import refuse_claimed
from .deciding import Verdict, decide, locked_for
from .masking import mask
from .models import Decision
from .moves import DecisionKind, Destination, Ground


@earlier_parts.register
def _left(suggestion: Suggestion) -> Iterable[int]:
    moved = Decision.objects.filter(suggestion=suggestion, part_from__isnull=False)
    return moved.values_list("part_from_id", flat=True)


def publish(*, suggestion: Suggestion, by: User, reason: str = "") -> Decision:
    """The whole text stands on public pages."""
    with write_transaction():
        row = _waiting(suggestion, DecisionKind.PUBLISH, by)
        return decide(row, Verdict(DecisionKind.PUBLISH, by, reason))


def publish_masked(
    *,
    suggestion: Suggestion,
    spans: Iterable[tuple[int, int]],
    ground: str,
    reason: str,
    by: User,
) -> Decision:
    """Public with the `spans` hidden. For the ground unlawful see `proposals`."""
    with write_transaction():
        row = _waiting(suggestion, DecisionKind.PUBLISH_MASKED, by)
        masked = mask(row.words.text, spans)
        return decide(
            row,
            Verdict(
                DecisionKind.PUBLISH_MASKED,
                by,
                reason,
                ground=_lawful(ground),
                masked=masked,
            ),
        )


def accept_unpublished(
    *, suggestion: Suggestion, by: User, reason: str = "", exemption: str = ""
) -> Decision:
    """Counted, answered and seen by code: the author's wish, or the site's mode.

    A text that is due needs an `exemption`. Raises Refused (text_due, exemption).
    """
    with write_transaction():
        row = _waiting(suggestion, DecisionKind.ACCEPT_UNPUBLISHED, by)
        verdict = Verdict(
            DecisionKind.ACCEPT_UNPUBLISHED, by, reason, exemption=exemption
        )
        return decide(row, verdict)


def merge(
    *, suggestion: Suggestion, into: Suggestion, by: User, reason: str = ""
) -> Decision:
    """The same was said in `into`, whose reply then answers both.

    Raises Refused (merge_target) unless `into` is another one, decided on, whose author
    said 公开.
    """
    with write_transaction():
        row = _waiting(suggestion, DecisionKind.MERGE, by)
        target = Suggestion.objects.select_for_update().get(pk=into.pk)
        if (
            target.pk == row.pk
            or target.state not in ANSWERABLE
            or target.visibility != Visibility.PUBLIC
        ):
            raise Refused("merge_target", _("只能并入另一条已公开或已接收的建议。"))
        return decide(
            row,
            Verdict(DecisionKind.MERGE, by, reason, facts={"merged_into": target}),
        )


def relocate(
    *, suggestion: Suggestion, part: Part, by: User, reason: str = ""
) -> Decision:
    """It speaks of another part of the text. Raises Refused (same_part)."""
    with write_transaction():
        row = locked_for(suggestion, DecisionKind.RELOCATE, by)
        refuse_claimed(row, by)
        if part.pk == row.part_id:
            raise Refused("same_part", _("它已经在这一段。"))
        return decide(
            row,
            Verdict(
                DecisionKind.RELOCATE,
                by,
                reason,
                facts={"part_from": row.part, "part_to": part},
            ),
        )


def hand_off(
    *, suggestion: Suggestion, destination: str, by: User, reason: str = ""
) -> Decision:
    """A personal case goes to the hotline or the petition office."""
    with write_transaction():
        row = _waiting(suggestion, DecisionKind.HAND_OFF, by)
        if destination not in Destination.values:
            raise Refused("destination", _("请选择转往何处。"))
        return decide(
            row,
            Verdict(
                DecisionKind.HAND_OFF, by, reason, facts={"destination": destination}
            ),
        )


def refuse(*, suggestion: Suggestion, ground: str, reason: str, by: User) -> Decision:
    """Not published, on one of the grounds. For the ground unlawful see `proposals`."""
    with write_transaction():
        row = _waiting(suggestion, DecisionKind.REFUSE, by)
        return decide(
            row, Verdict(DecisionKind.REFUSE, by, reason, ground=_lawful(ground))
        )


def _waiting(suggestion: Suggestion, kind: DecisionKind, by: User) -> Suggestion:
    row = locked_for(suggestion, kind, by)
    refuse_claimed(row, by)
    return row


def _lawful(ground: str) -> str:
    if ground == Ground.UNLAWFUL:
        raise Refused("second_person", _("认定违法须写明条款，并由第二人确认。"))
    return ground
