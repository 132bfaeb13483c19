"""What may be asked instead of a query that finds nothing.

Each question here stops at the first hit, and there are few of them: what a reader
types can name many words that every text has.
"""

from collections.abc import Iterator
from itertools import islice

from . import near
from .engines.choosing import database_engine
from .query import Query, Term
from .reading import read

#: Words of which any will do, where no text has all of those that stand somewhere.
_ANY_OF = 4
#: Other queries that are tried, and words that are thought misspelt.
_TRIED, _MISSPELT = 8, 3


def finds(query: Query) -> bool:
    """Asked of the database, whose index is always there."""
    return bool(query) and database_engine().finds(query)


def some_of(query: Query) -> tuple[Iterator[Query], list[str]]:
    """Wider queries, the narrowest first; and the words that stand nowhere."""
    standing = [term for term in query.terms if finds(Query((term,)))]
    missing = ["".join(term.ways[0]) for term in query.terms if term not in standing]
    return _wider(query, standing), missing


def _wider(query: Query, standing: list[Term]) -> Iterator[Query]:
    """All words that stand anywhere; any of the longest, which say the most."""
    if len(query.terms) > 1 and standing:
        if len(standing) < len(query.terms):
            yield Query(tuple(standing), query.without)
        telling = sorted(standing, key=lambda term: -len(term.ways[0]))[:_ANY_OF]
        yield Query(tuple(telling), query.without, query.whole).relaxed()


def corrected(query: Query, missing: list[str]) -> list[str]:
    """Queries with another word for one that stands nowhere, if they find something."""
    likely = near.corrections(query, missing[:_MISSPELT])
    return _finding(islice(likely, _TRIED))


def sounding_like(said: str) -> list[str]:
    """Words that the whole of what was typed sounds like, if they find something."""
    return _finding(iter(near.instead_of(said)))


def _finding(others: Iterator[str]) -> list[str]:
    return list(islice((o for o in others if finds(read(o).query)), near.MOST))
