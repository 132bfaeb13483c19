"""The nightly comparison, owed through the outbox, so that one process does it once."""

import datetime

from django.utils import timezone

from portal.outbox.events import Delivery, Handler, enqueue, handlers, housekeeping

from . import rebuilding, store
from .engines.choosing import uses_elasticsearch

TOPIC = "index_compare"
#: Hours of the night, Beijing time, and how long a comparison holds.
NIGHT = range(2, 5)
HOLDS = datetime.timedelta(hours=20)


@housekeeping.register
def owe_comparison() -> None:
    """Once a night; by hand at any time with `manage.py compare_index`."""
    if timezone.localtime().hour in NIGHT and not _is_fresh():
        enqueue(topic=TOPIC, key=TOPIC)


def _is_fresh() -> bool:
    compared_at = store.clock().compared_at
    return compared_at is not None and timezone.now() - compared_at < HOLDS


def _on_compare(delivery: Delivery) -> None:
    """A second delivery while the first one is still at it finds it fresh."""
    if _is_fresh():
        return
    rebuilding.compare(lambda *_progress: None)
    if uses_elasticsearch():
        rebuilding.compare_mirror()


def register() -> None:
    """Hang the handler; called once, when the app is ready."""
    handlers.register(Handler(TOPIC, _on_compare))
