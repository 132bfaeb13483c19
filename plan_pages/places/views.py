"""我这儿: the list of places, and a page for each."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from plan_pages.document.models import PartKind
from plan_pages.document.permalinks import anchor
from plan_pages.document.scope import Scope, of_plan
from portal.http.pagecache import depends_on

from .gazetteer import gazetteer
from .queries import Passage, counts, passages_about


@of_plan
def places(request: HttpRequest, scope: Scope) -> HttpResponse:
    """`/places/`: every place by kind; with `?chapter=<no>` those it speaks of."""
    depends_on(request, f"plan:{scope.plan.pk}", "places", words=["chapter"])
    known = gazetteer(scope.plan.key)
    chapter = scope.chapter
    narrowed = {entry.pk for entry in chapter.walk()} if chapter else None
    total = counts(scope.plan, known, narrowed) if known else {}
    shown = [place for place in known.places if total[place.slug]] if known else []
    context = {
        "scope": scope,
        "plan": scope.plan,
        "meta": scope.meta(_("我这儿"), _("我这儿"), "places"),
        "kinds": [
            (kind, [(place, total[place.slug]) for place in run])
            for kind, run in groupby(shown, lambda place: place.kind)
        ],
        "total": len(shown),
    }
    return render(request, "plan_pages/places/list.html", context)


@of_plan
def place(request: HttpRequest, scope: Scope, slug: str) -> HttpResponse:
    """`/places/<slug>/`: what the plan says of it, section by section."""
    known = gazetteer(scope.plan.key)
    found = known.by_slug.get(slug) if known else None
    if known is None or found is None:
        raise Http404
    depends_on(request, f"plan:{scope.plan.pk}", "places", words=["chapter"])
    contents = scope.contents
    said = [
        each
        for each in passages_about(scope.plan, known, found)
        if scope.covers(each.part.page_id)
    ]
    context = {
        "scope": scope,
        "plan": scope.plan,
        "meta": scope.meta(found.name, _("我这儿"), "place", slug),
        "place": found,
        "near": [known.by_slug[other] for other in found.near],
        "sections": [
            (contents.by_page.get(page_id), [_listed(scope, each) for each in run])
            for page_id, run in groupby(said, lambda each: each.part.page_id)
        ],
        "total": len(said),
    }
    return render(request, "plan_pages/places/place.html", context)


def _listed(scope: Scope, passage: Passage) -> dict[str, object]:
    """A passage with the address of its place, and of its own page for an item."""
    part = passage.part
    is_item = part.kind == PartKind.BOX_ITEM
    return {
        "part": part,
        "pieces": passage.pieces,
        "url": f"{scope.contents.url_of(part.page_id)}#{anchor(part)}",
        "item_url": scope.url("item", part.public_id) if is_item else "",
    }
