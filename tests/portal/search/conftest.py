"""The real plan, indexed; and each engine in turn behind the same fixture.

The database engine is that of DATABASES. Elasticsearch is a real node at
ELASTICSEARCH_URL; where there is none its tests are skipped, and fail in CI.
"""

import os
import socket
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from elasticsearch import Elasticsearch, TransportError

from plan_pages.document.models import Plan
from portal.outbox.models import OutboxEvent
from portal.search import naming, near, nightly, rebuilding, synonyms
from portal.search.documents import (
    Document,
    Source,
    all_scopes,
    documents_of,
    search_sources,
)
from portal.search.engines import behind, elastic, mirror
from portal.search.engines.choosing import breaker, database_engine
from portal.search.engines.protocol import Engine
from tests import demonstration
from tests.conftest import import_korla
from tests.snapshots import Snapshot, restore, take

NODE = os.environ.get("ELASTICSEARCH_URL", "http://127.0.0.1:9200").split(",")
HOW = (
    f"no Elasticsearch at {NODE[0]}: .ci/elasticsearch/node start, or set "
    "ELASTICSEARCH_URL (TESTING.md)"
)


def quiet(*_progress: int) -> None:
    """Nobody watches."""


@pytest.fixture(scope="session")
def _indexed_rows(django_db_setup: None, django_db_blocker: Any) -> Snapshot:
    with django_db_blocker.unblock():
        return take(import_and_index)


def import_and_index() -> None:
    import_korla()
    rebuilding.rebuild(quiet)
    OutboxEvent.objects.all().delete()


@pytest.fixture
def indexed(_indexed_rows: Snapshot, db: None) -> Plan:
    """The real plan, published and in the database's index."""
    restore(_indexed_rows)
    return Plan.objects.get(key="korla-14")


@pytest.fixture(scope="session")
def _told(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> list[Document]:
    """What can be found on a demonstration, by a source of this suite."""
    with django_db_blocker.unblock():
        found = demonstration.documents(tmp_path_factory.mktemp("demo"))
    return [
        replace(document, scope=f"told:{n}", key=f"told:{document.key}")
        for n, document in enumerate(found)
    ]


@pytest.fixture(scope="session")
def _source_of_told(_told: list[Document]) -> Source:
    scopes = {document.scope: document for document in _told}
    return Source(
        name="told",
        scopes=lambda: iter(scopes),
        documents=lambda asked: [scopes[scope] for scope in asked],
    )


@pytest.fixture(scope="session")
def with_demonstration_rows(
    _source_of_told: Source, django_db_setup: None, django_db_blocker: Any
) -> tuple[Snapshot, list[Document]]:
    """All that can be found of the real plan and of a demonstration, and its rows."""
    documents: list[Document] = []

    def set_up() -> None:
        import_and_index()
        documents.extend(documents_of(list(all_scopes())))

    with django_db_blocker.unblock(), offered(_source_of_told):
        return take(set_up), documents


@pytest.fixture
def with_demonstration(
    with_demonstration_rows: tuple[Snapshot, list[Document]], db: None
) -> list[Document]:
    rows, documents = with_demonstration_rows
    restore(rows)
    return documents


@contextmanager
def offered(source: Source) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_sources, "_providers", [*search_sources, source])
        yield


@pytest.fixture
def documents(indexed: Plan) -> list[Document]:
    """All that can be found."""
    return documents_of(list(all_scopes()))


@pytest.fixture(autouse=True)
def _no_night(monkeypatch: pytest.MonkeyPatch) -> None:
    """No comparison mends what a test looks at, at whatever hour it runs."""
    monkeypatch.setattr(nightly, "NIGHT", range(0))


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    for kept in (behind, near, naming, synonyms):
        kept.forget()
    breaker.reset()
    yield
    breaker.reset()


@pytest.fixture(scope="session")
def _node() -> str:
    try:
        Elasticsearch(NODE).cluster.health(wait_for_status="yellow", timeout="10s")
    except TransportError:
        if os.environ.get("REQUIRE_ELASTICSEARCH"):
            pytest.fail(HOW)
        pytest.skip(HOW)
    return NODE[0]


@pytest.fixture
def elasticsearch(_node: str, settings: Any) -> Iterator[Elasticsearch]:
    """The chosen engine for this test, with indices of its own."""
    settings.SEARCH_ENGINE = "elasticsearch"
    settings.ELASTICSEARCH_URL = NODE
    settings.ELASTICSEARCH_PREFIX = f"test-{uuid.uuid4().hex[:12]}"
    settings.ELASTICSEARCH_REPLICAS = 0
    settings.ELASTICSEARCH_TIMEOUT = 5.0
    elastic.client.cache_clear()
    yield elastic.client()
    client = Elasticsearch(NODE)
    for name in client.indices.get(index=f"{elastic.alias()}-*"):
        client.indices.delete(index=name)
    elastic.client.cache_clear()


@pytest.fixture(params=["database", "elasticsearch"])
def engine(request: Any, indexed: Plan) -> Engine:
    """An engine that has the real plan."""
    return having_what_the_database_has(request)


@pytest.fixture(params=["database", "elasticsearch"])
def full_engine(request: Any, with_demonstration: list[Document]) -> Engine:
    """One that has the real plan and a demonstration."""
    return having_what_the_database_has(request)


def having_what_the_database_has(request: Any) -> Engine:
    if request.param == "database":
        return database_engine()
    request.getfixturevalue("elasticsearch")
    mirror.rebuild(quiet)
    return elastic.ElasticEngine()


@pytest.fixture
def hanging(settings: Any) -> Iterator[list[socket.socket]]:
    """A server that takes every connection and never says a word."""
    settings.SEARCH_ENGINE = "elasticsearch"
    taken: list[socket.socket] = []
    server = socket.create_server(("127.0.0.1", 0))

    def take() -> None:
        while True:
            try:
                taken.append(server.accept()[0])
            except OSError:
                return

    threading.Thread(target=take, daemon=True).start()
    settings.ELASTICSEARCH_URL = [f"http://127.0.0.1:{server.getsockname()[1]}"]
    settings.ELASTICSEARCH_TIMEOUT = 0.3
    elastic.client.cache_clear()
    yield taken
    server.close()
    for connection in taken:
        connection.close()
    elastic.client.cache_clear()


@pytest.fixture
def down(settings: Any) -> Iterator[None]:
    """Elasticsearch is the setting, and nobody listens there."""
    settings.SEARCH_ENGINE = "elasticsearch"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.ELASTICSEARCH_URL = [f"http://127.0.0.1:{port}"]
    elastic.client.cache_clear()
    yield
    elastic.client.cache_clear()
