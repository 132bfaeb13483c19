"""The relay: what is due, in order, by one holder of the lease; chores; stopping."""

import datetime
import threading
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.outbox import lease, wake
from portal.outbox.events import Delivery, Handler, enqueue, housekeeping
from portal.outbox.models import Lease, OutboxEvent
from portal.outbox.relay import BATCH, LEASE_NAME, PAUSE_SECONDS, POLL_SECONDS, Relay

from .owing import one_turn, owe


def test_relay_delivers_in_order_and_forgets(db: None, handlers: list) -> None:
    got: list[Delivery] = []
    handlers.append(Handler("mail", got.append))
    owe("m1", "m2")
    assert one_turn() == 2
    assert got == [
        Delivery("mail", "m1", {"id": "m1"}),
        Delivery("mail", "m2", {"id": "m2"}),
    ]
    assert not OutboxEvent.objects.exists()
    assert one_turn() == 0


def test_relay_idle_reads_only(
    db: None, handlers: list, django_assert_num_queries: Any
) -> None:
    relay = Relay()
    relay.turn()
    with django_assert_num_queries(2):
        assert relay.turn() == 0


def test_relay_without_the_lease_delivers_nothing(db: None, handlers: list) -> None:
    got: list[Delivery] = []
    handlers.append(Handler("mail", got.append))
    owe("m1")
    lease.acquire(LEASE_NAME, holder="another", seconds=60)
    assert one_turn() == 0
    assert got == []
    past = timezone.now() - datetime.timedelta(minutes=1)
    Lease.objects.update(expires_at=past)
    assert one_turn() == 1
    assert [delivery.key for delivery in got] == ["m1"]


def test_relay_keeps_what_was_owed_anew_meanwhile(db: None, handlers: list) -> None:
    def run(delivery: Delivery) -> None:
        if delivery.payload == {"version": 1}:
            enqueue(topic="mail", key="m1", payload={"version": 2})

    handlers.append(Handler("mail", run))
    enqueue(topic="mail", key="m1", payload={"version": 1})
    one_turn()
    assert OutboxEvent.objects.get().payload == {"version": 2}
    one_turn()
    assert not OutboxEvent.objects.exists()


def test_relay_stop_finishes_the_event_in_hand(db: None, handlers: list) -> None:
    stop = threading.Event()
    got: list[str] = []

    def run(delivery: Delivery) -> None:
        stop.set()
        got.append(delivery.key)

    handlers.append(Handler("mail", run))
    owe("m1", "m2")
    Relay().turn(stop)
    assert got == ["m1"]
    assert OutboxEvent.objects.get().key == "m2"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's plan")
def test_relay_finds_what_is_due_without_sorting_the_backlog(db: None) -> None:
    with CaptureQueriesContext(connection) as captured:
        OutboxEvent.objects.due(timezone.now(), most=BATCH)
    assert len(captured) == 2
    with connection.cursor() as cursor:
        for query in captured:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            (step,) = [detail for *_numbers, detail in cursor.fetchall()]
            assert "USING INDEX outbox_due (dead=? AND next_try" in step


@pytest.mark.django_db(transaction=True)
def test_relay_run_lets_the_lease_go(handlers: list) -> None:
    stop = threading.Event()
    stop.set()
    relay = Relay(holder="a")
    lease.acquire(LEASE_NAME, holder="a", seconds=60)
    relay.run(stop)
    assert Lease.objects.get().holder == ""


def test_relay_without_the_lease_lets_a_crowd_of_bells_gather(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A bell for every commit, and another process that does the work."""
    stop = threading.Event()
    waited: list[float] = []
    turns = iter([0, 0, 0, BATCH, 3, 0])

    def turn(self: Relay, stop: threading.Event) -> int:
        done = next(turns, None)
        if done is None:
            stop.set()
        return done or 0

    monkeypatch.setattr(Relay, "_guarded_turn", turn)
    monkeypatch.setattr(Relay, "let_go", lambda _relay: None)
    monkeypatch.setattr(stop, "wait", lambda s: waited.append(s))
    monkeypatch.setattr(wake, "wait", lambda s: waited.append(s) or True)
    Relay().run(stop)
    pause, poll = PAUSE_SECONDS, POLL_SECONDS
    assert waited == [
        *(poll, pause),  # nothing at first; a bell, nothing; a crowd may gather
        *(poll, pause),
        poll,
        *(pause,),  # a whole batch goes on at once, the three after it do not
        poll,
        *(pause, poll),
    ]


def test_relay_failing_chore_stops_nothing(
    db: None, handlers: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def fail() -> None:
        raise ValueError

    chores = [fail, lambda: done.append("second")]
    monkeypatch.setattr(housekeeping, "_providers", chores)
    one_turn()
    assert done == ["second"]
