"""A results page: asked, ranked, grouped, counted, and cut to what is shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection
from django.utils.safestring import SafeString

from . import near
from .documents import Kind, kinds
from .engines.choosing import Answer, ask
from .highlight import best_window, marked, places
from .models import EntryText
from .query import WHOLE, Found, Hit, Narrowing, Query, Window
from .reading import Reading, read

#: Of each kind on the page of all kinds, and on a page of one kind.
FEW, PAGE = 5, 20
#: Hits that are ranked by what they say before a page is cut from them.
_RANKED_FEW, _RANKED = 15, 100
LAST_PAGE = 50


@dataclass(frozen=True)
class Result:
    """`headline` and `snippet` are escaped and marked; `form` says what it is.

    `name` is the headline without marks, `note` says where a named one stands.
    """

    key: str
    path: str
    headline: SafeString
    snippet: SafeString | str
    note: str
    form: Any
    name: str
    text: str
    date: Any
    state: str


@dataclass(frozen=True)
class Group:
    kind: Kind
    count: int
    results: list[Result]

    @property
    def has_more(self) -> bool:
        return self.count > len(self.results)


@dataclass
class Results:
    """`relaxed`: no text had all the words, these have some of them."""

    reading: Reading
    narrowing: Narrowing
    page: int = 1
    groups: list[Group] = field(default_factory=list)
    found: Found = field(default_factory=Found)
    instead: bool = False
    relaxed: bool = False
    others: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(group.count for group in self.groups)

    @property
    def pages(self) -> int:
        """How many pages the chosen kind has; 1 where none is chosen."""
        if not self.narrowing.kind:
            return 1
        return max(1, min(LAST_PAGE, -(-self.total // PAGE)))


def search(typed: str, narrowing: Narrowing, page: int = 1) -> Results:
    """The results page for what somebody typed; two queries for one that is found."""
    reading = read(typed)
    results = Results(reading, narrowing, page)
    if not reading.query:
        return results
    query = reading.query
    answer = _ask(query, narrowing, page)
    if not any(answer.found.counts.values()) and len(query.terms) > 1:
        query = query.relaxed()
        answer = _ask(query, narrowing, page)
        results.relaxed = True
    results.found, results.instead = answer.found, answer.instead
    results.groups = _groups(query, answer.found, narrowing, page)
    if results.relaxed or not results.groups:
        results.others = _corrected(reading.query)
    if not results.others and len(query.terms) > 1 and not _says_all(answer.found):
        results.others = near.instead_of(reading.said)
    return results


def _says_all(found: Found) -> bool:
    """Some text has the whole query."""
    return any(hit.tier >= WHOLE for hit in found.hits)


def _ask(query: Query, narrowing: Narrowing, page: int) -> Answer:
    chosen = tuple(kind.key for kind in kinds() if narrowing.kind in ("", kind.key))
    if not narrowing.kind:
        return ask(query, narrowing, Window(chosen, _RANKED_FEW))
    block = (page - 1) * PAGE // _RANKED
    return ask(query, narrowing, Window(chosen, _RANKED, block * _RANKED))


def _groups(query: Query, found: Found, narrowing: Narrowing, page: int) -> list[Group]:
    texts = _texts([hit.key for hit in found.hits])
    start, stop = 0, FEW
    if narrowing.kind:
        start = (page - 1) * PAGE % _RANKED
        stop = start + PAGE
    groups = []
    for kind in kinds():
        count = found.counts["kind"].get(kind.key, 0)
        hits = [h for h in found.hits if h.kind == kind.key and h.key in texts]
        shown = _ranked(query, hits, texts)[start:stop]
        if count and narrowing.kind in ("", kind.key):
            results = [_result(query, kind, hit, texts[hit.key]) for hit in shown]
            groups.append(Group(kind, count, results))
    return groups


class _Text(NamedTuple):
    """The row of an entry; a model's instance would cost more than all the rest."""

    key: str
    title: str
    text: str
    tokens: str
    path: str
    label: str
    state: str
    date: Any


_COLUMNS, _TABLE = ", ".join(_Text._fields), EntryText._meta.db_table


def _texts(keys: Sequence[str]) -> dict[str, _Text]:
    """By key; the SQL by hand, because Django's takes as long as the rest of it."""
    if not keys:
        return {}
    marks = ",".join(["%s"] * len(keys))
    sql = f"SELECT {_COLUMNS} FROM {_TABLE} WHERE key IN ({marks})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, keys)
        return {row[0]: _Text(*row) for row in cursor.fetchall()}


def _ranked(query: Query, hits: Iterable[Hit], texts: dict[str, _Text]) -> list[Hit]:
    """Inside a tier by how much of the text is what was asked for."""
    # Without the spaces round it: a needle that begins with one is slow to find.
    wanted = [" ".join(phrase) for phrase in query.phrases]

    def rank(hit: Hit) -> tuple[int, float]:
        tokens = texts[hit.key].tokens
        return -hit.tier, -sum(map(tokens.count, wanted)) / (len(tokens) + 100)

    return sorted(hits, key=rank)


def _result(query: Query, kind: Kind, hit: Hit, entry: _Text) -> Result:
    """A heading or a name is its own headline; others are called by their place."""
    first, _, rest = entry.text.partition("\n")
    named = hit.tier % WHOLE > 0
    shown = (rest if rest.strip() else "") if named else entry.text
    headline = marked(first, places(first, query.phrases) if named else [])
    snippet: SafeString | str = ""
    if shown:
        marks = places(shown, query.phrases)
        snippet = marked(shown, marks, best_window(shown, marks))
    return Result(
        key=entry.key,
        path=entry.path,
        headline=headline if named else marked(entry.title, []),
        snippet=snippet,
        note=entry.title if named and first not in entry.title else "",
        form=kind.forms.get(entry.label, ""),
        name=first if named else entry.title,
        text=entry.text,
        date=entry.date,
        state=entry.state,
    )


def _corrected(query: Query) -> list[str]:
    """Queries with another word for one that stands nowhere, if they find something."""
    missing = [
        "".join(term.ways[0]) for term in query.terms if not _finds(Query((term,)))
    ]
    likely = near.corrections(query, missing)
    return list(islice((o for o in likely if _finds(read(o).query)), near.MOST))


def _finds(query: Query) -> bool:
    window = Window(tuple(kind.key for kind in kinds()), 1)
    return bool(ask(query, Narrowing(), window).found.hits)
