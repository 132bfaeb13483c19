"""A later day, before the day has passed, with a reason that everybody reads."""

import datetime

from django.utils.translation import gettext_lazy as _

from plan_pages.delivery.recording import kept
from plan_pages.delivery.traces import leave
from portal.accounts.models import User
from portal.clock import today
from portal.refusals import Refused
from portal.writing import write_transaction

from .clock import with_clock
from .models import Obligation, ObligationExtension
from .notices import forget_pages
from .permissions import can_extend


def extend(
    *, obligation: Obligation, due_on: datetime.date, reason: str, by: User
) -> ObligationExtension:
    """Raises Refused (not_publisher, reason, satisfied, passed, not_later, invalid)."""
    if not can_extend(by):
        raise Refused("not_publisher", _("须由发布员延期。"))
    if not reason.strip():
        raise Refused("reason", _("延期须写明理由，理由将公开。"))
    with write_transaction():
        Obligation.objects.select_for_update().get(pk=obligation.pk)
        held = with_clock(Obligation.objects.filter(pk=obligation.pk)).get()
        if held.satisfied_on is not None:
            raise Refused("satisfied", _("已经公开，不需要延期。"))
        if held.last_day < today():
            raise Refused("passed", _("期限已过，不能再延期。"))
        if due_on <= held.last_day:
            raise Refused("not_later", _("新期限须晚于原期限。"))
        row = kept(
            ObligationExtension(
                obligation=held, due_on=due_on, reason=reason, extended_on=today(),
                by=by,
            )
        )  # fmt: skip
        leave(row, about=held, revises=True)
        forget_pages([held])
    return row
