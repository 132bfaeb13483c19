"""Dead letters become due again when somebody says so."""

from collections.abc import Iterable

from django.db import transaction

from portal.writing import write_transaction

from . import wake
from .models import OutboxEvent


def retry_dead_letters(*, keys: Iterable[str] = ()) -> int:
    """Make the dead letters with these keys (all, without a key) due: how many."""
    wanted = list(keys)
    with write_transaction():
        dead = OutboxEvent.objects.filter(dead=True)
        if wanted:
            dead = dead.filter(key__in=wanted)
        transaction.on_commit(wake.ring)
        return dead.update(dead=False, attempts=0, next_try=None)
