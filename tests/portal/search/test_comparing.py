"""The comparison sees and mends whatever differs, in slices, and says how much did."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction

from plan_pages.document.models import Plan
from portal.outbox.events import enqueue
from portal.outbox.models import OutboxEvent
from portal.outbox.relay import Relay
from portal.search import comparing, nightly, store
from portal.search.models import Entry, EntryText
from portal.search.query import Narrowing
from portal.search.results import search

from .conftest import quiet
from .damage import forget_a_text, tear_full_text

NIGHT = "2026-11-24T03:10:00+08:00"


def deliver() -> None:
    relay = Relay()
    while relay.turn():
        pass
    relay.let_go()


def fingerprints() -> dict[str, str]:
    return dict(Entry.objects.values_list("key", "fingerprint"))


def found(words: str) -> set[str]:
    groups = search(f'"{words}"', Narrowing()).groups
    return {result.key for group in groups for result in group.results}


def test_compare_repairs_and_counts(indexed: Plan) -> None:
    right = fingerprints()
    missing, wrong = Entry.objects.order_by("key")[:2]
    EntryText.objects.filter(id=missing.pk).delete()
    missing.delete()
    Entry.objects.filter(pk=wrong.pk).update(fingerprint="")
    Entry.objects.create(
        key="part:zzz", scope="page:0", kind="plan", length=1, version=0
    )
    assert comparing.compare(quiet) == 3
    assert fingerprints() == right
    assert comparing.compare(quiet) == 0


def test_compare_sees_a_text_that_is_missing(indexed: Plan) -> None:
    """The entry stands and its fingerprint is right."""
    words = "养老服务机构"
    wanted = found(words)
    texts = EntryText.objects.filter(text__contains=words)
    lost = texts.count()
    texts.delete()
    assert found(words) == set()
    assert comparing.compare(quiet) == lost
    assert found(words) == wanted
    assert Entry.objects.count() == EntryText.objects.count() == 506


def test_compare_takes_out_texts_that_belong_to_no_entry(indexed: Plan) -> None:
    gone = Entry.objects.order_by("id")[0]
    EntryText.objects.filter(id=gone.pk).update(key="part:of another")
    EntryText.objects.create(
        id=10**9, key="part:zzz", title="", text="月球", tokens=" 月 球 "
    )
    assert comparing.compare(quiet) == 2
    assert not EntryText.objects.astray().exists()
    assert not EntryText.objects.filter(text="月球").exists()
    assert Entry.objects.count() == EntryText.objects.count() == 506


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own tables")
@pytest.mark.parametrize("damage", [forget_a_text, tear_full_text])
def test_compare_mends_the_full_text_index(
    indexed: Plan, damage: Callable[[], None], caplog: Any
) -> None:
    wanted = found("养老服务机构")
    damage()
    assert comparing.compare(quiet) == 1
    assert "full-text index damaged" in caplog.text
    assert found("养老服务机构") == wanted
    assert comparing.compare(quiet) == 0


def test_comparison_is_owed_once_a_night(
    indexed: Plan, monkeypatch: Any, caplog: Any
) -> None:
    caplog.set_level(logging.INFO, "portal.search")
    monkeypatch.setattr(nightly, "NIGHT", range(2, 5))
    with time_machine.travel(NIGHT, tick=False):
        nightly.owe_comparison()
        nightly.owe_comparison()
        assert OutboxEvent.objects.filter(topic=nightly.TOPIC).count() == 1
        Entry.objects.filter(kind="item").update(fingerprint="")
        deliver()
        assert not Entry.objects.filter(fingerprint="").exists()
        assert store.clock().repaired == 139
        assert ", 139 repaired" in caplog.text
        nightly.owe_comparison()
        assert not OutboxEvent.objects.filter(topic=nightly.TOPIC).exists()
    with time_machine.travel("2026-11-25T12:00:00+08:00", tick=False):
        nightly.owe_comparison()
        assert not OutboxEvent.objects.filter(topic=nightly.TOPIC).exists()


@pytest.fixture
def steps(indexed: Plan, monkeypatch: Any) -> Relay:
    """A comparison is owed; each slice is one step of it."""
    monkeypatch.setattr(nightly, "SLICE_SECONDS", -1.0)
    monkeypatch.setattr(comparing, "BATCH", 100)
    nightly.owe(comparing.DATABASE[0])
    return Relay()


def place() -> dict[str, Any]:
    return OutboxEvent.objects.get(topic=nightly.TOPIC).payload


def test_comparison_goes_on_where_it_was_cut(steps: Relay) -> None:
    Entry.objects.filter(kind="item").update(fingerprint="")
    stages = []
    while OutboxEvent.objects.exists():
        stages.append(place()["stage"])
        assert store.clock().compared_at is None
        steps.turn()
    assert list(dict.fromkeys(stages)) == list(comparing.DATABASE)
    assert len(stages) > 10
    assert store.clock().compared_at is not None
    assert store.clock().repaired == 139


def test_comparison_under_way_is_not_begun_again(
    steps: Relay, monkeypatch: Any
) -> None:
    monkeypatch.setattr(nightly, "NIGHT", range(2, 5))
    for _step in range(4):
        steps.turn()
    before = place()
    with time_machine.travel(NIGHT, tick=False):
        nightly.owe_comparison()
    assert place() == before
    assert before["stage"] != comparing.DATABASE[0]


def test_comparison_killed_in_a_slice_is_done_again(
    steps: Relay, monkeypatch: Any
) -> None:
    """Nothing says that it was done; what is owed says from where on."""
    for _step in range(4):
        steps.turn()
    before = place()
    with monkeypatch.context() as patch:
        patch.setattr(comparing, "walk", killed)
        with pytest.raises(KeyboardInterrupt):
            steps.turn()
    assert place() == before
    assert store.clock().compared_at is None
    latest = Entry.objects.order_by("-id").values_list("id", flat=True)[:50]
    Entry.objects.filter(id__in=list(latest)).update(fingerprint="")
    OutboxEvent.objects.update(next_try=None)  # the wait after a kill is over
    while OutboxEvent.objects.exists():
        steps.turn()
    assert store.clock().repaired == 50


def killed(_place: object) -> Any:
    raise KeyboardInterrupt


def test_comparison_lets_other_events_through(steps: Relay) -> None:
    steps.turn()
    with transaction.atomic():
        enqueue(topic="index", key="index:page:1", payload={"scopes": ["page:1"]})
    steps.turn()
    assert [event.topic for event in OutboxEvent.objects.all()] == [nightly.TOPIC]
