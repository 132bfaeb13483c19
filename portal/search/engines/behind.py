"""Whether Elasticsearch still lacks a change: what is owed to it stands in the outbox.

A change that is on its way for a moment is no reason to leave it. One that it refused,
or that nobody has carried out for some seconds, is: it may be a text that was taken
down, whose words would still be counted there.
"""

import time
from dataclasses import dataclass

from django.db.models import Count, Min, Q

from portal.outbox.models import OutboxEvent

MIRROR_TOPIC = "index_mirror"
PATIENCE_SECONDS = 3.0


@dataclass
class _Oldest:
    """The event owed longest, and since when this process knows of it."""

    event: int | None = None
    since: float = 0.0


_oldest = _Oldest()


def is_behind() -> bool:
    """One query, on a table that holds what is not yet done."""
    owed = OutboxEvent.objects.filter(topic=MIRROR_TOPIC).aggregate(
        first=Min("id"),
        refused=Count("id", filter=~Q(last_error="")),
    )
    now = time.monotonic()
    if owed["first"] != _oldest.event:
        _oldest.event, _oldest.since = owed["first"], now
    if owed["first"] is None:
        return False
    waits = now - _oldest.since > PATIENCE_SECONDS
    return bool(owed["refused"]) or waits


def forget() -> None:
    """Know of no event; for tests."""
    _oldest.event = None
