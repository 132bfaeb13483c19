"""Hits as a reader sees them: read from the entries, ranked, cut, marked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection
from django.utils.safestring import SafeString

from .documents import Kind, kinds
from .highlight import Finder, best_window, marked
from .models import EntryText
from .query import WHOLE, Found, Hit, Query

Texts = dict[str, "Text"]


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


class Text(NamedTuple):
    """The row of an entry; a model's instance would cost more than all the rest."""

    key: str
    title: str
    text: str
    tokens: str
    path: str
    label: str
    state: str
    date: Any


_COLUMNS, _TABLE = ", ".join(Text._fields), EntryText._meta.db_table


def texts_of(keys: Sequence[str]) -> Texts:
    """By key; the SQL by hand, because Django's takes as long as the rest of it."""
    if not keys:
        return {}
    marks = ",".join(["%s"] * len(keys))
    sql = f"SELECT {_COLUMNS} FROM {_TABLE} WHERE key IN ({marks})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, keys)
        return {row[0]: Text(*row) for row in cursor.fetchall()}


def groups(
    query: Query, found: Found, texts: Texts, *, kind: str, cut: slice
) -> Iterator[Group]:
    """The kinds with hits, or the chosen `kind`; of each those that `cut` leaves."""
    finder = Finder(query.phrases)
    for each in kinds():
        count = found.counts["kind"].get(each.key, 0)
        if count and kind in ("", each.key):
            hits = [h for h in found.hits if h.kind == each.key and h.key in texts]
            shown = _ranked(query, hits, texts)[cut]
            results = [_result(finder, each, hit, texts[hit.key]) for hit in shown]
            yield Group(each, count, results)


def _ranked(query: Query, hits: Iterable[Hit], texts: Texts) -> list[Hit]:
    """Inside a tier by how much of the text is what was asked for."""
    # Without the spaces round it: a needle that begins with one is slow to find.
    wanted = [" ".join(phrase) for phrase in query.phrases]

    def rank(hit: Hit) -> tuple[int, float]:
        tokens = texts[hit.key].tokens
        return -hit.tier, -sum(map(tokens.count, wanted)) / (len(tokens) + 100)

    return sorted(hits, key=rank)


def _result(finder: Finder, kind: Kind, hit: Hit, entry: Text) -> Result:
    """A heading or a name is its own headline; others are called by their place."""
    first, _, rest = entry.text.partition("\n")
    named = hit.tier % WHOLE > 0
    shown = (rest if rest.strip() else "") if named else entry.text
    headline = marked(first, finder.places(first)) if named else marked(entry.title, [])
    snippet: SafeString | str = ""
    if shown:
        marks = finder.places(shown)
        snippet = marked(shown, marks, best_window(shown, marks))
    return Result(
        key=entry.key,
        path=entry.path,
        headline=headline,
        snippet=snippet,
        note=entry.title if named and first not in entry.title else "",
        form=kind.forms.get(entry.label, ""),
        name=first if named else entry.title,
        text=entry.text,
        date=entry.date,
        state=entry.state,
    )
