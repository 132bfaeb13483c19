"""The nightly comparison, owed through the outbox, so that one process does it once.

It is done in slices, each owing the next: other events go between them, and a process
that ends takes no more than a slice with it.
"""

import datetime
import time
from contextlib import nullcontext
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from portal.outbox.events import Delivery, Handler, enqueue, handlers, housekeeping
from portal.outbox.models import OutboxEvent
from portal.writing import write_transaction

from . import comparing, store
from .comparing import Place
from .engines.choosing import uses_elasticsearch
from .freshness import elasticsearch_or_rest

TOPIC = "index_compare"
#: Hours of the night, Beijing time, and how long a comparison holds.
NIGHT = range(2, 5)
HOLDS = datetime.timedelta(hours=20)
SLICE_SECONDS = 1.0


@housekeeping.register
def owe_comparison() -> None:
    """Once a night; by hand at any time with `manage.py compare_index`."""
    if timezone.localtime().hour in NIGHT and not _is_fresh():
        owe(comparing.DATABASE[0])


def owe(stage: str) -> None:
    """Owe a comparison from `stage` on, unless one is under way."""
    if not OutboxEvent.objects.filter(key=TOPIC, dead=False).exists():
        _owe(Place(stage))


def _is_fresh() -> bool:
    clock, now = store.clock(), timezone.now()
    done = [clock.compared_at]
    if uses_elasticsearch():
        done.append(clock.mirror_compared_at)
    return all(at is not None and now - at < HOLDS for at in done)


def _on_compare(delivery: Delivery) -> None:
    payload: Any = {"stage": comparing.DATABASE[0], **delivery.payload}
    place = Place(**payload)
    mirrored = place.stage in comparing.MIRROR
    if mirrored and not uses_elasticsearch():
        return
    with elasticsearch_or_rest() if mirrored else nullcontext():
        place, ended = _slice(place)
        if ended and mirrored:
            comparing.finish_mirror(place)
        elif ended:
            comparing.finish_database(place)
    if not ended:
        _owe(place)
    elif not mirrored and uses_elasticsearch():
        _owe(Place(comparing.MIRROR[0]))


def _slice(start: Place) -> tuple[Place, bool]:
    """Walk on for a while: how far, and whether to the end."""
    until, place = time.monotonic() + SLICE_SECONDS, start
    for place in comparing.walk(start):
        if time.monotonic() > until:
            return place, False
    return place, True


def _owe(place: Place) -> None:
    with write_transaction():
        enqueue(topic=TOPIC, key=TOPIC, payload=asdict(place))


def register() -> None:
    """Hang the handler; called once, when the app is ready."""
    handlers.register(Handler(TOPIC, _on_compare, last=True))
