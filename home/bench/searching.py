"""The search over 200,000 rows made from the plan, on each engine that is at hand.

SQLite always; PostgreSQL where BENCH_DATABASE_URL names an empty database, and
Elasticsearch where ELASTICSEARCH_URL names a node.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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
    for engine in _engines():
        with scratch() as var:
            yield from _measure(engine, var)


def _engines() -> Iterator[Engine]:
    yield Engine("SQLite", 150, 1.5, {"SEARCH_ENGINE": "database"})
    if url := os.environ.get("BENCH_DATABASE_URL"):
        there = {"SEARCH_ENGINE": "database", "DATABASE_URL": url}
        yield Engine("PostgreSQL", 500, 1.5, there)
    if os.environ.get("ELASTICSEARCH_URL"):
        there = {
            "SEARCH_ENGINE": "elasticsearch",
            "ELASTICSEARCH_PREFIX": "bench",
            "ELASTICSEARCH_REPLICAS": "0",
        }
        yield Engine("Elasticsearch", 80, 2, there)


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
