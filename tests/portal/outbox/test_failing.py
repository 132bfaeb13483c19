"""A delivery that fails: put off, at last a dead letter, and no words of it kept."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from portal.outbox.delivering import MAX_ATTEMPTS, deliver
from portal.outbox.events import Delivery, Handler
from portal.outbox.models import Lease, OutboxEvent
from portal.outbox.retrying import retry_dead_letters

from .owing import deaf, make_due, one_turn, owe


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
