"""The word lists that come with the software: words that narrow nothing, names.

Lines that begin with # are comments. A list is read once a process.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache, partial
from importlib import import_module
from itertools import islice, product
from pathlib import Path
from typing import Any

from django.utils.functional import SimpleLazyObject

from .query import Phrase
from .tokens import fold, tokens

#: Its tables take most of a second to read: only once somebody types Latin letters.
pypinyin: Any = SimpleLazyObject(partial(import_module, "pypinyin"))

DATA = Path(__file__).parent / "data"
#: A longer run is no name or word that somebody knows by its sound.
LONGEST_SPELLED = 8
#: A name of many characters with several readings each would have too many spellings.
_SPELLINGS = 64


def lines(name: str) -> Iterator[str]:
    for line in (DATA / name).read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


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


def spellings(word: str) -> tuple[str, ...]:
    """`kuerle`, `kuerlei`: ways to read it, without tones and spaces.

    None of a run longer than LONGEST_SPELLED. A word that has many of them is given the
    likeliest: the product is never walked to its end.
    """
    if len(word) > LONGEST_SPELLED:
        return ()
    readings = pypinyin.pinyin(
        word, style=pypinyin.Style.NORMAL, heteronym=True, errors="ignore"
    )
    plain = [dict.fromkeys(map(_plain, reading)) for reading in readings]
    ways = islice(product(*plain), _SPELLINGS)
    return tuple(dict.fromkeys("".join(way) for way in ways))


def _plain(spelling: str) -> str:
    """As it is typed: ü as v or u."""
    return spelling.replace("ü", "v")
