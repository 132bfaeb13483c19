"""Opening what was refused: the text with its reason, against a row that stays."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from feedback.moderation.masking import mask
from feedback.moderation.models import Decision, DecisionReason
from feedback.suggestions import authors, personal_data
from feedback.suggestions.models import Suggestion
from feedback.suggestions.states import State
from plan_pages.oversight.permissions import can_find
from portal.accounts.models import User
from portal.clock import today
from portal.refusals import Refused
from portal.writing import write_transaction

from .models import Purpose, RefusedLook


@dataclass(frozen=True)
class Opened:
    """`text` with what looks like a person's data hidden; None once it was erased."""

    suggestion: Suggestion
    decision: Decision
    reason: str
    text: str | None


def look(*, suggestion: Suggestion, purpose: str, by: User) -> Opened:
    """The refused text and why it was refused. Leaves a row first.

    Raises Refused (not_reviewer, purpose, not_refused); then nothing is shown and no
    row is left.
    """
    if not can_find(by):
        raise Refused("not_reviewer", _("只有人大审查人员可以查阅。"))
    if purpose not in Purpose.values:
        raise Refused("purpose", _("请选择查阅用途。"))
    with write_transaction():
        row = authors.locked(suggestion)
        if row.state != State.REFUSED:
            raise Refused("not_refused", _("这条来信现在不是“未予公开”。"))
        RefusedLook.objects.create(
            suggestion=row, purpose=purpose, looked_on=today(), by=by
        )
        return _opened(row)


def _opened(row: Suggestion) -> Opened:
    decision = Decision.objects.filter(suggestion=row).newest_first()[0]
    reason = DecisionReason.objects.filter(decision=decision).first()
    words = getattr(row, "words", None)
    return Opened(
        suggestion=row,
        decision=decision,
        reason=reason.text if reason else "",
        text=_without_persons(words.text) if words else None,
    )


def _without_persons(text: str) -> str:
    spans = [(span.start, span.end) for span in personal_data.find(text)]
    return mask(text, spans) if spans else text
