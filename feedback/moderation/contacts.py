"""Sealed contact details, one case at a time, against a row that stays.

What leaves here is still sealed: it opens on the machine that holds the private key.
"""

import base64

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.suggestions.authors import locked
from feedback.suggestions.models import Suggestion, SuggestionContact
from feedback.suggestions.states import State
from portal.accounts.models import User
from portal.clock import today
from portal.refusals import Refused
from portal.writing import write_transaction

from .models import Claim, ContactLook
from .permissions import can_moderate


def take_contact(*, suggestion: Suggestion, by: User) -> str:
    """The line "<number> <base64>" that `deploy/unseal.py open` reads.

    Raises Refused (not_moderator, withdrawn, no_contact, not_claimed); then no row is
    left.
    """
    if not can_moderate(by):
        raise Refused("not_moderator", _("只有审核员可以取用联系方式。"))
    with write_transaction():
        row = locked(suggestion)
        if row.state == State.WITHDRAWN:
            raise Refused("withdrawn", _("作者已撤回。"))
        contact = SuggestionContact.objects.filter(suggestion=row).first()
        if contact is None:
            raise Refused("no_contact", _("作者没有留联系方式，或者已经删除。"))
        held = Claim.objects.filter(
            suggestion=row, by=by, expires_at__gt=timezone.now()
        )
        if not held.exists():
            raise Refused("not_claimed", _("请先认领这一件，再取用联系方式。"))
        ContactLook.objects.create(suggestion=row, looked_on=today(), by=by)
    return f"{row.number} {base64.b64encode(bytes(contact.sealed)).decode()}"


def is_left(suggestion: Suggestion) -> bool:
    """Whether there is something to take."""
    rows = SuggestionContact.objects.filter(suggestion=suggestion)
    return suggestion.state != State.WITHDRAWN and rows.exists()
