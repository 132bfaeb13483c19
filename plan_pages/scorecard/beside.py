"""Beside the plan's text: what is overdue there, since when and on what ground."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plan_pages.disclosure.awaited import Due, Key, due_on_page
from plan_pages.document.current import plan_of
from plan_pages.document.models import Part
from plan_pages.document.scope import Scope
from plan_pages.obligations.reading import Owed, has_obligations
from portal.registry import Note, page_facts, part_panels

from .lateness import Beside, beside_page
from .views import url_of

#: Overdue lines beside one paragraph; the rest is counted.
SHOWN = 3


@page_facts.register
def facts(request: HttpRequest, page: Any, parts: list[Part]) -> Iterator[Note]:
    """How many are overdue about what stands on this page."""
    lines = {
        line.obligation.pk for each in _late(request, page).values() for line in each
    }
    if lines:
        words = ngettext("%(n)d 项逾期未公开", "%(n)d 项逾期未公开", len(lines))
        scope = _scope(request, page)
        entry = scope.contents.chapter_of(page.pk)
        narrowed = f"?chapter={entry.ordinal}" if entry else ""
        yield Note(
            words % {"n": len(lines)}, scope.url("overdue") + narrowed, tone="late"
        )


@part_panels.register
def panels(request: HttpRequest, page: Any, parts: list[Part]) -> dict[str, list[Note]]:
    """At the block: a box's items and a table's rows are said beside it."""
    late = _late(request, page)
    if not late:
        return {}
    scope = _scope(request, page)
    by_block: dict[int, list[Owed]] = {}
    known = {part.pk: part for part in parts}
    for key, lines in late.items():
        part = known.get(key)
        if part is not None:
            by_block.setdefault(part.parent_id or key, []).extend(lines)
    return {
        known[key].public_id: list(_notes(lines, scope))
        for key, lines in by_block.items()
        if key in known
    }


def _notes(lines: list[Owed], scope: Scope) -> Iterator[Note]:
    for line in lines[:SHOWN]:
        said = {"late": line.late_words, "basis": line.basis, "period": line.period}
        yield Note(
            title=line.name,
            url=url_of(line, scope),
            text=_("%(period)s %(late)s未公开，依据：%(basis)s") % said,
            tone="late",
        )
    if len(lines) > SHOWN:
        left = len(lines) - SHOWN
        words = ngettext("另有 %(n)d 项逾期未公开", "另有 %(n)d 项逾期未公开", left)
        yield Note(words % {"n": left}, scope.url("overdue"), tone="late")


@due_on_page.register
def due(request: HttpRequest, page: Any) -> dict[Key, Due]:
    return _here(request, page).due


def _late(request: HttpRequest, page: Any) -> dict[int, list[Owed]]:
    return _here(request, page).late


def _here(request: HttpRequest, page: Any) -> Beside:
    """Asked once for whoever asks about the same page."""
    kept = vars(request).setdefault("_overdue_here", {})
    if page.pk not in kept:
        plan = plan_of(request, page.plan_id) if hasattr(page, "plan_id") else page
        kept[page.pk] = beside_page(page.pk) if has_obligations(plan) else Beside()
    found: Beside = kept[page.pk]
    return found


def _scope(request: HttpRequest, page: Any) -> Scope:
    """One for the facts and the panels, so that the contents are read once."""
    kept = vars(request).setdefault("_overdue_scope", {})
    if page.pk not in kept:
        plan = plan_of(request, page.plan_id) if hasattr(page, "plan_id") else page
        kept[page.pk] = Scope(request, plan)
    found: Scope = kept[page.pk]
    return found
