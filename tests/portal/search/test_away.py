"""Elasticsearch hangs, is full or takes no write: nothing waits for it or is lost."""

import socket
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from elasticsearch import Elasticsearch

from plan_pages.document.models import Plan
from portal.outbox import delivering
from portal.outbox.events import Handler, enqueue, handlers
from portal.outbox.models import OutboxEvent
from portal.outbox.relay import LEASE_SECONDS, Relay
from portal.search import comparing, freshness, nightly, store
from portal.search.engines import behind, bulk, elastic, mirror
from portal.search.engines.choosing import Instead
from portal.search.engines.protocol import EngineUnavailable, Unfit
from portal.search.models import Entry
from portal.search.results import Narrowing, search

from .conftest import quiet


def owed(topic: str = behind.MIRROR_TOPIC) -> int:
    return OutboxEvent.objects.filter(topic=topic).count()


def mirrored() -> dict[str, str]:
    return dict(mirror.fingerprints())


def entries() -> dict[str, str]:
    return dict(Entry.objects.values_list("key", "fingerprint"))


def test_hanging_costs_a_turn_one_timeout_and_the_others_go_out_first(
    indexed: Plan, hanging: list[socket.socket], monkeypatch: Any
) -> None:
    """Sixty changes wait for it; mail and the database's index do not."""
    began, mailed = time.monotonic(), []
    mail = Handler("test_mail", lambda _mail: mailed.append(time.monotonic() - began))
    monkeypatch.setattr(handlers, "_providers", [*handlers, mail])
    keys = list(Entry.objects.values_list("key", flat=True)[:60])
    with transaction.atomic():
        for key in keys:
            freshness.owe_mirror([key], 1)
        enqueue(topic="test_mail", key="test_mail:1")
        freshness.changed([Entry.objects.order_by("id")[0].scope])
        began = time.monotonic()
    Relay().turn()
    took = time.monotonic() - began
    assert owed(freshness.TOPIC) == 0
    assert mailed and mailed[0] < bulk.HASTE.seconds / 2
    assert owed() == 60
    assert len(hanging) == 1
    assert bulk.HASTE.seconds <= took < bulk.HASTE.seconds + 2 < LEASE_SECONDS / 2
    clock = store.clock()
    assert clock.mirror_behind_since is not None
    assert clock.mirror_error == "ConnectionTimeout"


def test_hanging_holds_up_no_comparison_of_the_database(
    indexed: Plan, hanging: list[socket.socket]
) -> None:
    nightly.owe(comparing.DATABASE[0])
    relay = Relay()
    while relay.turn():
        pass
    clock = store.clock()
    assert clock.compared_at is not None
    assert clock.mirror_compared_at is None
    assert OutboxEvent.objects.get().payload["stage"] == comparing.MIRROR[0]


#: What stands on an index that may not be written: by hand, and by a disk almost full.
BLOCKS = ["index.blocks.write", "index.blocks.read_only_allow_delete"]


@pytest.mark.parametrize("block", BLOCKS)
def test_full_disk_is_owed_and_made_up_for_by_itself(
    client: Client,
    elasticsearch: Elasticsearch,
    indexed: Plan,
    monkeypatch: Any,
    block: str,
) -> None:
    """Searching goes on; once there is room again, no hand and no row is needed."""
    monkeypatch.setattr(delivering, "REST_SECONDS", 1.0)
    mirror.rebuild(quiet)
    put = elasticsearch.indices.put_settings
    put(index=elastic.alias(), settings={block: True})
    changed = Entry.objects.order_by("key")[0]
    changed.fingerprint, changed.version = "new", store.next_version()
    changed.save()
    for _more in range(3):
        freshness.owe_mirror([changed.key], changed.version)
    relay = Relay()
    for _turn in range(3):
        relay.turn()
    assert owed() == 1
    assert store.clock().mirror_error == "cluster_block_exception"
    assert search("养老", Narrowing()).instead == Instead.BEHIND
    assert client.get(reverse("search"), {"q": "养老"}).status_code == 200

    put(index=elastic.alias(), settings={block: None})
    wait_until(lambda: relay.turn() and not owed())
    assert mirrored() == entries()
    assert store.clock().mirror_behind_since is None
    assert store.clock().mirror_error == ""
    assert search("养老", Narrowing()).instead == Instead.NOT


def wait_until(done: Callable[[], Any], seconds: float = 15) -> None:
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_down_and_up_again_makes_up_for_itself(
    elasticsearch: Elasticsearch, indexed: Plan, settings: Any, monkeypatch: Any
) -> None:
    """Nobody listens; then somebody does."""
    monkeypatch.setattr(delivering, "REST_SECONDS", 1.0)
    mirror.rebuild(quiet)
    where = settings.ELASTICSEARCH_URL
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.ELASTICSEARCH_URL = [f"http://127.0.0.1:{free.getsockname()[1]}"]
    elastic.client.cache_clear()
    scope = Entry.objects.filter(kind="plan").order_by("id")[0].scope
    freshness.gone([scope])
    relay = Relay()
    while relay.turn():
        pass
    assert owed()
    settings.ELASTICSEARCH_URL = where
    elastic.client.cache_clear()
    wait_until(lambda: relay.turn() and not owed())
    assert mirrored() == entries()


def test_index_that_is_not_there_is_made_by_no_write(
    elasticsearch: Elasticsearch, indexed: Plan
) -> None:
    key = Entry.objects.order_by("key")[0].key
    with pytest.raises(EngineUnavailable, match="index_not_found_exception"):
        mirror.mirror([key], gone_at=0)
    assert elasticsearch.indices.get(index=f"{elastic.alias()}*").body == {}


def test_entry_that_it_never_takes_holds_up_no_other(
    elasticsearch: Elasticsearch, indexed: Plan
) -> None:
    mirror.rebuild(quiet)
    bad, good = Entry.objects.order_by("key")[:2]
    Entry.objects.filter(pk=bad.pk).update(boost=1000, version=store.next_version())
    Entry.objects.filter(pk=good.pk).update(
        fingerprint="new", version=store.next_version()
    )
    with pytest.raises(Unfit):
        mirror.mirror([bad.key], gone_at=0)
    freshness.owe_mirror([bad.key], 0)
    freshness.owe_mirror([good.key], 0)
    Relay().turn()
    left = OutboxEvent.objects.get()
    assert (left.payload["keys"], left.attempts, left.last_error) == (
        [bad.key],
        1,
        "Unfit",
    )
    assert mirrored()[good.key] == "new"
