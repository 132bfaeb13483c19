"""Two nodes, one replica, one node killed: no query fails, no row is missing."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from plan_pages.document.models import Plan
from portal.search.engines import elastic, mirror
from portal.search.engines.choosing import Answer, Instead, ask
from portal.search.engines.protocol import EngineUnavailable
from portal.search.models import Entry
from portal.search.query import Narrowing, Query, Term, Window
from tests.proofs import measured, rounds

from .conftest import quiet
from .nodes import free_ports, node, require_nodes, wait_for_cluster

pytestmark = pytest.mark.once


@pytest.fixture
def ports(settings: Any) -> Iterator[list[str]]:
    """Of two nodes of one cluster; the first is its master."""
    require_nodes()
    ports = [free_ports(), free_ports()]
    settings.SEARCH_ENGINE = "elasticsearch"
    settings.ELASTICSEARCH_URL = [f"http://127.0.0.1:{port}" for port in ports]
    settings.ELASTICSEARCH_PREFIX = "test-two-nodes"
    settings.ELASTICSEARCH_SHARDS = 2
    settings.ELASTICSEARCH_REPLICAS = 1
    elastic.client.cache_clear()
    try:
        node("start", ports[0])
        node("start", ports[1], SEED=ports[0])
        yield ports
    finally:
        for port in ports:
            node("wipe", port)
        elastic.client.cache_clear()


@pytest.mark.parametrize("victim", [0, 1], ids=["master", "other"])
def test_one_node_killed_no_query_fails_and_no_row_is_missing(
    ports: list[str], indexed: Plan, victim: int
) -> None:
    """Whichever it is: the engine answers each query, and a page within its own limit.

    Of two nodes the first is the master, and the other cannot elect itself alone: it
    goes on to answer and takes no change until the first is back.
    """
    cluster = elastic.client()
    wait_for_cluster(cluster, wait_for_nodes="2")
    mirror.rebuild(quiet)
    wait_for_cluster(cluster, wait_for_status="green")
    query = Query(terms=(Term((tuple("发展"),)),))
    engine, everything = elastic.ElasticEngine(), Window(("plan",), 10_000)

    def hits() -> set[str]:
        with override_settings(ELASTICSEARCH_TIMEOUT=10.0):
            found = engine.search(query, Narrowing(), everything)
        return {hit.key for hit in found.hits}

    def answer() -> Answer:
        """As a page is answered, with the time limit of production."""
        return ask(query, Narrowing(), everything)

    wanted = hits()
    assert len(wanted) > 100
    answers: list[set[str]] = []
    pages: list[Answer] = []
    failures: list[EngineUnavailable] = []
    queries = rounds(200, 2_000)
    killing = threading.Thread(target=node, args=("kill", ports[victim]))
    for number in range(queries):
        if number == queries // 4:
            killing.start()
        try:
            pages.append(answer())
            answers.append(hits())
        except EngineUnavailable as error:
            failures.append(error)
    killing.join()
    assert failures == []
    assert all(found == wanted for found in answers)
    assert all({hit.key for hit in page.found.hits} == wanted for page in pages)
    instead = sum(page.instead is not Instead.NOT for page in pages)
    measured(f"{queries} pages, {instead} answered by the database instead")
    if victim:
        assert dict(mirror.fingerprints()) == dict(
            Entry.objects.values_list("key", "fingerprint")
        )
        assert len(cluster.nodes.info()["nodes"]) == 1
        return
    node("start", ports[0], SEED=ports[1])
    wait_for_cluster(cluster, wait_for_nodes="2", wait_for_status="green")
    assert hits() == wanted
    assert dict(mirror.fingerprints()) == dict(
        Entry.objects.values_list("key", "fingerprint")
    )
