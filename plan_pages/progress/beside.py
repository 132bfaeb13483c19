"""What stands beside the plan's text about its items and indicators."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import ngettext

from plan_pages.document.current import plan_of
from plan_pages.document.models import Part, PartKind
from plan_pages.document.scope import Scope
from portal.registry import Note, page_facts, part_panels

from .queries import counts_by_page


def _scope(request: HttpRequest, page: Any) -> Scope:
    plan = plan_of(request, page.plan_id) if hasattr(page, "plan_id") else page
    return Scope(request, plan)


def _counts(request: HttpRequest, page: Any) -> dict[int, tuple[int, int]]:
    """Asked once for the facts and the panels of the same page."""
    kept = vars(request).setdefault("_plan_counts", {})
    if page.pk not in kept:
        kept[page.pk] = counts_by_page(page)
    counts: dict[int, tuple[int, int]] = kept[page.pk]
    return counts


@page_facts.register
def facts(request: HttpRequest, page: Any, parts: list[Part]) -> Iterator[Note]:
    """How many plan items and indicators stand on the page or below it."""
    counts = _counts(request, page).values()
    items = sum(items for items, _indicators in counts)
    indicators = sum(indicators for _items, indicators in counts)
    scope = _scope(request, page)
    if items:
        yield Note(items_words(items), scope.url("items") + _to_items(page, parts))
    if indicators:
        yield Note(indicators_words(indicators), scope.url("indicators"))


def _to_items(page: Any, parts: list[Part]) -> str:
    """Where in the list the page's items are: its chapter, or its first box."""
    if getattr(page, "level", "") == "chapter":
        return f"?chapter={page.ordinal}"
    boxes = [part for part in parts if part.kind == PartKind.BOX]
    return f"#b-{boxes[0].public_id}" if boxes else ""


@part_panels.register
def panels(request: HttpRequest, page: Any, parts: list[Part]) -> dict[str, list[Note]]:
    """At a box the way to its items, at a table the way to its indicators."""
    inside = Counter(part.parent_id for part in parts if part.kind == PartKind.BOX_ITEM)
    _items, indicators = _counts(request, page).get(page.pk, (0, 0))
    scope = _scope(request, page)
    notes: dict[str, list[Note]] = {}
    for part in parts:
        if part.kind == PartKind.BOX and inside[part.pk]:
            url = f"{scope.url('items')}#b-{part.public_id}"
            notes[part.public_id] = [Note(items_words(inside[part.pk]), url)]
        elif part.kind == PartKind.TABLE and indicators:
            url = scope.url("indicators")
            notes[part.public_id] = [Note(indicators_words(indicators), url)]
    return notes


def items_words(total: int) -> str:
    return ngettext("%(n)d个规划项目", "%(n)d个规划项目", total) % {"n": total}


def indicators_words(total: int) -> str:
    return ngettext("%(n)d项指标", "%(n)d项指标", total) % {"n": total}
