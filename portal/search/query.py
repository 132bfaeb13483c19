"""A query as engines see it: what must stand in a text, any way of saying it, in order.

Words have been cut and widened before; see `reading.py` for how a person's words become
a Query.
"""

from dataclasses import dataclass, field

#: Tokens that must stand in a text one after the other.
Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """What must stand in the text, in any of these ways; the first is as asked."""

    ways: tuple[Phrase, ...]


@dataclass(frozen=True)
class Query:
    """All `terms` must stand in a text and none of `without`.

    A text with `whole`, the query's own tokens in a row, comes before others.
    """

    terms: tuple[Term, ...] = ()
    without: tuple[Phrase, ...] = ()
    whole: Phrase = ()

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def phrases(self) -> list[Phrase]:
        """Everything worth highlighting, the longest first."""
        ways = {way for term in self.terms for way in term.ways}
        return sorted(ways | ({self.whole} if self.whole else set()), key=len)[::-1]

    def stands_in(self, tokens: str) -> bool:
        """Whether a text with these tokens, a space on both sides of each, is a hit."""

        def stands(phrase: Phrase) -> bool:
            return f" {' '.join(phrase)} " in tokens

        wanted = all(any(map(stands, term.ways)) for term in self.terms)
        return wanted and not any(map(stands, self.without))

    def relaxed(self) -> "Query":
        """Any of the terms will do."""
        ways = tuple(dict.fromkeys(way for term in self.terms for way in term.ways))
        return Query(terms=(Term(ways),), without=self.without, whole=self.whole)


@dataclass(frozen=True)
class Narrowing:
    """Facets chosen by the reader; empty means all."""

    kind: str = ""
    chapter: str = ""
    unit: str = ""
    year: int | None = None

    FACETS = ("kind", "chapter", "unit", "year")

    def chosen(self, *, but: str = "") -> dict[str, str | int]:
        """Facet → value of those that are set, `but` that one."""
        values = {name: getattr(self, name) for name in self.FACETS if name != but}
        return {name: value for name, value in values.items() if value}


@dataclass(frozen=True)
class Window:
    """The best `limit` of each of `kinds` after `offset`."""

    kinds: tuple[str, ...]
    limit: int
    offset: int = 0


#: Hits with the whole query stand this many tiers above others.
WHOLE = 100


@dataclass(frozen=True)
class Hit:
    """`tier` is the boost, and WHOLE more where the whole query stands in the text."""

    key: str
    kind: str
    tier: int


@dataclass
class Found:
    """An engine's answer: keys only, and counts.

    `hits` are the best of each kind. `counts[facet][value]` counts the hits under all
    other facets chosen.
    """

    hits: list[Hit] = field(default_factory=list)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)


def phrase_stands(phrase: Phrase, tokens: list[str]) -> bool:
    """The truth that every engine answers to: the phrase is a run of the tokens."""
    wanted, width = list(phrase), len(phrase)
    starts = (at for at, token in enumerate(tokens) if token == wanted[0])
    return any(tokens[at : at + width] == wanted for at in starts)
