"""Where the plan's current text speaks of its places."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from plan_pages.document.models import Part, PartKind, Plan

from .gazetteer import Gazetteer, Mention, Place

#: A box's items speak for it; a row's names are the indicators' own.
SPEAKING = [
    PartKind.DIVISION,
    PartKind.HEADING,
    PartKind.PARAGRAPH,
    PartKind.BOX,
    PartKind.BOX_ITEM,
    PartKind.NOTE,
]
STOPS = "。！？；"


@dataclass(frozen=True)
class Passage:
    """A part that speaks of a place; `pieces` are (text, whether it is the name)."""

    part: Part
    pieces: list[tuple[str, bool]]


def passages_about(plan: Plan, known: Gazetteer, place: Place) -> list[Passage]:
    """Every part that names the place, in printed order, in the sentences that do."""
    named = Q()
    for name in place.names:
        named |= Q(text__contains=name)
    parts = list(_speaking(plan).filter(named).select_related("parent"))
    found = []
    for part in parts:
        spans = _own_spans(part, parts, known, place.slug)
        if spans:
            found.append(Passage(part, excerpt(part.text, spans)))
    return found


def counts(plan: Plan, known: Gazetteer, page_ids: set[int] | None) -> Counter[str]:
    """Per place how many passages speak of it, on the pages given (None: on all)."""
    parts = list(_speaking(plan))
    total: Counter[str] = Counter()
    for part in parts:
        if page_ids is not None and part.page_id not in page_ids:
            continue
        slugs = {mention.slug for mention in known.mentions(part.text)}
        total.update(slug for slug in slugs if _own_spans(part, parts, known, slug))
    return total


def _speaking(plan: Plan) -> QuerySet[Part]:
    return Part.objects.current().of_plan(plan.pk).filter(kind__in=SPEAKING).in_order()


def _own_spans(
    part: Part, parts: list[Part], known: Gazetteer, slug: str
) -> list[Mention]:
    """Mentions in the part itself; in a box only those outside its items."""
    spans = [each for each in known.mentions(part.text) if each.slug == slug]
    if part.kind != PartKind.BOX or not spans:
        return spans
    taken = _item_spans(part, parts)
    return [
        each
        for each in spans
        if not any(start <= each.start and each.end <= end for start, end in taken)
    ]


def _item_spans(box: Part, parts: list[Part]) -> list[tuple[int, int]]:
    """Where the items among `parts` stand in their box's text, each after the last."""
    spans, at = [], 0
    for item in parts:
        if item.parent_id == box.pk:
            start = box.text.find(item.text, at)
            if start >= 0:
                at = start + len(item.text)
                spans.append((start, at))
    return spans


def excerpt(text: str, spans: list[Mention]) -> list[tuple[str, bool]]:
    """The sentences that hold the spans; …… stands for what is left out between."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for start, stop in _sentences(text, spans):
        if start > end or (start and not pieces):
            pieces.append(("……", False))
        at = start
        for span in spans:
            if start <= span.start < stop:
                pieces.append((text[at : span.start], False))
                pieces.append((text[span.start : span.end], True))
                at = span.end
        pieces.append((text[at:stop], False))
        end = stop
    if end < len(text):
        pieces.append(("……", False))
    return [(said, marked) for said, marked in pieces if said]


def _sentences(text: str, spans: list[Mention]) -> list[tuple[int, int]]:
    """(start, end) of each sentence with a span, in order, each once."""
    found: list[tuple[int, int]] = []
    for span in spans:
        start = max(text.rfind(stop, 0, span.start) for stop in STOPS) + 1
        start = max(start, text.rfind("\n", 0, span.start) + 1)
        ends = [text.find(stop, span.end) for stop in (*STOPS, "\n")]
        end = min((each for each in ends if each >= 0), default=len(text) - 1) + 1
        if not found or found[-1] != (start, end):
            found.append((start, end))
    return found
