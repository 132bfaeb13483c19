"""The word lists that editors may extend: synonyms, words that narrow nothing, names.

Lines that begin with # are comments. A list is read once a process.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any

from django.utils.functional import SimpleLazyObject

from .query import Phrase
from .tokens import fold, tokens

#: Its tables take most of a second to read: only once somebody types Latin letters.
pypinyin: Any = SimpleLazyObject(partial(import_module, "pypinyin"))

DATA = Path(__file__).parent / "data"
#: A name of many characters with several readings each would have too many spellings.
_SPELLINGS = 64


def lines(name: str) -> Iterator[str]:
    for line in (DATA / name).read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


@cache
def synonyms() -> dict[str, tuple[Phrase, ...]]:
    """Everyday word → other ways to say it. Raises ValueError for a line without =."""
    found: dict[str, tuple[Phrase, ...]] = {}
    for line in lines("synonyms.txt"):
        word, sign, others = line.partition("=")
        if not sign:
            raise ValueError(f"synonyms.txt: no = in {line!r}")
        ways = tuple(tuple(tokens(other)) for other in others.split("、"))
        found[fold(word.strip())] = tuple(way for way in ways if way)
    return found


@cache
def stopwords() -> frozenset[str]:
    return frozenset(
        word for line in lines("stopwords.txt") for word in fold(line).split("、")
    )


@cache
def names() -> dict[str, tuple[Phrase, ...]]:
    """Spelling in Latin letters → the names it may stand for."""
    found: defaultdict[str, list[Phrase]] = defaultdict(list)
    for line in lines("names.txt"):
        name, *others = fold(line).split()
        for spelling in dict.fromkeys([*spellings(name), *others]):
            found[spelling].append(tuple(tokens(name)))
    return {spelling: tuple(ways) for spelling, ways in found.items()}


def spellings(word: str) -> Iterable[str]:
    """`kuerle`, `kuerlei`: every way to read it, without tones and spaces."""
    readings = pypinyin.pinyin(
        word, style=pypinyin.Style.NORMAL, heteronym=True, errors="ignore"
    )
    ways = ("".join(reading) for reading in itertools.product(*readings))
    return itertools.islice(dict.fromkeys(map(_plain, ways)), _SPELLINGS)


def _plain(spelling: str) -> str:
    """As it is typed: ü as v or u."""
    return spelling.replace("ü", "v")
