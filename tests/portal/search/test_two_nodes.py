"""Two nodes, one replica, one node killed: no query fails, no row is missing."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from plan_pages.document.models import Plan
from portal.search.engines import elastic, mirror
from portal.search.engines.protocol import EngineUnavailable
from portal.search.models import Entry
from portal.search.query import Narrowing, Query, Term, Window
from tests.proofs import rounds

from .conftest import quiet
from .nodes import node, require_nodes

PORTS = ("9331", "9332")


@pytest.fixture
def cluster(settings: Any) -> Iterator[Elasticsearch]:
    require_nodes()
    settings.SEARCH_ENGINE = "elasticsearch"
    settings.ELASTICSEARCH_URL = [f"http://127.0.0.1:{port}" for port in PORTS]
    settings.ELASTICSEARCH_PREFIX = "test-two-nodes"
    settings.ELASTICSEARCH_SHARDS = 2
    settings.ELASTICSEARCH_REPLICAS = 1
    elastic.client.cache_clear()
    try:
        node("start", PORTS[0])
        node("start", PORTS[1], SEED=PORTS[0])
        yield elastic.client()
    finally:
        for port in PORTS:
            node("wipe", port)
        elastic.client.cache_clear()


@pytest.mark.parametrize("victim", PORTS)
def test_one_node_killed_no_query_fails_and_no_row_is_missing(
    cluster: Elasticsearch, indexed: Plan, victim: str
) -> None:
    """Whichever it is, with the time limit of production.

    Of two nodes the first is the master, and the other cannot elect itself alone: it
    goes on to answer and takes no change until the first is back.
    """
    cluster.cluster.health(wait_for_nodes="2", timeout="60s")
    mirror.rebuild(quiet)
    cluster.cluster.health(wait_for_status="green", timeout="60s")
    query = Query(terms=(Term((tuple("发展"),)),))
    engine, everything = elastic.ElasticEngine(), Window(("plan",), 10_000)

    def hits() -> set[str]:
        found = engine.search(query, Narrowing(), everything)
        return {hit.key for hit in found.hits}

    wanted = hits()
    assert len(wanted) > 100
    answers: list[set[str]] = []
    failures: list[EngineUnavailable] = []
    queries = rounds(200, 2_000)
    killing = threading.Thread(target=node, args=("kill", victim))
    for number in range(queries):
        if number == queries // 4:
            killing.start()
        try:
            answers.append(hits())
        except EngineUnavailable as error:
            failures.append(error)
    killing.join()
    assert failures == []
    assert all(answer == wanted for answer in answers)
    if victim != PORTS[0]:
        assert dict(mirror.fingerprints()) == dict(
            Entry.objects.values_list("key", "fingerprint")
        )
        assert len(cluster.nodes.info()["nodes"]) == 1
        return
    node("start", victim)
    cluster.cluster.health(wait_for_nodes="2", wait_for_status="green", timeout="60s")
    assert hits() == wanted
    assert dict(mirror.fingerprints()) == dict(
        Entry.objects.values_list("key", "fingerprint")
    )
