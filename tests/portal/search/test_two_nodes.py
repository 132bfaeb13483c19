"""Two nodes, one replica, one node killed: no query fails, no row is missing."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as project
from elasticsearch import Elasticsearch

from plan_pages.document.models import Plan
from portal.search.engines import elastic, mirror
from portal.search.engines.protocol import EngineUnavailable
from portal.search.models import Entry
from portal.search.query import Narrowing, Query, Term, Window
from tests.proofs import rounds

from .conftest import quiet

STARTER = project.BASE_DIR / ".ci" / "elasticsearch" / "node"
PORTS = ("9331", "9332")


def node(command: str, port: str, **environment: str) -> None:
    subprocess.run(
        [STARTER, command, port],
        env=os.environ | {"CLUSTER": "portal-two", "ES_HEAP": "384m", **environment},
        stdout=subprocess.DEVNULL,
        check=True,
        timeout=300,
    )


@pytest.fixture
def cluster(settings: Any) -> Iterator[Elasticsearch]:
    required = bool(os.environ.get("REQUIRE_ELASTICSEARCH"))
    if not (required or os.environ.get("PROVE") == "full"):
        pytest.skip("starts two nodes of its own: make prove, and CI")
    if not (shutil.which("mvn") and shutil.which("java")):
        (pytest.fail if required else pytest.skip)("needs maven and a JDK of 17")
    settings.SEARCH_ENGINE = "elasticsearch"
    settings.ELASTICSEARCH_URL = [f"http://127.0.0.1:{port}" for port in PORTS]
    settings.ELASTICSEARCH_PREFIX = "test-two-nodes"
    settings.ELASTICSEARCH_SHARDS = 2
    settings.ELASTICSEARCH_REPLICAS = 1
    settings.ELASTICSEARCH_TIMEOUT = 10.0
    elastic.client.cache_clear()
    try:
        node("start", PORTS[0])
        node("start", PORTS[1], SEED=PORTS[0])
        yield elastic.client()
    finally:
        for port in PORTS:
            node("wipe", port)
        elastic.client.cache_clear()


def test_one_node_killed_no_query_fails_and_no_row_is_missing(
    cluster: Elasticsearch, indexed: Plan
) -> None:
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
    killing = threading.Thread(target=node, args=("kill", PORTS[1]))
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
    assert dict(mirror.fingerprints()) == dict(
        Entry.objects.values_list("key", "fingerprint")
    )
    assert len(cluster.nodes.info()["nodes"]) == 1
