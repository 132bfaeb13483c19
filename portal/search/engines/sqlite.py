"""SQLite: FTS5 over single tokens, asked for phrases."""

from ..models import Entry
from ..query import Found, Narrowing, Phrase, Query, Window
from .protocol import Dated
from .statement import Match, finds, newest, run


class SQLiteEngine:
    name = "sqlite"

    def search(self, query: Query, narrowing: Narrowing, window: Window) -> Found:
        return run(match(query), narrowing, window)

    def finds(self, query: Query) -> bool:
        return finds(match(query))

    def newest(self, query: Query, narrowing: Narrowing, most: int) -> list[Dated]:
        return newest(match(query), narrowing, most)

    def count(self) -> int:
        return Entry.objects.count()


def match(query: Query) -> Match:
    found = Match(
        # CROSS JOIN keeps SQLite from starting with the entries.
        source="search_tokens CROSS JOIN search_entry e ON e.id = search_tokens.rowid",
        where="search_tokens MATCH %s",
        params=[expression(query)],
    )
    if query.whole:
        found.whole = (
            "e.id IN (SELECT rowid FROM search_tokens WHERE search_tokens MATCH %s)"
        )
        found.whole_params = (_phrase(query.whole),)
    return found


def expression(query: Query) -> str:
    """`("养 老 院" OR "养 老") AND ("服 务") NOT ("企 业")`"""
    wanted = " AND ".join(
        f"({' OR '.join(_phrase(way) for way in term.ways)})" for term in query.terms
    )
    if not query.without:
        return wanted
    return f"({wanted}) NOT ({' OR '.join(_phrase(way) for way in query.without)})"


def _phrase(phrase: Phrase) -> str:
    """Tokens hold letters, digits and the break sign only, so nothing is to escape."""
    return f'"{" ".join(phrase)}"'
