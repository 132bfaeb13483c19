"""`enqueue`: owe a side effect, in the caller's transaction. `Handler`: do it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from portal.prepared import PreparedInsert
from portal.registry import Point
from portal.writing import require_transaction

from . import wake
from .models import OutboxEvent


@dataclass(frozen=True)
class Delivery:
    """What a handler gets. `key` is the same at every attempt: the receiver's guard."""

    topic: str
    key: str
    payload: Mapping[str, object]


class NotNow(Exception):
    """Raised by a handler whose receiver is away for every event of its topic.

    No attempt is counted: the topic rests and is then tried again, for however long.
    `reason` is a code or the name of a class, never a message.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Handler:
    """`run` carries out one delivery and raises to be tried again.

    With `in_transaction` its writes commit together with the event's removal, so they
    happen exactly once; without, it may run twice and must bear it. `closing` gets
    those that were carried out, and writes in the transaction that removes them.
    What is `last` may be slow: it comes after everything else that is due.
    """

    topic: str
    run: Callable[[Delivery], None]
    in_transaction: bool = False
    closing: Callable[[Sequence[Delivery]], None] | None = None
    last: bool = False


#: All but the key is as if there had been none before.
_owe = PreparedInsert(
    OutboxEvent,
    unique="key",
    update=(
        *("topic", "payload", "token"),
        *("attempts", "next_try", "dead", "last_error"),
    ),
)
#: Upper floors hang their handlers here, one a topic.
handlers: Point[Handler] = Point("outbox handlers")
#: Small chores the relay does every few minutes: Callable[[], None].
housekeeping: Point[Callable[[], None]] = Point("housekeeping")


def enqueue(
    *, topic: str, key: str, payload: Mapping[str, object] | None = None
) -> None:
    """Owe one event. One statement; the relay wakes after the commit.

    `key` names the effect ("index:part:3k8f…"): a second enqueue before delivery
    replaces the first and revives a dead one. `payload` holds ids and codes, never a
    citizen's words, never a salt. Raises DatabaseError outside a transaction.
    """
    require_transaction("enqueue")
    _owe(OutboxEvent(topic=topic, key=key, payload=dict(payload or {})))
    transaction.on_commit(wake.ring)
