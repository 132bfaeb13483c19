"""The one function that feeds every engine: what a text says, token by token.

Each Han character is a token; letters and digits of other scripts stand together as
words. Widths, traditional forms and case are folded character by character, so that a
token's place in the folded text is its place in the original.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

#: Raised whenever `tokens` says something else of the same text: the index is rebuilt.
VERSION = 1
#: Stands where a clause, line or cell ends, so that no phrase runs across it unasked.
BREAK = "¶"
#: A longer word is cut into pieces: Elasticsearch's own limit is 255 characters.
LONGEST_WORD = 60

_HAN = "〇々\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_GAP = r"，。；：、！？…\n\r\t\v\f"
_PIECES = re.compile(
    rf"(?P<han>[{_HAN}])"
    rf"|(?P<word>[^\W_{_HAN}]{{1,{LONGEST_WORD}}})"
    rf"|(?P<gap>[{_GAP}]+)"
)
_IS_HAN = re.compile(f"[{_HAN}]")
#: Pattern of the characters of a folded text that give no token, as many as there are.
NOTHING = rf"(?:(?![{_HAN}{_GAP}])[\W_])*"


class Span(NamedTuple):
    """A token and where it stands: `text[start:end]` of the original."""

    token: str
    start: int
    end: int


def fold(text: str) -> str:
    """Lower case, half width, simplified. Always as long as `text`."""
    return text.translate(_folding())


def spans(text: str) -> Iterator[Span]:
    """The tokens of `text` in order, with their places."""
    for piece in _PIECES.finditer(fold(text)):
        token = BREAK if piece.lastgroup == "gap" else piece.group()
        yield Span(token, *piece.span())


def tokens(text: str) -> list[str]:
    """The tokens of `text` in order: `["库", "尔", "勒", "g218", "线"]`.

    Punctuation that ends a clause, and the end of a line or cell, give one BREAK; other
    punctuation, symbols and invisible characters give nothing.
    """
    return [
        BREAK if piece.lastgroup == "gap" else piece.group()
        for piece in _PIECES.finditer(fold(text))
    ]


def is_han(token: str) -> bool:
    return _IS_HAN.fullmatch(token) is not None


@cache
def _folding() -> dict[int, str]:
    """Code point → one character, for those that change."""
    simplified = _simplified()
    table = {}
    for code in {*_FOLDED, *map(ord, simplified)}:
        character = chr(code)
        if character in _KEPT:
            continue
        wide = unicodedata.normalize("NFKC", character)
        folded = wide if len(wide) == 1 else character
        folded = simplified.get(folded, folded)
        folded = folded.lower() if len(folded.lower()) == 1 else folded
        if folded != character:
            table[code] = folded
    return table


#: The basic plane but for surrogates and private use; letters and digits in the styles
#: of mathematics; compatibility forms of Han characters.
_FOLDED = (
    *range(0xD800),
    *range(0xF900, 0x10000),
    *range(0x1D400, 0x1D800),
    *range(0x2F800, 0x2FA20),
)
#: Clause ends that compatibility folding would turn into ASCII punctuation.
_KEPT = frozenset("，；：！？…")


def _simplified() -> dict[str, str]:
    """Traditional → simplified, one character for one, as OpenCC lists them."""
    path = resources.files("opencc") / "dictionary" / "TSCharacters.txt"
    pairs = (
        line.split("\t", 1) for line in path.read_text("utf-8").splitlines() if line
    )
    return {
        old: new.split(" ")[0]
        for old, new in pairs
        if len(old) == 1 and len(new.split(" ")[0]) == 1
    }
