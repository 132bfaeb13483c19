"""What the templates of the plan's own pages are given.

Beside this module's queries a page costs Wagtail's routing; the number does not depend
on how long the text is.
"""

from typing import Any

from django.http import HttpRequest

from portal.http.pagecache import depends_on
from portal.registry import page_endnotes, page_facts

from .amendments import amendments_of, fact, mark
from .contents import Contents, Entry
from .controls import controls_of
from .current import current_plan, plan_of
from .models import Division, Plan, PlanIndex
from .passages import heading_part, notes_of, parts_of, passages
from .scope import Scope


def plan_index(request: HttpRequest, page: PlanIndex) -> dict[str, Any]:
    """`/plan/`: the current plan's contents, and the other plans' names."""
    depends_on(request)
    plan = current_plan(request)
    plans = Plan.objects.live().child_of(page).order_by("-period_start", "-path")
    context: dict[str, Any] = {
        "plan": plan,
        "others": [(other, other.get_url(request)) for other in plans if other != plan],
    }
    if plan is not None:
        contents = Scope(request, plan).contents
        context |= {"contents": contents, "plan_url": contents.plan_url}
    return context


def plan(request: HttpRequest, page: Plan) -> dict[str, Any]:
    """`/plan/<key>/`: cover, preamble, contents."""
    contents = Scope(request, page).contents
    crumbs = [(page.title, None)]
    return _text(request, page, page, contents) | {"crumbs": crumbs}


def division(request: HttpRequest, page: Division) -> dict[str, Any]:
    """A 篇, 章 or 节 with its text and its way around."""
    plan = plan_of(request, page.plan_id)
    contents = Scope(request, plan).contents
    entry = contents.by_page.get(page.pk)
    if entry is None:
        # A preview of a page that is not public yet has no place among the others.
        return _text(request, page, plan, contents)
    before, after = contents.neighbours(page.pk)
    return _text(request, page, plan, contents) | {
        "entry": entry,
        "crumbs": crumbs(entry, contents),
        "branch": branch(entry, contents),
        "previous": before,
        "next": after,
        "plain_words": getattr(page, "plain_words", None),
    }


def _text(
    request: HttpRequest, page: Any, plan: Plan, contents: Contents
) -> dict[str, Any]:
    depends_on(request, f"page:{page.pk}", f"plan:{plan.pk}")
    parts = parts_of(page)
    heading = heading_part(parts)
    controls = controls_of(request, page, parts)
    notes = notes_of(request, page, parts)
    shown = passages(page, parts, controls, notes)
    amended = amendments_of(page, parts)
    mark(shown, amended)
    return {
        "plan": plan,
        "plan_url": contents.plan_url,
        "contents": contents,
        "heading": heading,
        "control": controls.get(heading.public_id, "") if heading else "",
        "notes": notes.get(heading.pk, []) if heading else [],
        "passages": shown,
        "facts": [
            *fact(amended),
            *(each for provide in page_facts for each in provide(request, page, parts)),
        ],
        "amendments": amended,
        "endnotes": [
            html for provide in page_endnotes for html in provide(request, page, parts)
        ],
    }


def crumbs(entry: Entry, contents: Contents) -> list[tuple[str, str | None]]:
    """The divisions above, linked, and this one's number."""
    above = [(step.title, step.url) for step in entry.lineage[:-1]]
    return [*above, (entry.number or entry.title, None)]


def branch(entry: Entry, contents: Contents) -> list[Entry]:
    """The chapter before, the reader's own and the one after: enough to move about."""
    own = contents.chapter_of(entry.pk) or entry
    siblings = contents.chapters if own.level == "chapter" else contents.roots
    if own not in siblings:
        return [own]
    at = siblings.index(own)
    return siblings[max(at - 1, 0) : at + 2]
