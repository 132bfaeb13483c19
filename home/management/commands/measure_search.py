"""`manage.py measure_search fill|ask`: the search over many rows made from the plan.

`fill` builds the index from a source of COUNT documents while queries go on; `ask`
draws words and times the page beside the same queries without it. One JSON a line.
For the bench, in a scratch folder: what stood in the index before is gone.
"""

import json
import random
import re
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from http.client import HTTPConnection
from statistics import quantiles
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.search import rebuilding
from portal.search.documents import (
    Document,
    Source,
    all_scopes,
    documents_of,
    kinds,
    search_sources,
)
from portal.search.engines import elastic, mirror
from portal.search.engines.choosing import Answer, ask, uses_elasticsearch
from portal.search.models import Entry, EntryText
from portal.search.query import Found, Narrowing, Query, Window
from portal.search.reading import cut, read
from portal.search.results import RANKED_FEW

SEED = 20211014
WORDS, ROUNDS = 20, 5
#: Share of the rows that a drawn word stands in.
RARE, COMMON = 0.001, 0.05
_SENTENCE = re.compile(r"[^。！？\n\t]{8,}[。！？]?")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")


class Command(BaseCommand):
    help = "Measure the search over rows made from the plan; for the bench."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["fill", "ask"])
        parser.add_argument("--count", type=int, default=200_000)

    def handle(self, *args: Any, what: str, count: int, **options: Any) -> None:
        measured = fill(count) if what == "fill" else asked()
        self.stdout.write(json.dumps(measured))


def fill(count: int) -> dict[str, float]:
    """Seconds of the rebuild, and the queries that were asked and failed meanwhile.

    Elasticsearch has an index before and is rebuilt; a query that the database had to
    answer for it has failed.
    """
    sentences = _SENTENCE.findall(
        "\n".join(document.text for document in documents_of(list(all_scopes())))
    )
    if not sentences:
        raise CommandError("import a plan first")
    search_sources._providers[:] = [_source(sentences, count)]
    if uses_elasticsearch():
        mirror.rebuild(lambda _done: None)
    stop, tries, failures = threading.Event(), [0], [0]

    def keep_asking() -> None:
        while not stop.wait(0.05):
            tries[0] += 1
            try:
                failures[0] += bool(_answer(read("发展").query).instead)
            except Exception:
                failures[0] += 1
        connection.close()

    asking = threading.Thread(target=keep_asking)
    began = time.perf_counter()
    asking.start()
    try:
        rebuilding.rebuild(lambda *_progress: None, mirrored_next=uses_elasticsearch())
        if uses_elasticsearch():
            mirror.rebuild(lambda _done: None)
    finally:
        stop.set()
        asking.join()
    return {
        "entries": Entry.objects.count(),
        "seconds": time.perf_counter() - began,
        "queries": tries[0],
        "failed": failures[0],
    }


def _source(sentences: list[str], count: int) -> Source:
    names = [kind.key for kind in kinds()]

    def documents(scopes: Sequence[str]) -> Iterator[Document]:
        for scope in scopes:
            number = int(scope.partition(":")[2])
            draw = random.Random(SEED + number)  # noqa: S311
            yield Document(
                key=scope,
                scope=scope,
                kind=names[number % len(names)],
                title=f"{number}",
                text="".join(draw.choices(sentences, k=draw.randint(1, 5))),
                path=f"bench/{number}/",
                chapter=f"bench.{number % 18 + 1}",
                unit=f"unit-{number % 30}",
                date=date(2021 + number % 5, 1, 1),
            )

    return Source("bench", lambda: (f"bench:{n}" for n in range(count)), documents)


def asked() -> dict[str, float | str]:
    """p95 of the page and of its queries alone, in milliseconds, over drawn words."""
    client, url = Client(headers={"host": "127.0.0.1"}), reverse("search")
    pages: list[float] = []
    raw: list[float] = []
    words = drawn_words()
    for word in words:
        query = {"q": word}
        client.get(url, query)
        bare = _bare_request(word) if uses_elasticsearch() else _bare_sql(client, word)
        bare()
        for _round in range(ROUNDS):
            pages.append(_milliseconds(lambda: client.get(url, query)))  # noqa: B023
            raw.append(_milliseconds(bare))
    return {"page": _p95(pages), "raw": _p95(raw), "words": "、".join(words)}


def drawn_words() -> list[str]:
    """Words of two to four characters in 0.1–5 % of the rows, drawn with a seed."""
    sample = EntryText.objects.order_by("id").values_list("text", flat=True)[:2000]
    runs = {run for text in sample for run in _HAN.findall(text)}
    words = sorted({word for run in runs for word in cut(run) if 2 <= len(word) <= 4})
    random.Random(SEED).shuffle(words)  # noqa: S311
    total, drawn = Entry.objects.count(), []
    for word in words:
        counts = page(read(word).query).counts["kind"]
        if RARE * total <= sum(counts.values()) <= COMMON * total:
            drawn.append(word)
        if len(drawn) == WORDS:
            return drawn
    raise CommandError(f"only {len(drawn)} words are neither rare nor common")


def page(query: Query) -> Found:
    """What the results page asks its engine."""
    return _answer(query).found


def _answer(query: Query) -> Answer:
    return ask(
        query, Narrowing(), Window(tuple(kind.key for kind in kinds()), RANKED_FEW)
    )


def _bare_sql(client: Client, word: str) -> Callable[[], None]:
    """The page's own statements on the index, run without Django."""
    statements: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "search_entry" in sql:
            statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note), CaptureQueriesContext(connection):
        client.get(reverse("search"), {"q": word})
    mark = "?" if connection.vendor == "sqlite" else "%s"
    plain = [(sql.replace("%s", mark), params) for sql, params in statements]

    def run() -> None:
        cursor = connection.connection.cursor()
        for sql, params in plain:
            cursor.execute(sql, params)
            cursor.fetchall()
        cursor.close()

    return run


def _bare_request(word: str) -> Callable[[], None]:
    """The page's own request to Elasticsearch, over a connection kept open."""
    window = Window(tuple(kind.key for kind in kinds()), RANKED_FEW)
    body = elastic.request(read(word).query, Narrowing(), window)
    node = urlsplit(settings.ELASTICSEARCH_URL[0])
    http = HTTPConnection(str(node.hostname), node.port or 9200)

    def run() -> None:
        http.request(
            "POST",
            f"/{elastic.alias()}/_search",
            json.dumps(body),
            {"Content-Type": "application/json"},
        )
        json.loads(http.getresponse().read())

    return run


def _milliseconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1000


def _p95(values: list[float]) -> float:
    return quantiles(values, n=20)[-1]
