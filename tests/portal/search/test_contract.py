"""One contract for every engine: an answer equals what stands in the texts."""

import random
import re
from collections import defaultdict
from collections.abc import Iterator

import pytest

from portal.search.documents import Document, kinds
from portal.search.engines.choosing import database_engine
from portal.search.engines.protocol import Engine
from portal.search.query import (
    Found,
    Narrowing,
    Phrase,
    Query,
    Term,
    Window,
    phrase_stands,
)
from portal.search.tokens import tokens
from tests.snapshots import Snapshot

SEED = 20211014
QUERIES = 300
HAN_ONLY = re.compile(r"[\u4e00-\u9fff]+")
ALL = 10_000
OF_THE_PLAN = ("plan", "indicator", "item")


def asking(*ways: str, without: tuple[str, ...] = (), whole: str = "") -> Query:
    return Query(
        terms=tuple(Term((tuple(tokens(way)),)) for way in ways),
        without=tuple(tuple(tokens(way)) for way in without),
        whole=tuple(tokens(whole)),
    )


def hits(engine: Engine, query: Query, **chosen: object) -> set[str]:
    """The keys of all hits of all kinds."""
    window = Window(tuple(kind.key for kind in kinds()), ALL)
    narrowing = Narrowing(**chosen)  # type: ignore[arg-type]
    return {hit.key for hit in engine.search(query, narrowing, window).hits}


def first_page(engine: Engine, query: Query, limit: int = 20) -> Found:
    names = tuple(kind.key for kind in kinds())
    return engine.search(query, Narrowing(), Window(names, limit))


def drawn_queries(documents: list[Document], seed: int = SEED) -> list[str]:
    """Pieces of one to ten characters of the texts, as they stand there.

    Half are of the plan, half of what people, departments and reviewers said.
    """
    draw = random.Random(seed)
    plan = [document for document in documents if document.kind in OF_THE_PLAN]
    said = [document for document in documents if document.kind not in OF_THE_PLAN]
    assert said
    queries: dict[str, None] = {}
    for some, many in ((plan, QUERIES // 2), (said, QUERIES)):
        found = pieces(some, draw)
        while len(queries) < many:
            queries[next(found)] = None
    return list(queries)


def pieces(documents: list[Document], draw: random.Random) -> Iterator[str]:
    """Those of which no word or number stands cut at an end."""
    while True:
        text = draw.choice(documents).text
        start = draw.randrange(len(text))
        piece = text[start : start + draw.randint(1, 10)]
        inside = tokens(piece)
        whole_words = tokens(text[:start]) + inside + tokens(text[start + len(piece) :])
        if inside and whole_words == tokens(text):
            yield piece


@pytest.fixture(scope="session")
def drawn(
    with_demonstration_rows: tuple[Snapshot, list[Document]],
) -> dict[str, set[str]]:
    """Query → the keys of the texts in which its tokens stand in a row."""
    _rows, documents = with_demonstration_rows
    said = {document.key: tokens(document.text) for document in documents}
    assert len(said) == len(documents)
    holding = defaultdict(set)
    for key, words in said.items():
        for word in words:
            holding[word].add(key)
    truths = {}
    for piece in drawn_queries(documents):
        phrase: Phrase = tuple(tokens(piece))
        with_each = set.intersection(*(holding[word] for word in phrase))
        truths[piece] = {key for key in with_each if phrase_stands(phrase, said[key])}
        assert truths[piece]
    assert len(truths) == QUERIES
    return truths


def test_hits_equal_the_truth(full_engine: Engine, drawn: dict[str, set[str]]) -> None:
    for piece, truth in drawn.items():
        assert hits(full_engine, asking(piece)) == truth, piece
    found = sum(len(truth) for truth in drawn.values())
    print(f"{full_engine.name}: {QUERIES} queries, {found} hits, all as in the texts")


def test_han_queries_find_every_substring(
    full_engine: Engine,
    drawn: dict[str, set[str]],
    with_demonstration: list[Document],
) -> None:
    """The truth here is `in`, which knows nothing of tokens."""
    han = [piece for piece in drawn if HAN_ONLY.fullmatch(piece)]
    assert len(han) > 100
    for piece in han:
        plain = {d.key for d in with_demonstration if piece in d.text}
        assert plain <= hits(full_engine, asking(piece)), piece


def test_words_must_all_stand_in_a_text(
    engine: Engine, documents: list[Document]
) -> None:
    both = {d.key for d in documents if "养老" in d.text and "服务" in d.text}
    assert hits(engine, asking("养老", "服务")) == both
    assert both


def test_any_way_of_a_term_will_do(engine: Engine, documents: list[Document]) -> None:
    query = Query(terms=(Term((tuple("养老院"), tuple("养老服务机构"))),))
    truth = {d.key for d in documents if "养老服务机构" in d.text}
    assert hits(engine, query) == truth
    assert truth


@pytest.mark.parametrize("unwanted", ["企业", "高质量发展"])
def test_unwanted_words_are_in_no_hit(
    engine: Engine, documents: list[Document], unwanted: str
) -> None:
    query = asking("发展", without=(unwanted,))
    truth = {d.key for d in documents if "发展" in d.text and unwanted not in d.text}
    assert hits(engine, query) == truth


def test_facets_narrow_and_count(engine: Engine, documents: list[Document]) -> None:
    wanted = [d for d in documents if "养老" in d.text]
    chapter = wanted[0].chapter
    inside = {d.key for d in wanted if d.chapter == chapter}
    assert hits(engine, asking("养老"), chapter=chapter) == inside
    found = engine.search(
        asking("养老"), Narrowing(chapter=chapter), Window(("plan",), 5)
    )
    assert sum(found.counts["kind"].values()) == len(inside)
    # Its own facet still counts the others, so that the reader can go there.
    assert sum(found.counts["chapter"].values()) == len(
        [d for d in wanted if d.chapter]
    )


def test_every_engine_sorts_alike(engine: Engine) -> None:
    for query in (asking("发展"), asking("养老", "服务", whole="养老服务")):
        assert first_page(engine, query) == first_page(database_engine(), query)


def test_the_whole_query_comes_first(engine: Engine) -> None:
    found = first_page(engine, asking("养老", "服务", whole="养老服务"))
    tiers = [hit.tier for hit in found.hits if hit.kind == "plan"]
    assert tiers == sorted(tiers, reverse=True)
    assert tiers[0] >= 100 > tiers[-1]


def test_pages_follow_one_another(engine: Engine) -> None:
    query, everything = asking("发展"), Window(("plan",), ALL)
    keys = [hit.key for hit in engine.search(query, Narrowing(), everything).hits]
    pages = [
        hit.key
        for offset in range(0, len(keys), 20)
        for hit in engine.search(query, Narrowing(), Window(("plan",), 20, offset)).hits
    ]
    assert pages == keys


def test_nothing_found(engine: Engine) -> None:
    found = first_page(engine, asking("龘龘"))
    assert (found.hits, found.counts["kind"]) == ([], {})


def test_count(engine: Engine, documents: list[Document]) -> None:
    assert engine.count() == len(documents)
