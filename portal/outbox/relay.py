"""The relay carries out what the outbox owes: at least once, one relay at a time.

Idle, it reads only. With something due it takes the lease; every delivery then either
removes its event or leaves it with a later try, and at last as a dead letter. What may
be slow comes last and for a short while a turn, and what cannot be reached rests, so
that neither holds up the others.
"""

import logging
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from portal.writing import WriteUnavailable, write_transaction

from . import lease, wake
from .delivering import Rests, deliver_together
from .events import handlers, housekeeping
from .models import OutboxEvent

log = logging.getLogger(__name__)

LEASE_NAME = "relay"
LEASE_SECONDS = 30.0
POLL_SECONDS = 2.0
#: After work, and after a bell that led to none because another holds the lease: what
#: comes in a crowd is carried out together.
PAUSE_SECONDS = 0.2
HOUSEKEEPING_SECONDS = 300.0
BATCH = 50
#: What comes last takes no longer than this in a turn, and the event in hand.
LAST_SECONDS = 2.0


class Relay:
    """`run(stop)` until the event is set; `turn()` is one pass."""

    def __init__(self, *, holder: str | None = None) -> None:
        self.holder = holder or f"{os.getpid()}-{secrets.token_hex(8)}"
        self._held_until = 0.0
        self._chores_at = 0.0
        self._rests = Rests()

    def run(self, stop: threading.Event) -> None:
        """Work until `stop`; the event in hand is finished first."""
        rang = False
        while not stop.is_set():
            done = self._guarded_turn(stop)
            if done >= BATCH:
                continue
            if done or rang:
                stop.wait(PAUSE_SECONDS)
            rang = not done and wake.wait(POLL_SECONDS)
        self.let_go()

    def turn(self, stop: threading.Event | None = None) -> int:
        """Deliver what is due, at most BATCH events: how many were taken up."""

        def may_go_on() -> bool:
            return not (stop and stop.is_set()) and self._hold()

        self._do_chores()
        now, resting = timezone.now(), self._rests.topics()
        last = {handler.topic for handler in handlers if handler.last}
        others = OutboxEvent.objects.exclude(topic__in=last | resting)
        done = self._deliver(others.due(now, most=BATCH), may_go_on)
        if done < BATCH and (slow := last - resting):
            until = time.monotonic() + LAST_SECONDS
            owed = OutboxEvent.objects.filter(topic__in=slow)
            done += self._deliver(
                owed.due(now, most=BATCH - done),
                lambda: may_go_on() and time.monotonic() < until,
            )
        return done

    def _deliver(
        self, due: Sequence[OutboxEvent], may_go_on: Callable[[], bool]
    ) -> int:
        done = 0
        for events in _in_groups(due):
            if not may_go_on():
                break
            done += deliver_together(events, may_go_on, self._rests)
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
