"""Elasticsearch 8 through elasticsearch.dsl: asked for phrases, answers with keys."""

from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from elasticsearch import (
    ApiError,
    AuthorizationException,
    Elasticsearch,
    TransportError,
)
from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.query import Query as Clause

from ..query import WHOLE, Found, Hit, Narrowing, Phrase, Query, Window
from .protocol import EngineUnavailable

_ORDER: list[dict[str, Any]] = [
    {"_score": {"order": "desc"}},
    {"boost": {"order": "desc"}},
    {"length": {"order": "asc"}},
    {"key": {"order": "asc"}},
]
_FACET_VALUES = 500
_FAILURES = (ApiError, TransportError)


@cache
def client() -> Elasticsearch:
    """One client a process; it tries another node when one does not answer."""
    return Elasticsearch(
        settings.ELASTICSEARCH_URL,
        max_retries=2,
        dead_node_backoff_factor=1,
        max_dead_node_backoff=10,
        **settings.ELASTICSEARCH_OPTIONS,
    )


def alias() -> str:
    """The name that reads go to."""
    return f"{settings.ELASTICSEARCH_PREFIX}-entries"


class ElasticEngine:
    name = "elasticsearch"

    def search(self, query: Query, narrowing: Narrowing, window: Window) -> Found:
        body = request(query, narrowing, window)
        try:
            answer = _client().search(index=alias(), body=body).body
            if answer["_shards"]["failed"] and not answer["timed_out"]:
                # A node that ends between finding hits and giving their words: only
                # the finding is tried at its copies. Asked anew, they do both.
                answer = _client().search(index=alias(), body=body).body
            if answer["timed_out"] or answer["_shards"]["failed"]:
                # Part of the hits would pass for all of them.
                raise EngineUnavailable("incomplete")
            return _found(answer, narrowing, window)
        except (*_FAILURES, KeyError, TypeError) as error:
            raise EngineUnavailable(type(error).__name__) from error

    def count(self) -> int:
        try:
            return int(_client().count(index=alias())["count"])
        except _FAILURES as error:
            raise EngineUnavailable(type(error).__name__) from error

    def is_blocked(self) -> bool:
        """It says itself that the index takes no change: its disk is almost full, say.

        Raises EngineUnavailable; who may not ask for it learns nothing.
        """
        try:
            state = _client().cluster.state(metric="blocks", index=alias()).body
        except AuthorizationException:
            return False
        except _FAILURES as error:
            raise EngineUnavailable(type(error).__name__) from error
        blocks = [state["blocks"].get("global", {})]
        blocks += state["blocks"].get("indices", {}).values()
        return any(
            "write" in block["levels"] for group in blocks for block in group.values()
        )


def request(query: Query, narrowing: Narrowing, window: Window) -> dict[str, Any]:
    """The whole results page in one request."""
    frame = _frame(narrowing, window, int(settings.ELASTICSEARCH_TIMEOUT * 1000))
    return {**frame, "query": _clause(query).to_dict()}


@lru_cache(maxsize=64)
def _frame(narrowing: Narrowing, window: Window, milliseconds: int) -> dict[str, Any]:
    """All but the query: what is counted, and the best of each kind. Not to change."""
    search = (
        Search()
        .extra(timeout=f"{milliseconds}ms", track_total_hits=False)
        .source(False)
    )
    for facet in narrowing.FACETS:
        counted = A("terms", field=facet, size=_FACET_VALUES)
        chosen = _chosen(narrowing.chosen(but=facet))
        search.aggs.bucket(f"count_{facet}", "filter", filter=chosen).bucket(
            "values", counted
        )
    if len(window.kinds) == 1:
        return dict(_one_kind(search, narrowing, window).to_dict())
    for kind in window.kinds:
        chosen = _chosen({**narrowing.chosen(but="kind"), "kind": kind})
        search.aggs.bucket(f"best_{kind}", "filter", filter=chosen).bucket(
            "hits", "top_hits", size=window.limit, sort=_ORDER, _source=False
        )
    return dict(search.extra(size=0).to_dict())


def _one_kind(search: Search, narrowing: Narrowing, window: Window) -> Search:
    chosen = {**narrowing.chosen(but="kind"), "kind": window.kinds[0]}
    return (
        search.post_filter(_chosen(chosen))
        .sort(*_ORDER)
        .extra(size=window.limit, from_=window.offset)
    )


def _client() -> Elasticsearch:
    return _within(client(), settings.ELASTICSEARCH_TIMEOUT)


@lru_cache(maxsize=1)
def _within(whole: Elasticsearch, seconds: float) -> Elasticsearch:
    """Made once: a client has forty parts.

    Another node is asked where one refuses the connection, which costs nothing; after
    an answer, or none in time, the reader has waited enough. Only an answer that lost
    a node, which comes early, is asked for once more.
    """
    return whole.options(request_timeout=seconds, retry_on_status=())


def _clause(query: Query) -> Clause:
    whole = []
    if query.whole:
        whole = [Q("constant_score", filter=_phrase(query.whole), boost=WHOLE)]
    return Q(
        "bool",
        filter=[
            Q(
                "bool",
                should=[_phrase(way) for way in term.ways],
                minimum_should_match=1,
            )
            for term in query.terms
        ],
        must_not=[_phrase(way) for way in query.without],
        should=whole,
        minimum_should_match=0,
    )


def _phrase(phrase: Phrase) -> Clause:
    if len(phrase) == 1:
        return Q("term", tokens=phrase[0])
    return Q("match_phrase", tokens=" ".join(phrase))


def _chosen(values: dict[str, str | int]) -> Clause:
    return Q("bool", filter=[Q("term", **{name: v}) for name, v in values.items()])


def _found(answer: dict[str, Any], narrowing: Narrowing, window: Window) -> Found:
    found = Found()
    for facet in narrowing.FACETS:
        buckets = answer["aggregations"][f"count_{facet}"]["values"]["buckets"]
        found.counts[facet] = {str(b["key"]): b["doc_count"] for b in buckets}
    for kind in window.kinds:
        if len(window.kinds) == 1:
            hits = answer["hits"]["hits"]
        else:
            hits = answer["aggregations"][f"best_{kind}"]["hits"]["hits"]["hits"]
        found.hits += [
            Hit(key=hit["_id"], kind=kind, tier=int(hit["sort"][0] + hit["sort"][1]))
            for hit in hits
        ]
    return found
