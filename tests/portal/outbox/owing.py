"""What tests of the relay do again and again."""

from portal.outbox.events import enqueue
from portal.outbox.models import OutboxEvent
from portal.outbox.relay import Relay


def owe(*keys: str, topic: str = "mail") -> None:
    for key in keys:
        enqueue(topic=topic, key=key, payload={"id": key})


def one_turn() -> int:
    return Relay(holder="the relay of this test").turn()


def deaf(*given: object) -> None:
    """A handler that is content."""


def make_due() -> None:
    OutboxEvent.objects.filter(dead=False).update(next_try=None)
