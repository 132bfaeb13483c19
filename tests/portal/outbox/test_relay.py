import datetime
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from io import StringIO
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.outbox import lease
from portal.outbox.events import Delivery, Handler, enqueue, housekeeping
from portal.outbox.models import Lease, OutboxEvent
from portal.outbox.relay import BATCH, LEASE_NAME, MAX_ATTEMPTS, Relay, deliver
from portal.outbox.retrying import retry_dead_letters


class Ended(BaseException):
    """The process ends here."""


@pytest.fixture(autouse=True)
def _no_chores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "_providers", [])


def owe(*keys: str, topic: str = "mail") -> None:
    for key in keys:
        enqueue(topic=topic, key=key, payload={"id": key})


def one_turn() -> int:
    return Relay(holder="the relay of this test").turn()


def deaf(*given: object) -> None:
    """A handler that is content."""


def make_due() -> None:
    OutboxEvent.objects.filter(dead=False).update(next_try=None)


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


def test_relay_failure_is_put_off_and_tells_no_words(
    db: None, handlers: list, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(delivery: Delivery) -> None:
        raise OSError("somebody's words")

    handlers.append(Handler("mail", fail))
    owe("m1")
    before = timezone.now()
    one_turn()
    event = OutboxEvent.objects.get()
    assert (event.attempts, event.dead, event.last_error) == (1, False, "OSError")
    assert event.next_try is not None and event.next_try > before
    assert "somebody" not in caplog.text
    assert one_turn() == 0


def test_relay_one_failing_event_does_not_stop_the_others(
    db: None, handlers: list
) -> None:
    got: list[str] = []

    def run(delivery: Delivery) -> None:
        if delivery.key == "bad":
            raise OSError
        got.append(delivery.key)

    handlers.append(Handler("mail", run))
    owe("bad", "good")
    one_turn()
    assert got == ["good"]
    assert OutboxEvent.objects.get().key == "bad"


@pytest.mark.parametrize("in_transaction", [False, True])
def test_relay_dead_letter_after_all_attempts(
    db: None, handlers: list, in_transaction: bool
) -> None:
    calls: list[str] = []

    def fail(delivery: Delivery) -> None:
        calls.append(delivery.key)
        raise OSError

    handlers.append(Handler("mail", fail, in_transaction=in_transaction))
    owe("m1")
    for _ in range(MAX_ATTEMPTS + 3):
        one_turn()
        make_due()
    assert len(calls) == MAX_ATTEMPTS
    event = OutboxEvent.objects.dead_letters().get()
    assert (event.key, event.attempts) == ("m1", MAX_ATTEMPTS)

    out = StringIO()
    call_command("outbox", stdout=out)
    assert out.getvalue() == "waiting 0, dead 1\nmail\tm1\t10\tOSError\n"

    handlers[:] = [Handler("mail", deaf)]
    assert retry_dead_letters(keys=["other"]) == 0
    assert retry_dead_letters() == 1
    assert one_turn() == 1
    assert not OutboxEvent.objects.exists()


def test_relay_event_that_always_ends_the_process_dies_too(
    db: None, handlers: list
) -> None:
    """A kill leaves the counted attempt, and no handler call is left over."""
    calls: list[Delivery] = []
    handlers.append(Handler("mail", calls.append))
    owe("m1")
    OutboxEvent.objects.update(attempts=MAX_ATTEMPTS)
    one_turn()
    assert calls == []
    assert OutboxEvent.objects.dead_letters().get().last_error == "Interrupted"


def test_relay_unknown_topic_waits_for_its_handler(db: None, handlers: list) -> None:
    owe("m1", topic="unheard")
    one_turn()
    assert OutboxEvent.objects.get().last_error == "NoHandler"
    handlers.append(Handler("unheard", deaf))
    make_due()
    assert one_turn() == 1
    assert not OutboxEvent.objects.exists()


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


def test_relay_in_transaction_rolls_back_the_effect_with_the_event(
    db: None, handlers: list
) -> None:
    def write_then_fail(delivery: Delivery) -> None:
        Lease.objects.create(name="effect", expires_at=timezone.now())
        raise OSError

    handlers.append(Handler("mail", write_then_fail, in_transaction=True))
    owe("m1")
    assert not deliver(OutboxEvent.objects.get())
    assert not Lease.objects.filter(name="effect").exists()
    assert OutboxEvent.objects.get().attempts == 1


def test_relay_counts_the_attempt_before_an_outside_effect(
    db: None, handlers: list
) -> None:
    seen: list[int] = []

    def look(delivery: Delivery) -> None:
        seen.append(OutboxEvent.objects.get().attempts)

    handlers.append(Handler("mail", look))
    owe("m1")
    one_turn()
    assert seen == [1]


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


def test_relay_stop_in_a_group_takes_no_attempt_from_the_rest(
    db: None, handlers: list
) -> None:
    stop = threading.Event()
    handlers.append(Handler("mail", lambda _delivery: stop.set()))
    owe("m1", "m2", "m3")
    assert Relay().turn(stop) == 1
    left = OutboxEvent.objects.order_by("id").values_list("key", "attempts", "next_try")
    assert list(left) == [("m2", 0, None), ("m3", 0, None)]


def test_relay_group_costs_two_writes(
    db: None, handlers: list, django_assert_num_queries: Any
) -> None:
    """However many: the lease, two reads, one count of attempts, one removal."""
    handlers.append(Handler("mail", deaf))
    relay = Relay()
    relay.turn()

    def cost(count: int) -> int:
        owe(*(f"m{number}" for number in range(count)))
        with CaptureQueriesContext(connection) as captured:
            assert relay.turn() == count
        return len([q for q in captured if "SAVEPOINT" not in q["sql"]])

    assert cost(5) == cost(BATCH) <= 6


def test_relay_event_that_ends_the_process_takes_no_other_with_it(
    db: None, handlers: list
) -> None:
    """A group is counted together once; from then on each stands for itself."""
    got: list[str] = []

    def run(delivery: Delivery) -> None:
        if delivery.key == "bad":
            raise Ended
        got.append(delivery.key)

    handlers.append(Handler("mail", run))
    owe("m1", "bad", "m2")
    for _ in range(MAX_ATTEMPTS + 1):
        with suppress(Ended):
            one_turn()
        make_due()
    one_turn()
    assert got == ["m1", "m1", "m2"]
    assert OutboxEvent.objects.get().key == "bad"
    assert OutboxEvent.objects.dead_letters().get().last_error == "Interrupted"


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


def test_relay_command_once_says_how_many(
    db: None, handlers: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signal, "signal", deaf)
    handlers.append(Handler("mail", deaf))
    owe("m1", "m2", "m3")
    out = StringIO()
    call_command("relay", "--once", stdout=out)
    assert out.getvalue() == "3\n"


@pytest.mark.django_db(transaction=True)
def test_relay_command_ends_on_sigterm() -> None:
    """The real command, against the test's database, with code 0."""
    database = django_settings.DATABASES["default"]
    program = (
        "import django; from django.conf import settings; "
        f"settings.DATABASES['default']['NAME'] = {str(database['NAME'])!r}; "
        "django.setup(); from django.core.management import call_command; "
        "from portal.outbox import relay; "
        "run = relay.Relay.run; "
        "relay.Relay.run = lambda s, e: (print('up', flush=True), run(s, e)); "
        "call_command('relay'); print('down', flush=True)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test"},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    process.send_signal(signal.SIGTERM)
    assert process.stdout.read() == "down\n"
    assert process.wait() == 0


@pytest.mark.parametrize("keys", [("m1",), ("m1", "m2", "m3")])
def test_relay_closes_once_for_all_that_were_carried_out(
    db: None, handlers: list, keys: tuple[str, ...]
) -> None:
    closed: list[list[str]] = []

    def close(deliveries: Sequence[Delivery]) -> None:
        assert connection.in_atomic_block
        closed.append([delivery.key for delivery in deliveries])

    handlers.append(Handler("mail", deaf, closing=close))
    owe(*keys)
    one_turn()
    assert closed == [list(keys)]
    assert not OutboxEvent.objects.exists()


@pytest.mark.parametrize("keys", [("m1",), ("m1", "m2")])
def test_relay_closing_that_fails_leaves_the_events(
    db: None, handlers: list, keys: tuple[str, ...]
) -> None:
    def fail(deliveries: Sequence[Delivery]) -> None:
        Lease.objects.create(name="effect", expires_at=timezone.now())
        raise LookupError

    handlers.append(Handler("mail", deaf, closing=fail))
    owe(*keys)
    one_turn()
    assert not Lease.objects.filter(name="effect").exists()
    left = OutboxEvent.objects.order_by("id").values_list("key", "attempts")
    assert list(left) == [(key, 1) for key in keys]
    assert set(OutboxEvent.objects.values_list("last_error", flat=True)) == {
        "LookupError"
    }
