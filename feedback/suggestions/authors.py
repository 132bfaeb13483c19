"""What the author may do with the return code: look, withdraw, erase."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from portal.clock import iso_week, today
from portal.intake import lookup
from portal.ledger.commitments import erase_salts
from portal.ledger.entries import record
from portal.ledger.models import EntryType
from portal.refusals import Refused
from portal.registry import Point
from portal.writing import write_transaction

from .models import Suggestion, SuggestionContact, SuggestionText, Withdrawal
from .notices import forget_at_once, tell_and_forget_pages
from .scrubbing import owe_scrub
from .states import State

#: Every store that may hold words of a suggestion: called with its row, locked, inside
#: the erasing transaction. A store outside the database deletes by `number`, through
#: the outbox (`followers` are told as well).
erasers: Point[Callable[[Suggestion], None]] = Point("erasers")


def find_by_code(text: str) -> Suggestion | None:
    """The suggestion of the code typed as `text`; a wrong and an erased one look alike.

    One query, whatever `text` is.
    """
    rows = Suggestion.objects.select_related("part", "words")
    return lookup.find_by_code(rows, text)


def locked(suggestion: Suggestion) -> Suggestion:
    """The row as it is now, held until the transaction ends."""
    rows = Suggestion.objects.select_for_update(of=("self",)).select_related("part")
    return rows.get(pk=suggestion.pk)


def withdraw(*, suggestion: Suggestion) -> Withdrawal:
    """The author takes it back; a published one leaves a tombstone.

    Raises Refused (withdrawn).
    """
    with write_transaction():
        row = locked(suggestion)
        if row.state == State.WITHDRAWN:
            raise Refused("withdrawn", _("这条建议已经撤回。"))
        withdrawal = Withdrawal.objects.create(
            suggestion=row, state_before=row.state, withdrawn_on=today()
        )
        row.state = State.WITHDRAWN
        row.save(update_fields=["state"])
        record(type=EntryType.SUGGESTION_WITHDRAWN, subject=row.number)
        forget_at_once(row)
        tell_and_forget_pages(row)
    suggestion.state = row.state
    return withdrawal


def erase(*, suggestion: Suggestion) -> None:
    """Delete every word and the contact, for good; state, counts and leaves stay.

    Afterwards the return code finds nothing. Raises Refused (erased).
    """
    with write_transaction():
        row = locked(suggestion)
        if row.is_erased:
            raise Refused("erased", _("内容已经删除。"))
        for eraser in erasers:
            eraser(row)
        _erase_words(row)
        erase_salts(subject=row.number)
        row.erased_week, row.lookup_id = iso_week(today()), None
        row.save(update_fields=["erased_week", "lookup_id"])
        record(type=EntryType.SUGGESTION_ERASED, subject=row.number)
        forget_at_once(row)
        tell_and_forget_pages(row)
        owe_scrub()
    suggestion.erased_week, suggestion.lookup_id = row.erased_week, None


def _erase_words(suggestion: Suggestion) -> None:
    """Last, because others compare what they hold with them."""
    SuggestionText.objects.filter(suggestion=suggestion).delete()
    SuggestionContact.objects.filter(suggestion=suggestion).delete()
