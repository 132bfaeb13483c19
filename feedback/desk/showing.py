"""A text for the eye: what is invisible gets a name, what looks personal a mark."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from feedback.suggestions.personal_data import DataKind, find

#: Whitespace that may stand as it is.
_PLAIN = {"\n", " ", "　"}
#: Format, control, private, unassigned, separators; and letters that print nothing.
_UNSEEN = {"Cc", "Cf", "Co", "Cn", "Zl", "Zp", "Zs"}
_BLANK = {"\u115f", "\u1160", "\u3164", "\uffa0", "\u2800", "\u034f"}
_CONTROLS = {"\r": "CR", "\t": "TAB", "\x1b": "ESC", "\x7f": "DEL"}


@dataclass(frozen=True)
class Piece:
    """`unseen`: `text` is the name of a character. `kind`: it looks like such data."""

    text: str
    unseen: bool = False
    kind: DataKind | None = None


def pieces(text: str, *, marked: bool = True) -> list[Piece]:
    """`text` in order, every character of it; a CR that no LF follows has a name.

    `marked`: what looks like somebody's number is told apart.
    """
    found: list[Piece] = []
    done = 0
    for span in find(text) if marked else []:
        found += _named(text[done : span.start], None)
        found += _named(text[span.start : span.end], span.kind)
        done = span.end
    return found + list(_named(text[done:], None))


def _named(text: str, kind: DataKind | None) -> Iterator[Piece]:
    run = ""
    for at, character in enumerate(text):
        if is_unseen(character) and text[at : at + 2] != "\r\n":
            if run:
                yield Piece(run, kind=kind)
            yield Piece(name_of(character), unseen=True, kind=kind)
            run = ""
        else:
            run += character
    if run:
        yield Piece(run, kind=kind)


def is_unseen(character: str) -> bool:
    """Prints nothing, or turns the direction of what follows."""
    if character in _PLAIN:
        return False
    return (
        unicodedata.category(character) in _UNSEEN
        or character in _BLANK
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
    )


def name_of(character: str) -> str:
    """U+202E RIGHT-TO-LEFT OVERRIDE, U+000D CR."""
    name = unicodedata.name(character, _CONTROLS.get(character, ""))
    return f"U+{ord(character):04X} {name}".strip()
