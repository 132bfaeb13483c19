"""Highlights on the original text, escaped; and the piece of a text worth showing."""

import re
from collections.abc import Iterable, Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

from .query import Phrase
from .tokens import NOTHING, Span, fold, is_han, spans

#: Characters of a piece.
WIDTH = 96
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?|\n+")

Place = tuple[int, int]


class Finder:
    """Looks for the same phrases in many texts."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        every = set(phrases)
        plain = [phrase for phrase in every if all(map(is_han, phrase))]
        self._plain = [(phrase[0], _pattern(phrase)) for phrase in plain]
        self._others = every.difference(plain)

    def places(self, text: str) -> list[Place]:
        """Where the phrases stand, in order, run together where they overlap."""
        folded = fold(text)
        found = [
            match.span(1)
            for first, pattern in self._plain
            if first in folded
            for match in pattern.finditer(folded)
        ]
        if self._others:
            said = list(spans(text))
            words = [token for token, _start, _end in said]
            found += [p for each in self._others for p in _standing(each, words, said)]
        merged: list[Place] = []
        for start, end in sorted(found):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return merged


def _pattern(phrase: Phrase) -> re.Pattern[str]:
    """A phrase of Han characters, found without cutting the text. Looks ahead only, so
    that places which overlap are all found.
    """
    return re.compile(f"(?=({NOTHING.join(phrase)}))")


def marked(
    text: str, marks: Sequence[Place], window: Place | None = None
) -> SafeString:
    """`text` (or its `window`) escaped, with <mark> round the places in it."""
    at, stop = window or (0, len(text))
    if not marks and not at and stop == len(text):
        return mark_safe(escape(text))  # noqa: S308
    pieces = ["…" if at else ""]
    for start, end in marks:
        start, end = max(start, at), min(end, stop)
        if start < end:
            pieces += [escape(text[at:start]), "<mark>", escape(text[start:end])]
            pieces.append("</mark>")
            at = end
    pieces += [escape(text[at:stop]), "…" if stop < len(text.rstrip()) else ""]
    return mark_safe("".join(pieces))  # noqa: S308  (every piece of text is escaped)


def best_window(text: str, marks: Sequence[Place]) -> Place:
    """The sentence with the most places, cut round them where it is long."""
    if len(text) <= WIDTH:
        return 0, len(text)
    sentences = [match.span() for match in _SENTENCE.finditer(text)] or [(0, len(text))]
    start, end = max(sentences, key=lambda s: (len(_inside(marks, s)), -s[0]))
    inside = _inside(marks, (start, end))
    if end - start <= WIDTH:
        return start, _filled(sentences, start, end)
    first = inside[0][0] if inside else start
    start = max(start, min(first - WIDTH // 4, end - WIDTH))
    return start, min(end, start + WIDTH)


def _filled(sentences: Sequence[Place], start: int, end: int) -> int:
    """Further sentences after the best one, as long as there is room."""
    for following in sentences:
        if following[0] == end and following[1] - start <= WIDTH:
            end = following[1]
    return end


def _inside(marks: Sequence[Place], sentence: Place) -> list[Place]:
    return [m for m in marks if sentence[0] <= m[0] and m[1] <= sentence[1]]


def _standing(
    phrase: Phrase, words: list[str], said: Sequence[Span]
) -> Iterable[Place]:
    width, wanted, at = len(phrase), list(phrase), -1
    for _time in range(words.count(wanted[0])):
        at = words.index(wanted[0], at + 1)
        if words[at : at + width] == wanted:
            yield said[at].start, said[at + width - 1].end
