"""Elasticsearch away, slow or odd: the database answers, and the page says so."""

import http.server
import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plan_pages.document.models import Plan
from portal.search import freshness
from portal.search.engines import breaker as breakers
from portal.search.engines import choosing, elastic, mirror
from portal.search.engines.protocol import EngineUnavailable
from portal.search.models import Entry
from portal.search.query import Query, Term, Window
from portal.search.results import Narrowing, search

from .conftest import quiet

SAYS_SO = "搜索服务暂时没有应答"


def _shards(failed: int, **more: Any) -> bytes:
    answer = {"timed_out": False, "_shards": {"failed": failed}, **more}
    return json.dumps(answer).encode()


#: What is no whole answer: out of time, and with a node that ended meanwhile.
ANSWERS = {
    "partial": b'{"timed_out":true,"_shards":{"failed":0}}',
    "lost": _shards(1),
    "lost once": _shards(1),
}
WHOLE = _shards(
    0,
    hits={"hits": [{"_id": "part:1", "sort": [0, 1, 0]}]},
    aggregations={
        f"count_{facet}": {"values": {"buckets": []}} for facet in Narrowing.FACETS
    },
)


class Odd(http.server.BaseHTTPRequestHandler):
    """Answers as `mode` says: slowly, with an error, or with what is no answer."""

    mode = "slow"
    asked = 0

    def do_POST(self) -> None:
        type(self).asked += 1
        if self.mode == "slow":
            time.sleep(3)
        self.send_response(503 if self.mode == "error" else 200)
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Type", "application/json")
        body = ANSWERS.get(self.mode, b"{}")
        if self.mode == "lost once" and self.asked > 1:
            body = WHOLE
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Silent."""


@pytest.fixture
def chosen(settings: Any) -> Iterator[Any]:
    """Elasticsearch is the setting; who answers there is the test's matter."""
    settings.SEARCH_ENGINE = "elasticsearch"
    settings.ELASTICSEARCH_TIMEOUT = 0.3
    elastic.client.cache_clear()
    yield settings
    elastic.client.cache_clear()


@pytest.fixture
def odd(chosen: Any) -> Iterator[type[Odd]]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Odd)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    chosen.ELASTICSEARCH_URL = [f"http://127.0.0.1:{server.server_port}"]
    Odd.asked = 0
    yield Odd
    server.shutdown()
    server.server_close()


def page(client: Client) -> str:
    response = client.get(reverse("search"), {"q": "养老"})
    assert response.status_code == 200
    return response.content.decode()


def test_down_the_database_answers_and_the_page_says_so(
    client: Client, indexed: Plan, down: None
) -> None:
    html = page(client)
    assert SAYS_SO in html
    assert "<mark>养老</mark>" in html


@pytest.mark.parametrize("mode", ["slow", "error", "partial", "lost", "nonsense"])
def test_odd_answers_are_no_answers(
    client: Client, indexed: Plan, odd: type[Odd], mode: str
) -> None:
    odd.mode = mode
    html = page(client)
    assert SAYS_SO in html
    assert "<mark>养老</mark>" in html


def test_an_answer_that_lost_a_node_is_asked_for_once_more(
    odd: type[Odd],
) -> None:
    query = Query(terms=(Term((tuple("养老"),)),))
    odd.mode = "lost once"
    found = elastic.ElasticEngine().search(query, Narrowing(), Window(("plan",), 10))
    assert [(hit.key, hit.tier) for hit in found.hits] == [("part:1", 1)]
    assert odd.asked == 2
    odd.mode, odd.asked = "lost", 0
    with pytest.raises(EngineUnavailable, match="incomplete"):
        elastic.ElasticEngine().search(query, Narrowing(), Window(("plan",), 10))
    assert odd.asked == 2


def test_after_a_failure_it_is_left_alone(
    client: Client, indexed: Plan, odd: type[Odd]
) -> None:
    odd.mode = "error"
    for _attempt in range(5):
        page(client)
    assert choosing.breaker.is_open
    assert odd.asked == 1


@pytest.mark.parametrize("mode", ["slow", "error"])
def test_a_page_waits_for_it_once(
    client: Client, indexed: Plan, odd: type[Odd], settings: Any, mode: str
) -> None:
    """Also where the page would ask again, for some of the words."""
    odd.mode = mode
    url, query = reverse("search"), {"q": "养老 火星基地"}
    client.get(url, query)  # templates and lists of words are read once a process
    choosing.breaker.reset()
    odd.asked = 0
    settings.ELASTICSEARCH_TIMEOUT = 2.0
    began = time.perf_counter()
    client.get(url, query)
    took = time.perf_counter() - began
    client.get(url, query)
    assert odd.asked == 1
    assert took < 2 * settings.ELASTICSEARCH_TIMEOUT


def test_it_is_tried_again_by_itself(
    indexed: Plan, elasticsearch: Any, monkeypatch: Any
) -> None:
    mirror.rebuild(quiet)
    monkeypatch.setattr(breakers, "REST_SECONDS", 0.0)
    choosing.breaker.failed(Exception("down"))
    assert choosing.breaker.is_open
    assert not search("养老", Narrowing()).instead
    assert not choosing.breaker.is_open


def test_one_trial_at_a_time() -> None:
    breaker = breakers.Breaker()
    assert breaker.lets_through()
    breaker.failed(Exception())
    assert not breaker.lets_through()
    breaker._try_at = 0.0
    assert [breaker.lets_through() for _ in range(3)] == [True, False, False]
    breaker.succeeded()
    assert breaker.lets_through()


def test_an_entry_that_is_gone_is_shown_by_no_engine(
    indexed: Plan, elasticsearch: Any
) -> None:
    """Elasticsearch may be behind; what is shown is read from the entries."""
    mirror.rebuild(quiet)
    freshness.gone(list(Entry.objects.values_list("scope", flat=True)))
    groups = search("养老", Narrowing()).groups
    assert [result for group in groups for result in group.results] == []
