"""What a person typed, read as a Query.

Spaces mean and; "…" means just so; a minus before a word means without it. Han text is
cut into words with jieba, and each word is asked for as a phrase of single characters,
so that finding it never depends on how the text would have been cut.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import rjieba

from .query import Phrase, Query, Term
from .synonyms import synonyms
from .tokens import BREAK, is_han, tokens
from .words import names, stopwords

#: Longer queries are cut; the page says so.
LONGEST = 200
MOST_TERMS = 12
MOST_WITHOUT = 8
#: Code points that no document in XML may hold.
_NO_CHARACTERS = "\ufffe\uffff"
_PIECES = re.compile(
    r"(?P<minus>(?<!\S)[-－−–])?"
    r"(?:\"(?P<a>[^\"]*)\"|“(?P<b>[^”]*)”|「(?P<c>[^」]*)」|『(?P<d>[^』]*)』"
    r"|(?P<word>[^\s\"“「『]+))"
)


@dataclass(frozen=True)
class Reading:
    """`said` is what was typed, cleaned; `synonyms` what was added, for the page."""

    said: str
    query: Query
    was_cut: bool = False
    added: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Piece:
    text: str
    exact: bool
    minus: bool


def read(typed: str) -> Reading:
    """Never fails; a query of which nothing is left is empty."""
    said = clean(typed)
    was_cut = len(said) > LONGEST
    said = said[:LONGEST]
    terms: list[Term] = []
    without: list[Phrase] = []
    pieces = list(_pieces(said))
    for piece in pieces:
        if piece.minus:
            without.append(tuple(tokens(piece.text)))
        elif piece.exact:
            terms.append(Term((tuple(tokens(piece.text)),)))
    terms += _terms(" ".join(p.text for p in pieces if not (p.minus or p.exact)))
    terms = [term for term in dict.fromkeys(terms) if term.ways[0]][:MOST_TERMS]
    query = Query(
        terms=tuple(terms),
        without=tuple(dict.fromkeys(filter(None, without)))[:MOST_WITHOUT],
        whole=_whole(pieces) if len(terms) > 1 else (),
    )
    return Reading(said, query, was_cut, _added(terms))


def clean(typed: str) -> str:
    """Without control, bidi and other invisible characters; spaces run together."""
    kept = (
        " " if unicodedata.category(character) == "Cc" else character
        for character in typed[: 20 * LONGEST]
        if unicodedata.category(character) not in ("Cf", "Cs", "Co")
        and character not in _NO_CHARACTERS
    )
    return " ".join("".join(kept).split())


def cut(run: str) -> list[str]:
    """Words of a run of folded Han characters; those with synonyms stay whole."""
    known = sorted((word for word in synonyms() if word in run), key=len)
    if not known:
        return list(rjieba.cut(run))
    before, _, after = run.partition(known[-1])
    return [*(cut(before) if before else []), known[-1], *(cut(after) if after else [])]


def _pieces(said: str) -> Iterator[_Piece]:
    for found in _PIECES.finditer(said):
        groups = found.groupdict()
        quoted = next(
            (groups[name] for name in "abcd" if groups[name] is not None), None
        )
        text = groups["word"] if quoted is None else quoted
        yield _Piece(text, exact=quoted is not None, minus=bool(groups["minus"]))


def _terms(text: str) -> list[Term]:
    """Each word of plain text as a term; words that narrow nothing only if alone."""
    words = list(_words(text))
    narrowing = [word for word in words if "".join(word) not in stopwords()]
    return [
        Term(tuple(dict.fromkeys((word, *_widened(word)))))
        for word in narrowing or words
    ]


def _words(text: str) -> Iterator[Phrase]:
    for han, run in groupby(tokens(text), key=is_han):
        if han:
            yield from (tuple(word) for word in cut("".join(run)))
        else:
            yield from _latin([token for token in run if token != BREAK])


def _latin(run: list[str]) -> Iterator[Phrase]:
    """`ku er le` is one name; other words stand alone."""
    joined = "".join(run)
    if len(run) > 1 and joined in names():
        yield (joined,)
        return
    yield from ((word,) for word in run)


def _widened(word: Phrase) -> tuple[Phrase, ...]:
    said = "".join(word)
    sounding = names().get(said, ()) if said.isascii() else ()
    return (*synonyms().get(said, ()), *sounding)


def _whole(pieces: Iterable[_Piece]) -> Phrase:
    """The query's own tokens in a row, where it is plain words."""
    plain = [piece.text for piece in pieces if not piece.minus]
    if any(piece.exact for piece in pieces):
        return ()
    whole = tokens(" ".join(plain))
    while whole and whole[-1] == BREAK:
        whole.pop()
    while whole and whole[0] == BREAK:
        whole.pop(0)
    return tuple(whole)


def _added(terms: Iterable[Term]) -> tuple[str, ...]:
    return tuple(
        "".join(way) if all(map(is_han, way)) else " ".join(way)
        for term in terms
        for way in term.ways[1:]
    )
