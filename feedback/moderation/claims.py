"""Claim and release: so that two moderators do not read the same one."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.suggestions.authors import locked
from feedback.suggestions.models import Suggestion
from portal.accounts.models import User
from portal.refusals import Refused
from portal.writing import write_transaction

from .models import Claim
from .permissions import can_moderate

LASTS = datetime.timedelta(minutes=30)


def claim(*, suggestion: Suggestion, by: User) -> Claim:
    """Hold it for half an hour; one's own claim is renewed, an expired one taken over.

    Raises Refused (not_moderator, claimed).
    """
    if not can_moderate(by):
        raise Refused("not_moderator", _("只有审核员可以认领。"))
    with write_transaction():
        refuse_claimed(locked(suggestion), by)
        made, _new = Claim.objects.update_or_create(
            suggestion=suggestion,
            defaults={"by": by, "expires_at": timezone.now() + LASTS},
        )
    return made


def release(*, suggestion: Suggestion, by: User) -> None:
    """Give one's own claim back; nothing happens where there is none."""
    with write_transaction():
        Claim.objects.filter(suggestion=suggestion, by=by).delete()


def refuse_claimed(suggestion: Suggestion, by: User) -> None:
    """Raise Refused (claimed) while another moderator holds it."""
    others = Claim.objects.filter(
        suggestion=suggestion, expires_at__gt=timezone.now()
    ).exclude(by=by)
    if others.exists():
        raise Refused("claimed", _("另一名审核员正在处理。"))


def drop_claim(suggestion: Suggestion) -> None:
    Claim.objects.filter(suggestion=suggestion).delete()
