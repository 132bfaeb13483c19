"""Highlights on the original text, escaped; and the piece of a text worth showing."""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

from .query import Phrase
from .tokens import NOTHING, Span, fold, is_han, spans

#: Characters of a piece.
WIDTH = 96
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?|\n+")

Place = tuple[int, int]


def places(text: str, phrases: Iterable[Phrase]) -> list[Place]:
    """Where the phrases stand in `text`, in order, run together where they overlap."""
    folded = fold(text)
    plain = [phrase for phrase in phrases if all(map(is_han, phrase))]
    others = set(phrases).difference(plain)
    found = [place for phrase in plain for place in _written(phrase, folded)]
    if others:
        said = list(spans(text))
        words = [token for token, _start, _end in said]
        found += [p for phrase in others for p in _standing(phrase, words, said)]
    merged: list[Place] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def marked(
    text: str, marks: Sequence[Place], window: Place | None = None
) -> SafeString:
    """`text` (or its `window`) escaped, with <mark> round the places in it."""
    at, stop = window or (0, len(text))
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


def _written(phrase: Phrase, folded: str) -> Iterator[Place]:
    """Where a phrase of Han characters stands, found without cutting the text."""
    if phrase[0] in folded:
        yield from (found.span(1) for found in _pattern(phrase).finditer(folded))


def _pattern(phrase: Phrase) -> re.Pattern[str]:
    """Looks ahead only, so that places which overlap are all found."""
    return re.compile(f"(?=({NOTHING.join(phrase)}))")


def _standing(
    phrase: Phrase, words: list[str], said: Sequence[Span]
) -> Iterable[Place]:
    width, wanted, at = len(phrase), list(phrase), -1
    for _time in range(words.count(wanted[0])):
        at = words.index(wanted[0], at + 1)
        if words[at : at + width] == wanted:
            yield said[at].start, said[at + width - 1].end
