"""Beside the plan's text: the control of each part, a fact, what the public said.

Counts are asked for once a page, texts only where there are any.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from feedback.queries import listing
from feedback.queries.counts import PartCounts, of_page
from feedback.queries.listing import Listing
from feedback.queries.published import PublicSuggestion
from feedback.queries.stones import Tombstone
from plan_pages.document.current import plan_of
from plan_pages.document.models import Part, Plan
from portal.http.policy import send_no_referrer
from portal.pages.context_processors import PLAN_LANG
from portal.registry import Note, page_endnotes, page_facts, part_controls

from .showing import Shown
from .whereabouts import Place, call_of, piece_of


def register() -> None:
    part_controls.register(controls)
    page_facts.register(facts)
    page_endnotes.register(endnotes)


def controls(
    request: HttpRequest, page: Any, parts: Iterable[Part]
) -> dict[str, SafeString]:
    """A small form a part; an archived plan has none. One query, see `_counts`.

    Browsers that know no `rel` on a form would tell the paragraph's page: the page
    sends no referrer at all.
    """
    plan = page if isinstance(page, Plan) else plan_of(request, page.plan_id)
    if not plan.takes_suggestions:
        return {}
    send_no_referrer(request)
    counts = _counts(request, page)
    return {part.public_id: control(part, counts.get(part.pk)) for part in parts}


def control(part: Part, counts: PartCounts | None) -> SafeString:
    """The form that asks for the writing page: nothing is written by it."""
    if counts:
        words = _("%(count)s 条建议 · 提建议") % {"count": counts.received}
    else:
        words = call_of(part)
    return format_html(
        '<form class="suggest-control" method="post" action="{}" rel="noreferrer">{}'
        '<input type="hidden" name="part" value="{}">'
        '<button aria-label="{}">{}</button></form>',
        reverse("suggest"),
        language_field(),
        part.public_id,
        _("%(words)s，%(part)s") % {"words": words, "part": piece_of(part)},
        words,
    )


def language_field() -> SafeString | str:
    """The writing page has one address in every language: the form says which."""
    code = get_language() or settings.LANGUAGE_CODE
    if code == settings.LANGUAGE_CODE:
        return ""
    return format_html('<input type="hidden" name="language" value="{}">', code)


def facts(request: HttpRequest, page: Any, parts: Iterable[Part]) -> Iterable[Note]:
    counts = _counts(request, page).values()
    received = sum(each.received for each in counts)
    if received:
        answered = sum(each.answered for each in counts)
        shown = any(each.published for each in counts)
        yield Note(
            title=_("%(count)s 条建议") % {"count": received},
            url="#public-said" if shown else "",
            text=_("%(count)s 条已答复") % {"count": answered},
        )


def endnotes(
    request: HttpRequest, page: Any, parts: Iterable[Part]
) -> Iterable[SafeString]:
    """公众说, in the order of the text. Three queries where anything was received."""
    counts = _counts(request, page)
    if not counts:
        return
    found = listing.of_page(page.pk, parts=len(counts))
    if not (found.said or found.withheld or found.stones):
        return
    context = {
        "plan_lang": "" if (get_language() or "zh").startswith("zh") else PLAN_LANG,
        "places": _places(found),
        "stones": [_shown(stone) for stone in found.stones],
    }
    yield render_to_string("feedback/public/beside.html", context)


def _places(found: Listing) -> list[dict[str, Any]]:
    """By part, in the order of the text: what stands there, how many more there are."""
    places: dict[int, dict[str, Any]] = {}
    for kind, items in (
        ("shown", found.said), ("withheld", found.withheld), ("", found.stones)
    ):  # fmt: skip
        for item in items:
            part = item.part
            if part is None or not (kind or found.left_out.get(part.pk)):
                continue
            place = places.setdefault(
                part.pk,
                {
                    "part": part,
                    "piece": piece_of(part),
                    "shown": [],
                    "withheld": [],
                    "left_out": found.left_out.get(part.pk, 0),
                },
            )
            if kind:
                place[kind].append(_shown(item))
    return sorted(places.values(), key=lambda place: place["part"].order)


def _shown(item: PublicSuggestion | Tombstone) -> Shown:
    part = item.part
    if part is None:
        raise ValueError("it stands at no part")
    return Shown(item, Place("", piece_of(part), f"#p-{part.public_id}"))


def _counts(request: HttpRequest, page: Any) -> dict[int, PartCounts]:
    """By key of the part, asked for once a request."""
    kept = vars(request).setdefault("_suggestion_counts", {})
    if page.pk not in kept:
        kept[page.pk] = of_page(page.pk)
    counts: dict[int, PartCounts] = kept[page.pk]
    return counts
