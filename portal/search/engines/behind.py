"""Whether Elasticsearch still lacks a change: what is owed to it stands in the outbox.

A change that is on its way for a moment is no reason to leave it. One that it refused,
or that nobody has carried out for some seconds, is: it may be a text that was taken
down, whose words would still be counted there.
"""

import time
from dataclasses import dataclass

from django.db import connection

from portal.outbox.models import OutboxEvent

MIRROR_TOPIC = "index_mirror"
PATIENCE_SECONDS = 3.0


_OWED = (
    "SELECT MIN(id), SUM(CASE WHEN last_error <> '' THEN 1 ELSE 0 END)"  # noqa: S608
    f" FROM {OutboxEvent._meta.db_table} WHERE topic = %s"
)


@dataclass
class _Oldest:
    """The event owed longest, and since when this process knows of it."""

    event: int | None = None
    since: float = 0.0


_oldest = _Oldest()


def is_behind() -> bool:
    """One query, on a table that holds what is not yet done."""
    first, refused = _owed()
    now = time.monotonic()
    if first != _oldest.event:
        _oldest.event, _oldest.since = first, now
    if first is None:
        return False
    return bool(refused) or now - _oldest.since > PATIENCE_SECONDS


def _owed() -> tuple[int | None, int | None]:
    """The event owed longest, and how many were refused; by hand, because Django works
    the SQL out at every search, in a multiple of what the answer takes.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OWED, [MIRROR_TOPIC])
        first, refused = cursor.fetchone()
        return first, refused


def forget() -> None:
    """Know of no event; for tests."""
    _oldest.event = None
