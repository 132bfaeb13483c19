"""PostgreSQL: a GIN index over tokens and neighbouring pairs (see `fulltext.py`).

A phrase of one or two tokens is one lexeme and exact in the index. A longer one asks
for all its pairs, and the few candidates are then read for the phrase itself.
"""

from collections.abc import Sequence
from itertools import pairwise

from ..models import Entry
from ..query import Found, Narrowing, Phrase, Query, Window
from .protocol import Dated
from .statement import Match, finds, newest, run


class PostgresEngine:
    name = "postgresql"

    def search(self, query: Query, narrowing: Narrowing, window: Window) -> Found:
        return run(match(query), narrowing, window)

    def finds(self, query: Query) -> bool:
        return finds(match(query))

    def newest(self, query: Query, narrowing: Narrowing, most: int) -> list[Dated]:
        return newest(match(query), narrowing, most)

    def count(self) -> int:
        return Entry.objects.count()


def lexemes(tokens: Sequence[str]) -> str:
    """The text form of the tsvector: each token and each pair of neighbours, once."""
    grams = {*tokens, *map(" ".join, pairwise(tokens))}
    return " ".join(f"'{gram}'" for gram in sorted(grams))


def match(query: Query) -> Match:
    wanted = [_any([_lexemes_of(way) for way in term.ways]) for term in query.terms]
    unwanted = [f"!{_lexemes_of(way)}" for way in query.without if len(way) < 3]
    where, params = ["e.grams @@ %s::tsquery"], [" & ".join([*wanted, *unwanted])]
    reading = False
    for ways in (term.ways for term in query.terms):
        if any(len(way) > 2 for way in ways):
            reading = True
            where.append(f"({' OR '.join(['strpos(t.tokens, %s) > 0'] * len(ways))})")
            params += [_run(way) for way in ways]
    for way in query.without:
        if len(way) > 2:
            reading = True
            where.append("strpos(t.tokens, %s) = 0")
            params.append(_run(way))
    found = Match(source="search_entry e", where=" AND ".join(where), params=params)
    if query.whole:
        reading = True
        found.whole = "CASE WHEN strpos(t.tokens, %s) > 0 THEN 1 ELSE 0 END"
        found.whole_params = (_run(query.whole),)
    if reading:
        found.source += " JOIN search_entrytext t ON t.id = e.id"
    return found


def _lexemes_of(phrase: Phrase) -> str:
    """`'养'`, `'养 老'`, `('养 老' & '老 院')`"""
    if len(phrase) == 1:
        return f"'{phrase[0]}'"
    pairs = dict.fromkeys(map(" ".join, pairwise(phrase)))
    return "(" + " & ".join(f"'{pair}'" for pair in pairs) + ")"


def _any(ways: Sequence[str]) -> str:
    return "(" + " | ".join(ways) + ")"


def _run(phrase: Phrase) -> str:
    return f" {' '.join(phrase)} "
