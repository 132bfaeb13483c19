"""One event, or a group of them, carried out: removed, or left for a later try.

Errors are kept by their class alone, because a message could quote somebody's words.
"""

import datetime
import logging
import time
from collections.abc import Callable, Sequence

from django.db import DatabaseError
from django.db.models import QuerySet
from django.utils import timezone

from portal.writing import WriteUnavailable, write_transaction

from .events import Delivery, Handler, NotNow, handlers
from .models import OutboxEvent

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 10
REST_SECONDS = 15.0
_FIRST_WAIT, _LONGEST_WAIT = 5, 3600


class NoHandler(Exception):
    """Nobody registered a handler for this topic."""


class Interrupted(Exception):
    """Every attempt ended with the process; perhaps the event itself ends it."""


class Rests:
    """Topics whose receiver is away; in memory, so that all are due when it is back."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def add(self, topic: str) -> None:
        self._until[topic] = time.monotonic() + REST_SECONDS

    def __contains__(self, topic: str) -> bool:
        return time.monotonic() < self._until.get(topic, 0.0)

    def topics(self) -> set[str]:
        return {topic for topic in self._until if topic in self}


def deliver_together(
    events: Sequence[OutboxEvent], may_go_on: Callable[[], bool], rests: Rests
) -> int:
    """Carry out a group, two transactions for all that succeed: how many taken up."""
    if len(events) == 1:
        if events[0].topic in rests:
            return 0
        deliver(events[0], rests)
        return 1
    _count_attempts(events)
    done: list[OutboxEvent] = []
    left: list[OutboxEvent] = []
    taken = 0
    for place, event in enumerate(events):
        if event.topic in rests:
            left.append(event)
            continue
        if taken and not may_go_on():
            left += events[place:]
            break
        taken += 1
        try:
            _handler(event.topic).run(_delivery(event))
        except NotNow as away:
            left.append(event)
            _rest(event, away, rests)
        except Exception as error:
            _give_up_for_now(event, error=type(error).__name__, counted=True)
        else:
            done.append(event)
    try:
        with write_transaction():
            _close(done)
            _all_the_same(left).update(attempts=0, next_try=None)
    except (DatabaseError, WriteUnavailable):
        raise
    except Exception as error:
        for event in done:
            _give_up_for_now(event, error=type(error).__name__, counted=True)
    return taken


def deliver(event: OutboxEvent, rests: Rests | None = None) -> bool:
    """Carry out one event: True when it is done. Raises when the database is away."""
    before = event.attempts
    counted = before >= MAX_ATTEMPTS
    try:
        if counted:
            raise Interrupted
        handler = _handler(event.topic)
        if not handler.in_transaction:
            # On record before an effect that no rollback can undo.
            counted = _count_attempt(event)
            handler.run(_delivery(event))
        with write_transaction():
            if handler.in_transaction:
                handler.run(_delivery(event))
            _close([event])
    except NotNow as away:
        with write_transaction():
            _same(event).update(attempts=before, next_try=None)
        _rest(event, away, Rests() if rests is None else rests)
        return False
    except Exception as error:
        _give_up_for_now(event, error=type(error).__name__, counted=counted)
        return False
    return True


def _rest(event: OutboxEvent, away: NotNow, rests: Rests) -> None:
    """Leave the topic alone for a while; the event is due again after that."""
    rests.add(event.topic)
    log.warning("outbox topic %s rests: %s", event.topic, away.reason)
    with write_transaction():
        _same(event).update(last_error=away.reason[:120])


def _handler(topic: str) -> Handler:
    for handler in handlers:
        if handler.topic == topic:
            return handler
    raise NoHandler(topic)


def _delivery(event: OutboxEvent) -> Delivery:
    return Delivery(topic=event.topic, key=event.key, payload=event.payload)


def _same(event: OutboxEvent) -> QuerySet[OutboxEvent]:
    """By token: an event that was owed anew in the meantime is left as it is."""
    return OutboxEvent.objects.filter(id=event.id, token=event.token)


def _all_the_same(events: Sequence[OutboxEvent]) -> QuerySet[OutboxEvent]:
    """Tokens are random: that of one event is none of another's."""
    return OutboxEvent.objects.filter(
        id__in=[event.id for event in events],
        token__in=[event.token for event in events],
    )


def _close(done: Sequence[OutboxEvent]) -> None:
    """Remove what was carried out; inside the caller's transaction."""
    for topic in {event.topic: None for event in done}:
        closing = _handler(topic).closing
        if closing is not None:
            closing([_delivery(event) for event in done if event.topic == topic])
    _all_the_same(done).delete()


def _count_attempts(events: Sequence[OutboxEvent]) -> None:
    """The first attempt of each, on record before an effect."""
    later = timezone.now() + datetime.timedelta(seconds=_FIRST_WAIT)
    for event in events:
        event.attempts = 1
    with write_transaction():
        _all_the_same(events).update(attempts=1, next_try=later)


def _count_attempt(event: OutboxEvent) -> bool:
    wait = min(_FIRST_WAIT * 2**event.attempts, _LONGEST_WAIT)
    later = timezone.now() + datetime.timedelta(seconds=wait)
    event.attempts += 1
    with write_transaction():
        _same(event).update(attempts=event.attempts, next_try=later)
    return True


def _give_up_for_now(event: OutboxEvent, *, error: str, counted: bool) -> None:
    """Leave it for a later try, or among the dead letters after MAX_ATTEMPTS."""
    if not counted:
        _count_attempt(event)
    dead = event.attempts >= MAX_ATTEMPTS
    log.log(
        logging.ERROR if dead else logging.WARNING,
        "outbox %s, topic %s, attempt %d: %s",
        "dead letter" if dead else "failed",
        event.topic,
        event.attempts,
        error,
    )
    with write_transaction():
        _same(event).update(last_error=error, dead=dead)
