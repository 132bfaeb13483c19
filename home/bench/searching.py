"""The search over 200,000 rows made from the plan, on each of the three engines.

PostgreSQL and Elasticsearch are started where their programs are; ELASTICSEARCH_URL
names a node that is there already.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import elasticsearch, postgresql
from .children import manage, scratch
from .rows import Row

COUNT = 200_000


@dataclass(frozen=True)
class Engine:
    """`limit` in milliseconds; `ratio` of the page to its queries alone."""

    name: str
    limit: float
    ratio: float
    environment: dict[str, str]


def searching() -> Iterator[Row]:
    """Rebuild while queries go on, then 20 words: the page beside its own queries."""
    with scratch() as var:
        there = {"SEARCH_ENGINE": "database"}
        yield from _measure(Engine("SQLite", 150, 1.5, there), var)
    if postgresql.binaries() is None:
        yield Row("search, PostgreSQL", None, "no PostgreSQL on this machine")
    else:
        with scratch() as var, postgresql.private_cluster(var) as url:
            there = {"SEARCH_ENGINE": "database", "DATABASE_URL": url}
            yield from _measure(Engine("PostgreSQL", 500, 1.5, there), var)
    if not elasticsearch.at_hand():
        yield Row("search, Elasticsearch", None, "no node, no Maven with a JDK")
        return
    with scratch() as var, elasticsearch.node() as url:
        there = {
            "SEARCH_ENGINE": "elasticsearch",
            "ELASTICSEARCH_URL": url,
            "ELASTICSEARCH_PREFIX": "bench",
            "ELASTICSEARCH_REPLICAS": "0",
        }
        yield from _measure(Engine("Elasticsearch", 80, 2, there), var)


def _measure(engine: Engine, var: Path) -> Iterator[Row]:
    name, there = f"search, {engine.name}", engine.environment
    manage(var, "prepare", **there | {"SEARCH_ENGINE": "database"})
    count = f"--count={COUNT}"
    filled = manage(var, "measure_search", "fill", count, **there)
    built = json.loads(filled.output.splitlines()[-1])
    yield Row(f"{name}: rebuild of {built['entries']:,}", built["seconds"], "s")
    yield Row(f"{name}: rebuild, peak memory", filled.peak, "MB", 300)
    what = f"{name}: failed of {built['queries']} queries meanwhile"
    yield Row(what, built["failed"], "", 0)
    output = manage(var, "measure_search", "ask", **there).output
    asked = json.loads(output.splitlines()[-1])
    yield Row(f"{name}: page, p95 of 20 words", asked["page"], "ms", engine.limit)
    yield Row(f"{name}: the same queries alone, p95", asked["raw"], "ms")
    ratio = asked["page"] / asked["raw"]
    yield Row(f"{name}: page beside its queries", ratio, "×", engine.ratio)
