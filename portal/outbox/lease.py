"""One holder at a time, whatever the number of processes: a row, a holder, an expiry.

Time is the database's, so that machines whose clocks differ still agree.
"""

import datetime

from django.db.models import Q
from django.db.models.functions import Now

from portal.writing import write_transaction

from .models import Lease

_LONG_AGO = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


def acquire(name: str, *, holder: str, seconds: float) -> bool:
    """Take, keep or take over the lease for `seconds`; False while another holds it."""
    if _update(name, holder, seconds):
        return True
    with write_transaction():
        Lease.objects.bulk_create(
            [Lease(name=name, expires_at=_LONG_AGO)], ignore_conflicts=True
        )
    return _update(name, holder, seconds)


def release(name: str, *, holder: str) -> None:
    """Let the next one have it at once; nothing when another holds it."""
    with write_transaction():
        Lease.objects.filter(name=name, holder=holder).update(
            holder="", expires_at=Now()
        )


def _update(name: str, holder: str, seconds: float) -> bool:
    with write_transaction():
        free = Q(holder="") | Q(holder=holder) | Q(expires_at__lt=Now())
        return bool(
            Lease.objects.filter(free, name=name).update(
                holder=holder, expires_at=Now() + datetime.timedelta(seconds=seconds)
            )
        )
