"""Where a paragraph's run-in heading and a box's items stand in the text.

The text itself is never cut or changed: templates print the pieces one after another
and wrap the named ones, so that what is printed is the text, character by character.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: A piece of text, and the block id of the item that it is (None for the rest).
Segment = tuple[str, str | None]


@dataclass(frozen=True)
class Span:
    """paragraphs[paragraph][start:end]"""

    paragraph: int
    start: int
    end: int


def lead_spans(text: str, lead: str) -> tuple[str, str, str]:
    """(before, lead, after), joined always `text`; no lead found: (text, "", "")."""
    start = text.find(lead) if lead else -1
    if start < 0:
        return text, "", ""
    end = start + len(lead)
    return text[:start], text[start:end], text[end:]


def locate(paragraphs: Sequence[str], names: Iterable[str]) -> list[Span | None]:
    """Each name's place, searched after the one before it; None where it is not."""
    found: list[Span | None] = []
    paragraph, start = 0, 0
    for name in names:
        span = _next(paragraphs, name, paragraph, start) if name else None
        found.append(span)
        if span is not None:
            paragraph, start = span.paragraph, span.end
    return found


def box_segments(value: Mapping[str, Any]) -> list[list[Segment]]:
    """Per paragraph of a box's block value its text in pieces: (text, item id or None).

    An item that does not stand in the text has no piece.
    """
    paragraphs = [str(text) for text in value["paragraphs"]]
    items = list(value["items"].bound_blocks)
    spans = locate(paragraphs, [item.value["name"] for item in items])
    placed = [
        (span, str(item.id))
        for span, item in zip(spans, items, strict=True)
        if span is not None
    ]
    return [
        _pieces(text, [pair for pair in placed if pair[0].paragraph == index])
        for index, text in enumerate(paragraphs)
    ]


def _next(
    paragraphs: Sequence[str], name: str, paragraph: int, start: int
) -> Span | None:
    for index in range(paragraph, len(paragraphs)):
        at = paragraphs[index].find(name, start if index == paragraph else 0)
        if at >= 0:
            return Span(index, at, at + len(name))
    return None


def _pieces(text: str, placed: Iterable[tuple[Span, str]]) -> list[Segment]:
    pieces: list[Segment] = []
    at = 0
    for span, item_id in placed:
        if span.start > at:
            pieces.append((text[at : span.start], None))
        pieces.append((text[span.start : span.end], item_id))
        at = span.end
    if at < len(text):
        pieces.append((text[at:], None))
    return pieces
