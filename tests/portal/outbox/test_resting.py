"""A receiver that is away, or slow: the others go out, and nothing is given up."""

import time
from typing import Any

import pytest
from django.utils import timezone

from portal.outbox import delivering, relay
from portal.outbox.events import Delivery, Handler, NotNow
from portal.outbox.models import OutboxEvent
from portal.outbox.relay import Relay

from .owing import deaf, owe


class Receiver:
    """Away until `back`; counts who knocked."""

    def __init__(self) -> None:
        self.back = False
        self.knocked: list[str] = []

    def run(self, delivery: Delivery) -> None:
        self.knocked.append(delivery.key)
        if not self.back:
            raise NotNow("away")


def rest_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time of the relay's rests has gone by; no row knows of it."""
    now = time.monotonic()
    monkeypatch.setattr(
        delivering.time, "monotonic", lambda: now + delivering.REST_SECONDS
    )


def rows() -> list[tuple[Any, ...]]:
    events = OutboxEvent.objects.order_by("id")
    return list(events.values_list("key", "attempts", "next_try", "dead"))


def test_away_one_knock_and_the_topic_rests(
    db: None, handlers: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver, done = Receiver(), []
    handlers += [
        Handler("mirror", receiver.run),
        Handler("mail", lambda d: done.append(d.key)),
    ]
    owe("a", "b", topic="mirror")
    owe("m1")
    owe("c", topic="mirror")
    here = Relay()
    assert here.turn() == 2  # one knock and one mail
    assert (receiver.knocked, done) == (["a"], ["m1"])
    waiting = [(key, 0, None, False) for key in "abc"]
    assert rows() == waiting
    assert OutboxEvent.objects.get(key="a").last_error == "away"
    owe("m2")
    assert here.turn() == 1
    assert receiver.knocked == ["a"]
    rest_is_over(monkeypatch)
    assert here.turn() == 1
    assert receiver.knocked == ["a", "a"]
    assert rows() == waiting


def test_away_back_everything_goes_out_without_a_row_being_touched(
    db: None, handlers: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver = Receiver()
    handlers.append(Handler("mirror", receiver.run))
    owe("a", "b", "c", topic="mirror")
    here = Relay()
    here.turn()
    receiver.back = True
    assert here.turn() == 0  # it rests still
    rest_is_over(monkeypatch)
    assert here.turn() == 3
    assert not OutboxEvent.objects.exists()


def test_away_an_event_with_earlier_failures_keeps_their_count(
    db: None, handlers: list
) -> None:
    handlers.append(Handler("mirror", Receiver().run))
    owe("a", topic="mirror")
    OutboxEvent.objects.update(attempts=3, next_try=timezone.now())
    Relay().turn()
    assert rows() == [("a", 3, None, False)]


def test_away_however_often_it_is_no_dead_letter(db: None, handlers: list) -> None:
    handlers.append(Handler("mirror", Receiver().run))
    owe("a", topic="mirror")
    for _turn in range(delivering.MAX_ATTEMPTS + 3):
        Relay().turn()  # each a process of its own
    assert rows() == [("a", 0, None, False)]


def test_last_comes_after_what_was_owed_later(db: None, handlers: list) -> None:
    done: list[str] = []
    handlers += [
        Handler("mirror", lambda d: done.append(d.key), last=True),
        Handler("mail", lambda d: done.append(d.key)),
    ]
    owe("a", "b", topic="mirror")
    owe("m1", "m2")
    Relay().turn()
    assert done == ["m1", "m2", "a", "b"]


def test_last_does_not_fill_the_turn_of_the_others(
    db: None, handlers: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backlog of more than a turn, and mail behind it."""
    monkeypatch.setattr(relay, "BATCH", 5)
    done: list[str] = []
    handlers += [
        Handler("mirror", deaf, last=True),
        Handler("mail", lambda d: done.append(d.key)),
    ]
    owe(*"abcdefgh", topic="mirror")
    owe("m1")
    assert Relay().turn() == 5
    assert done == ["m1"]
    assert "".join(key for key, *_rest in rows()) == "efgh"


def test_last_slow_ends_the_turn_and_costs_nobody_an_attempt(
    db: None, handlers: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [time.monotonic()]
    monkeypatch.setattr(relay.time, "monotonic", lambda: now[0])

    def slow(delivery: Delivery) -> None:
        now[0] += 1.5

    handlers.append(Handler("mirror", slow, last=True))
    owe(*"abcd", topic="mirror")
    assert Relay().turn() == 2
    assert rows() == [("c", 0, None, False), ("d", 0, None, False)]
