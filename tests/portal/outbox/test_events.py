from typing import Any

import pytest
from django.db import DatabaseError, transaction

from portal.outbox.events import enqueue
from portal.outbox.models import OutboxEvent


def test_enqueue_is_one_statement(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        enqueue(topic="index", key="index:p1", payload={"part": "p1"})
    event = OutboxEvent.objects.get()
    assert (event.topic, event.key, event.payload) == (
        "index",
        "index:p1",
        {"part": "p1"},
    )
    assert (event.attempts, event.next_try, event.dead) == (0, None, False)


def test_enqueue_same_key_replaces_and_renews(db: None) -> None:
    enqueue(topic="index", key="index:p1", payload={"version": 1})
    first = OutboxEvent.objects.get()
    OutboxEvent.objects.update(attempts=10, dead=True, last_error="OSError")
    enqueue(topic="index", key="index:p1", payload={"version": 2})
    second = OutboxEvent.objects.get()
    assert second.id == first.id and second.token != first.token
    assert second.payload == {"version": 2}
    assert (second.attempts, second.dead, second.last_error) == (0, False, "")


@pytest.mark.django_db(transaction=True)
def test_enqueue_needs_the_callers_transaction() -> None:
    with pytest.raises(DatabaseError, match="caller's transaction"):
        enqueue(topic="index", key="k")
    assert not OutboxEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_enqueue_goes_with_the_rolled_back_row() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        enqueue(topic="index", key="k")
        raise RuntimeError
    assert not OutboxEvent.objects.exists()


def test_outbox_rows_tell_no_time_of_making(db: None) -> None:
    names = {field.name for field in OutboxEvent._meta.fields}
    assert names == {
        "id",
        "key",
        "topic",
        "payload",
        "token",
        "attempts",
        "next_try",
        "dead",
        "last_error",
    }
