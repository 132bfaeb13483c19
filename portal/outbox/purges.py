"""Purges: every process forgets what changed, whoever changed it."""

import datetime
import hashlib
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from portal.writing import require_transaction

from . import bell
from .events import enqueue, housekeeping
from .models import Purge

#: The key that every page depends on: purged, it empties the caches.
EVERYTHING = "site"
#: What front caches are told of, see portal.http.fronts.
FRONT_TOPIC = "front_purge"
#: A row stays at least this long, so that every process has read it.
KEPT = datetime.timedelta(minutes=40)
_STEP = datetime.timedelta(minutes=10)


def purge(*, keys: Iterable[str]) -> None:
    """Let every page cache forget `keys` once the caller's transaction commits.

    Keys are the tags of pages (portal.http.pagecache.depends_on). Whoever the commit
    is acknowledged to finds no process of this machine showing the old pages.
    """
    require_transaction("purge")
    if wanted := sorted(set(keys)):
        Purge.objects.create(keys=wanted, gone_after=_round_up(timezone.now() + KEPT))
        _owe_fronts(wanted)
        transaction.on_commit(bell.ring)


def purge_everything() -> None:
    """For a change that is rare and shows on many pages: furniture, text, phase."""
    require_transaction("purge_everything")
    pending = (entry[1] for entry in connection.run_on_commit)
    if _everything_is_purged not in pending:  # once a transaction is enough
        purge(keys=[EVERYTHING])
        transaction.on_commit(_everything_is_purged)


def _everything_is_purged() -> None:
    """A mark among what is to be done after the commit."""


def _owe_fronts(keys: Sequence[str]) -> None:
    name = hashlib.sha256(" ".join(keys).encode()).hexdigest()[:32]
    for number, url in enumerate(settings.FRONT_CACHES):
        enqueue(
            topic=FRONT_TOPIC,
            key=f"{FRONT_TOPIC}:{number}:{name}",
            payload={"url": url, "keys": list(keys)},
        )


class PurgeCursor:
    """One process's place among the purges; starts at now, with an empty cache.

    Ids are not commit order (a lower one may commit later), so the cursor remembers
    which of the rows still present it has read, and not just the highest.
    """

    def __init__(self) -> None:
        self._read: set[int] = set(Purge.objects.values_list("id", flat=True))

    def fresh(self) -> set[str]:
        """The keys purged since the last call. One query; two when there are any."""
        present = set(Purge.objects.values_list("id", flat=True))
        unread = sorted(present - self._read)
        keys: set[str] = set()
        for start in range(0, len(unread), _BATCH):
            rows = Purge.objects.filter(id__in=unread[start : start + _BATCH])
            keys.update(*rows.values_list("keys", flat=True))
        self._read = present
        return keys


#: Ids in one question: databases limit the parameters of a query.
_BATCH = 500


@housekeeping.register
def drop_read_purges() -> None:
    """Delete the purges that every process has read by now."""
    Purge.objects.filter(gone_after__lte=timezone.now()).delete()


def _round_up(moment: datetime.datetime) -> datetime.datetime:
    start = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
    return start - ((start - moment) // _STEP) * _STEP
