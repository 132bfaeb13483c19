"""Purges: every process forgets what changed, whoever changed it."""

import datetime
from collections.abc import Iterable

from django.utils import timezone

from portal.writing import require_transaction

from .events import housekeeping
from .models import Purge

#: A row stays at least this long, so that every process has read it.
KEPT = datetime.timedelta(minutes=40)
_STEP = datetime.timedelta(minutes=10)


def purge(*, keys: Iterable[str]) -> None:
    """Let every page cache forget `keys` once the caller's transaction commits.

    Keys are what the page cache tags its pages with (paths, "part:<id>").
    """
    require_transaction("purge")
    if wanted := sorted(set(keys)):
        Purge.objects.create(keys=wanted, gone_after=_round_up(timezone.now() + KEPT))


class PurgeCursor:
    """One process's place among the purges; starts at now, with an empty cache.

    Ids are not commit order (a lower one may commit later), so the cursor remembers
    which of the rows still present it has read, and not just the highest.
    """

    def __init__(self) -> None:
        self._read: set[int] = set(Purge.objects.values_list("id", flat=True))

    def fresh(self) -> set[str]:
        """The keys purged since the last call. One query."""
        rows = dict(Purge.objects.values_list("id", "keys"))
        keys = {
            key for row, found in rows.items() if row not in self._read for key in found
        }
        self._read = set(rows)
        return keys


@housekeeping.register
def drop_read_purges() -> None:
    """Delete the purges that every process has read by now."""
    Purge.objects.filter(gone_after__lte=timezone.now()).delete()


def _round_up(moment: datetime.datetime) -> datetime.datetime:
    start = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
    return start - ((start - moment) // _STEP) * _STEP
