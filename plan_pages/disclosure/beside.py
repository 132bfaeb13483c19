"""Beside the plan's text: what is disclosed about it, and who carries it out.

Asked once a page for its facts and its panels.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plan_pages.delivery.models import Stage
from plan_pages.document.current import plan_of
from plan_pages.document.models import Part, Plan
from plan_pages.document.scope import Scope
from portal.registry import Note, page_facts, part_panels

from .awaited import Due, Key, due_on_page, reason
from .margin import SHOWN, Beside, Thing, beside
from .models import UpdateVersion
from .reviews import review_word
from .states import Delivery

_TONES: dict[str, Any] = {
    Delivery.DELAYED: "late",
    Delivery.STOPPED: "late",
    Delivery.COMPLETED: "done",
}


@part_panels.register
def panels(request: HttpRequest, page: Any, parts: list[Part]) -> dict[str, list[Note]]:
    """Notes by public id of the part; a box's items and a table's rows at the block."""
    found = _of(request, page)
    if not found.things and not found.of_part:
        return {}
    scope = _scope(request, page)
    blocks = {part.pk: part.parent_id or part.pk for part in parts}
    things: dict[int, list[Thing]] = defaultdict(list)
    hidden: dict[int, int] = defaultdict(int)
    said: dict[int, list[UpdateVersion]] = defaultdict(list)
    for key, each in found.things.items():
        things[blocks.get(key, key)] += each
        hidden[blocks.get(key, key)] += found.hidden.get(key, 0)
    for key, row in found.of_part.items():
        said[blocks.get(key, key)].append(row)
    due = {
        key: each
        for ask in due_on_page
        for key, each in ask(request, page).items()
        if key not in found.said
    }
    notes: dict[str, list[Note]] = {}
    for part in parts:
        own = [_note(thing, found, due, scope) for thing in things[part.pk][:SHOWN]]
        own += _of_the_rest(len(things[part.pk]), hidden[part.pk], scope)
        own += _of_rows(said[part.pk], scope)
        if own:
            notes[part.public_id] = own
    return notes


@page_facts.register
def facts(request: HttpRequest, page: Any, parts: list[Part]) -> Iterator[Note]:
    """How many projects carry out what the page says, and how much is disclosed."""
    found = _of(request, page)
    told = len(found.said) + len(found.of_part)
    if not found.projects and not told:
        return
    scope = _scope(request, page)
    chapter = scope.contents.chapter_of(page.pk)
    narrowed = f"?chapter={chapter.ordinal}" if chapter else ""
    if found.projects:
        words = ngettext("%(n)d 个实施项目", "%(n)d 个实施项目", found.projects)
        yield Note(words % {"n": found.projects}, scope.url("projects") + narrowed)
    if told:
        words = ngettext("%(n)d 项已公开进展", "%(n)d 项已公开进展", told)
        yield Note(words % {"n": told}, scope.url("updates") + narrowed)


def _of_the_rest(read: int, hidden: int, scope: Scope) -> Iterator[Note]:
    left = hidden + max(0, read - SHOWN)
    if left:
        words = ngettext("另有 %(n)d 项", "另有 %(n)d 项", left)
        yield Note(words % {"n": left}, scope.url("projects"))


def _of_rows(rows: list[UpdateVersion], scope: Scope) -> Iterator[Note]:
    for row in sorted(rows, key=lambda row: row.published_on, reverse=True)[:SHOWN]:
        yield Note(
            title=row.get_delivery_display(),
            url=scope.url("update", row.update.public_id),
            text=" · ".join([f"{row.unit} {row.published_on}", *_found(row)]),
            tone=_TONES.get(row.delivery, ""),
        )


def _note(thing: Thing, found: Beside, due: dict[Key, Due], scope: Scope) -> Note:
    """The thing's name, linked; its state by its unit, what was found, its stage;
    where nothing is disclosed who owes it, and by when.
    """
    name, key = thing.name, (thing.kind, thing.key)
    said = found.said.get(key)
    if thing.kind == "indicator":
        name = f"{thing.reference} {thing.name}"
    words = [str(said.get_delivery_display()), *_found(said)] if said else []
    if thing.stage:
        words.append(str(Stage(thing.stage).label))
    if said is None:
        words.append(reason(due.get(key), [thing.lead] if thing.lead else []))
    return Note(
        title=name,
        url=scope.url(thing.kind, thing.reference),
        text=" · ".join(words),
        tone=_TONES.get(said.delivery, "") if said else "",
        plan_words=True,
    )


def _found(said: UpdateVersion) -> list[str]:
    """What the congress found of it, beside what its unit says; nothing before."""
    if not getattr(said, "review", None):
        return []
    return [_("人大核查：%(word)s") % {"word": review_word(said)}]


def _of(request: HttpRequest, page: Any) -> Beside:
    kept = vars(request).setdefault("_disclosed_beside", {})
    if page.pk not in kept:
        kept[page.pk] = beside(page.pk)
    found: Beside = kept[page.pk]
    return found


def _scope(request: HttpRequest, page: Any) -> Scope:
    plan = page if isinstance(page, Plan) else plan_of(request, page.plan_id)
    return Scope(request, plan)
