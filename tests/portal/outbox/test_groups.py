"""Events carried out together: counted once, removed once, each failing for itself."""

import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.outbox.delivering import MAX_ATTEMPTS
from portal.outbox.events import Delivery, Handler
from portal.outbox.models import Lease, OutboxEvent
from portal.outbox.relay import BATCH, Relay

from .owing import deaf, make_due, one_turn, owe


class Ended(BaseException):
    """The process ends here."""


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
