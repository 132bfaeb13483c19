"""Permalinks, and the contents where no page of the tree answers for them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from portal.http.pagecache import depends_on
from portal.pages.meta import PageMeta
from portal.pages.models import SiteFurniture

from .models import Division, Part, Plan, PlanIndex
from .permalinks import heirs, place_of

#: What people read for 0 and 1: Crockford's base32 has no o, i, l.
MISREAD = str.maketrans("oil", "011")


@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    """`/plan/`: the tree's page, or a page that says that there is no plan yet."""
    index = PlanIndex.objects.live().first()
    if index is None:
        return render(request, "plan_pages/no_plan.html")
    return _serve(request, "plan/", index)


@require_safe
def page(request: HttpRequest, path: str) -> HttpResponse:
    """`/plan/<key>/…`: the page of that path, served as Wagtail serves it.

    Found in one query by its kind; Wagtail's own routing takes five to get there.
    """
    site = SiteFurniture.site_of(request)
    divisions = Division.objects.select_related("plain_words")
    of_kind = divisions if "/" in path else Plan.objects
    below = f"plan/{path}/"
    found = site and of_kind.live().filter(url_path=f"{site.root_page.url_path}{below}")
    return _serve(request, below, found.first() if found is not None else None)


def _serve(request: HttpRequest, path: str, found: Page | None) -> HttpResponse:
    """Wagtail's serve with its hooks, spared the search for a page already found."""
    if found is not None:
        vars(request)["_wagtail_route_for_request"] = RouteResult(found)
    response: HttpResponse = serve(request, path)
    return response


@require_safe
def part(request: HttpRequest, public_id: str) -> HttpResponse:
    """`/p/<id>`: to the part's place, in the reader's language.

    One that left the text has a page with its last words and what became of it.
    """
    wanted = public_id.lower().translate(MISREAD)
    found = get_object_or_404(
        Part.objects.select_related("page", "plan"), public_id=wanted
    )
    depends_on(request, f"part:{found.public_id}")
    place = place_of(found)
    if place is not None:
        return redirect(place)
    context = {
        "part": found,
        "plan": found.plan,
        "plan_url": found.plan.get_url(request),
        "crumbs": [],
        "heirs": [(heir, place_of(heir)) for heir in heirs(found)],
        "amendment": found.amendments.order_by("-made_at", "-pk").first(),
        "meta": PageMeta(title=_("本段已不在现行文本中"), column_name=_("规划")),
    }
    return render(request, "plan_pages/part_gone.html", context)
