"""Elasticsearch follows the entries, in any order of arrival, through any gap."""

from typing import Any

import elasticsearch.dsl
import elasticsearch_dsl
import pytest
from elasticsearch import Elasticsearch

from plan_pages.document.models import Plan
from portal.outbox.models import OutboxEvent
from portal.outbox.relay import Relay
from portal.search import comparing, freshness, nightly, store
from portal.search.engines import bulk, elastic, mirror
from portal.search.models import Entry
from portal.search.query import Narrowing, Query, Term, Window

from .conftest import quiet


def mirrored(client: Elasticsearch) -> dict[str, str]:
    """Key → fingerprint of what can be found now."""
    return dict(mirror.fingerprints())


def entries() -> dict[str, str]:
    return dict(Entry.objects.values_list("key", "fingerprint"))


def deliver() -> None:
    relay = Relay()
    while relay.turn():
        pass
    relay.let_go()


def test_both_names_are_the_same_classes() -> None:
    for name in ("Search", "Q", "A", "Document", "Index"):
        assert getattr(elasticsearch_dsl, name) is getattr(elasticsearch.dsl, name)


def test_mapping_is_explicit(elasticsearch: Elasticsearch, indexed: Plan) -> None:
    mirror.rebuild(quiet)
    (index,) = elasticsearch.indices.get_alias(name=elastic.alias()).body
    body = elasticsearch.indices.get(index=index)[index]
    assert body["mappings"]["dynamic"] == "strict"
    assert body["mappings"]["properties"]["tokens"]["analyzer"] == "whitespace"
    assert body["settings"]["index"]["number_of_shards"] == "1"
    assert body["settings"]["index"]["number_of_replicas"] == "0"


def test_rebuild_leaves_one_index_and_two_names(
    elasticsearch: Elasticsearch, indexed: Plan
) -> None:
    mirror.rebuild(quiet)
    first = elasticsearch.indices.get_alias(name=elastic.alias()).body
    mirror.rebuild(quiet)
    second = elasticsearch.indices.get(index=f"{elastic.alias()}-*").body
    assert len(second) == 1
    assert set(first).isdisjoint(second)
    assert mirrored(elasticsearch) == entries()


def test_changes_arrive_through_the_outbox(
    elasticsearch: Elasticsearch, indexed: Plan
) -> None:
    mirror.rebuild(quiet)
    scope = Entry.objects.filter(kind="plan").order_by("id")[0].scope
    freshness.gone([scope])
    assert mirrored(elasticsearch) != entries()
    deliver()
    assert mirrored(elasticsearch) == entries()
    freshness.bring_up([scope])
    deliver()
    assert mirrored(elasticsearch) == entries()
    assert not OutboxEvent.objects.exists()


def test_older_write_arrives_late(elasticsearch: Elasticsearch, indexed: Plan) -> None:
    mirror.rebuild(quiet)
    old = Entry.objects.order_by("key")[0]
    Entry.objects.filter(pk=old.pk).update(
        fingerprint="new", version=store.next_version()
    )
    mirror.mirror([old.key], gone_at=0)
    bulk.write([elastic.alias(), mirror.next_alias()], [old], [], bulk.HASTE)
    assert mirrored(elasticsearch)[old.key] == "new"


def test_rebuild_that_read_before_a_deletion_does_not_undo_it(
    elasticsearch: Elasticsearch, indexed: Plan
) -> None:
    """The entry is read, then taken out and mirrored, then the old read is written."""
    mirror.rebuild(quiet)
    read = Entry.objects.order_by("key")[0]
    index = mirror._begin()
    freshness.gone([read.scope])
    deliver()
    bulk.write([mirror.next_alias()], [read], [], bulk.HASTE)
    mirror._finish(index)
    assert read.key not in mirrored(elasticsearch)


def test_searching_goes_on_during_a_rebuild(
    elasticsearch: Elasticsearch, indexed: Plan, monkeypatch: Any
) -> None:
    mirror.rebuild(quiet)
    query = Query(terms=(Term((tuple("发展"),)),))

    def hits() -> int:
        engine = elastic.ElasticEngine()
        found = engine.search(query, Narrowing(), Window(("plan",), 5))
        return found.counts["kind"]["plan"]

    wanted, seen = hits(), []
    monkeypatch.setattr(mirror, "CHUNK", 50)
    mirror.rebuild(lambda _done: seen.append(hits()))
    assert len(seen) > 5
    assert set(seen) == {wanted}


def test_killed_rebuild_is_right_after_the_next(
    elasticsearch: Elasticsearch, indexed: Plan, monkeypatch: Any
) -> None:
    mirror.rebuild(quiet)
    monkeypatch.setattr(mirror, "CHUNK", 50)

    def killed(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        mirror.rebuild(killed)
    assert mirrored(elasticsearch) == entries()
    mirror.rebuild(quiet)
    assert mirrored(elasticsearch) == entries()
    assert len(elasticsearch.indices.get(index=f"{elastic.alias()}-*").body) == 1


def test_compare_repairs_the_mirror(
    elasticsearch: Elasticsearch, indexed: Plan
) -> None:
    mirror.rebuild(quiet)
    missing, wrong = entries_in_order()[:2]
    for key in (missing.key, wrong.key):
        elasticsearch.delete(index=elastic.alias(), id=key)
    wrong.fingerprint, wrong.version = "wrong", wrong.version + 10**9
    bulk.write([elastic.alias()], [wrong], [], bulk.HASTE)
    missing.key = "part:zzzzzzzz"
    Entry.objects.filter(pk=missing.pk).update(version=missing.version + 2 * 10**9)
    store.Clock.objects.update(version=3 * 10**9)
    assert comparing.compare_mirror(quiet) == 2
    assert mirrored(elasticsearch) == entries()
    assert store.clock().mirror_repaired == 2
    assert comparing.compare_mirror(quiet) == 0
    assert store.clock().mirror_repaired == 0


def test_nightly_comparison_of_both_is_stored(
    elasticsearch: Elasticsearch, indexed: Plan, monkeypatch: Any
) -> None:
    mirror.rebuild(quiet)
    for key in entries_in_order()[:3]:
        elasticsearch.delete(index=elastic.alias(), id=key.key)
    store.note(version=10**9)  # past what the deletions counted up there
    nightly.owe(comparing.DATABASE[0])
    deliver()
    clock = store.clock()
    assert (clock.repaired, clock.mirror_repaired) == (0, 3)
    assert clock.compared_at and clock.mirror_compared_at
    assert mirrored(elasticsearch) == entries()
    assert not OutboxEvent.objects.exists()


def entries_in_order() -> list[Entry]:
    return list(Entry.objects.order_by("key"))
