"""The relay carries out what the outbox owes: at least once, one relay at a time.

Idle, it reads only. With something due it takes the lease; every delivery then either
removes its event or leaves it with a later try, and at last as a dead letter. Errors
are kept by their class alone, because a message could quote somebody's words.
"""

import datetime
import logging
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from django.db import DatabaseError, close_old_connections
from django.db.models import QuerySet
from django.utils import timezone

from portal.writing import WriteUnavailable, write_transaction

from . import lease, wake
from .events import Delivery, Handler, handlers, housekeeping
from .models import OutboxEvent

log = logging.getLogger(__name__)

LEASE_NAME = "relay"
LEASE_SECONDS = 30.0
POLL_SECONDS = 2.0
#: After work, so that what comes in a crowd is carried out together.
PAUSE_SECONDS = 0.2
HOUSEKEEPING_SECONDS = 300.0
BATCH = 50
MAX_ATTEMPTS = 10
_FIRST_WAIT, _LONGEST_WAIT = 5, 3600


class NoHandler(Exception):
    """Nobody registered a handler for this topic."""


class Interrupted(Exception):
    """Every attempt ended with the process; perhaps the event itself ends it."""


class Relay:
    """`run(stop)` until the event is set; `turn()` is one pass."""

    def __init__(self, *, holder: str | None = None) -> None:
        self.holder = holder or f"{os.getpid()}-{secrets.token_hex(8)}"
        self._held_until = 0.0
        self._chores_at = 0.0

    def run(self, stop: threading.Event) -> None:
        """Work until `stop`; the event in hand is finished first."""
        while not stop.is_set():
            done = self._guarded_turn(stop)
            if not done:
                wake.wait(POLL_SECONDS)
            elif done < BATCH:
                stop.wait(PAUSE_SECONDS)
        self.let_go()

    def turn(self, stop: threading.Event | None = None) -> int:
        """Deliver what is due, at most BATCH events: how many were taken up."""

        def may_go_on() -> bool:
            return not (stop and stop.is_set()) and self._hold()

        done = 0
        self._do_chores()
        for events in _in_groups(OutboxEvent.objects.due(timezone.now(), most=BATCH)):
            if not may_go_on():
                break
            done += deliver_together(events, may_go_on)
        return done

    def _guarded_turn(self, stop: threading.Event) -> int:
        """A turn that outlives a database that is away for a while."""
        close_old_connections()
        try:
            return self.turn(stop)
        except (DatabaseError, WriteUnavailable) as error:
            self._held_until = 0.0
            log.warning("relay: database unavailable (%s)", type(error).__name__)
            return 0
        finally:
            close_old_connections()

    def _hold(self) -> bool:
        """Hold the lease for at least half of its time from now."""
        now = time.monotonic()
        if now < self._held_until - LEASE_SECONDS / 2:
            return True
        if not lease.acquire(LEASE_NAME, holder=self.holder, seconds=LEASE_SECONDS):
            return False
        self._held_until = now + LEASE_SECONDS
        return True

    def let_go(self) -> None:
        try:
            lease.release(LEASE_NAME, holder=self.holder)
        except (DatabaseError, WriteUnavailable):
            log.warning("relay: lease left to expire")
        self._held_until = 0.0

    def _do_chores(self) -> None:
        now = time.monotonic()
        if now < self._chores_at or not self._hold():
            return
        self._chores_at = now + HOUSEKEEPING_SECONDS
        for chore in housekeeping:
            try:
                with write_transaction():
                    chore()
            except Exception as error:
                log.error("housekeeping failed: %s", type(error).__name__)


def _in_groups(events: Sequence[OutboxEvent]) -> Iterator[list[OutboxEvent]]:
    """In order; neighbours that may be counted and removed together, else singly.

    Only at the first attempt: should one of them end the process, all of them are
    counted, and from then on each stands for itself.
    """
    for together, group in groupby(events, _may_share):
        if together:
            yield list(group)
        else:
            yield from ([event] for event in group)


def _may_share(event: OutboxEvent) -> bool:
    known = [handler for handler in handlers if handler.topic == event.topic]
    return event.attempts == 0 and bool(known) and not known[0].in_transaction


def deliver_together(
    events: Sequence[OutboxEvent], may_go_on: Callable[[], bool]
) -> int:
    """Carry out a group, two transactions for all that succeed: how many taken up."""
    if len(events) == 1:
        deliver(events[0])
        return 1
    _count_attempts(events)
    done, taken = [], 0
    for event in events:
        if taken and not may_go_on():
            break
        taken += 1
        try:
            _handler(event.topic).run(_delivery(event))
        except Exception as error:
            _give_up_for_now(event, error=type(error).__name__, counted=True)
        else:
            done.append(event)
    try:
        with write_transaction():
            _close(done)
            _all_the_same(events[taken:]).update(attempts=0, next_try=None)
    except (DatabaseError, WriteUnavailable):
        raise
    except Exception as error:
        for event in done:
            _give_up_for_now(event, error=type(error).__name__, counted=True)
    return taken


def deliver(event: OutboxEvent) -> bool:
    """Carry out one event: True when it is done. Raises when the database is away."""
    counted = event.attempts >= MAX_ATTEMPTS
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
    except Exception as error:
        _give_up_for_now(event, error=type(error).__name__, counted=counted)
        return False
    return True


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
