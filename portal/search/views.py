"""The results page, and the same hits as JSON and Atom. Reads only, stores nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .completing import complete
from .documents import kinds
from .facets import facets, query_string
from .feed import newest
from .query import Narrowing
from .reading import clean, read
from .results import LAST_PAGE, Results, correct, search
from .showing import Group

V = TypeVar("V", bound=Callable[..., Any])


def takes_any_text(view: V) -> V:
    """Mark a view that cleans what stands in its address, for portal.http.nul."""
    vars(view)["takes_any_text"] = True
    return view


@dataclass(frozen=True)
class Heading:
    """What the frame's meta tags read of a page that is not in the tree."""

    title: str
    column_name: str = ""
    column_type: str = ""
    description: str = ""
    keywords: str = ""
    published: datetime | None = None
    source: str = ""
    canonical: str = ""


@takes_any_text
@require_safe
def results_page(request: HttpRequest) -> HttpResponse:
    """`/search/?q=…&kind=…&chapter=…&unit=…&year=…&page=…`: never fails on a query."""
    results = _asked(request)
    correct(results)
    said = results.reading.said
    title = _("搜索：%(said)s") % {"said": said} if said else _("搜索")
    context = {
        "meta": Heading(title=title, column_name=_("搜索")),
        "results": results,
        "facets": list(facets(results)),
        "root": _root(),
        "formats": query_string(said, results.narrowing),
        "groups": _linked(results),
        "without_narrowing": query_string(said, Narrowing()),
        "previous": _page_query(results, results.page - 1),
        "following": _page_query(results, results.page + 1),
    }
    if corrected := results.corrected:
        context["corrected_groups"] = _linked(corrected)
    return _unlisted(render(request, "search/results.html", context))


@takes_any_text
@require_safe
def results_json(request: HttpRequest) -> HttpResponse:
    """The same hits for programs: `{query, total, groups: [{kind, results, …}]}`."""
    results, here = _asked(request), request.build_absolute_uri
    groups = [
        {
            "kind": group.kind.key,
            "label": str(group.kind.label),
            "count": group.count,
            "results": [
                {
                    "id": result.key,
                    "title": result.name,
                    "text": result.text,
                    "url": here(_root() + result.path),
                    "date": result.date,
                }
                for result in group.results
            ],
        }
        for group in results.groups
    ]
    return _unlisted(
        JsonResponse(
            {
                "query": results.reading.said,
                "total": results.total,
                "page": results.page,
                "pages": results.pages,
                "partial": results.relaxed,
                "groups": groups,
                "facets": results.found.counts,
                "try": results.others,
            },
            json_dumps_params={"ensure_ascii": False},
        )
    )


@takes_any_text
@require_safe
def completions(request: HttpRequest) -> HttpResponse:
    """`?q=…`: texts to offer while somebody types, as a list."""
    offered = complete(request.GET.get("q", ""))
    return _unlisted(JsonResponse(offered, safe=False))


@takes_any_text
@require_safe
def results_atom(request: HttpRequest) -> HttpResponse:
    """For feed readers: the newest hits of all kinds, by the day they came."""
    asked, here = _wanted(request), request.build_absolute_uri
    said = read(asked.typed).said
    feed = Atom1Feed(
        title=_("搜索：%(said)s") % {"said": said},
        link=here(f"{reverse('search')}?{query_string(said, asked.narrowing)}"),
        feed_url=here(),
        description="",
        language="zh-Hans",
    )
    for item in newest(asked.typed, asked.narrowing):
        feed.add_item(
            title=item.title,
            link=here(_root() + item.path),
            unique_id=f"tag:{request.get_host()},2021:{item.key}",
            description=item.summary,
            updateddate=_beginning(item.day),
        )
    return _unlisted(
        HttpResponse(
            feed.writeString("utf-8"),
            content_type="application/atom+xml; charset=utf-8",
        )
    )


@dataclass(frozen=True)
class _Wanted:
    """What an address asks for."""

    typed: str
    narrowing: Narrowing
    page: int


def _wanted(request: HttpRequest) -> _Wanted:
    """Values that nothing has are as good as any."""
    asked = request.GET
    known = {kind.key for kind in kinds()}
    kind = asked.get("kind", "")
    narrowing = Narrowing(
        kind=kind if kind in known else "",
        chapter=clean(asked.get("chapter", ""))[:60],
        unit=clean(asked.get("unit", ""))[:40],
        year=_number(asked.get("year", ""), 9999) or None,
    )
    page = _number(asked.get("page", ""), LAST_PAGE) if narrowing.kind else 1
    return _Wanted(asked.get("q", ""), narrowing, max(1, page))


def _asked(request: HttpRequest) -> Results:
    asked = _wanted(request)
    return search(asked.typed, asked.narrowing, asked.page)


def _linked(results: Results) -> list[tuple[Group, str]]:
    """Each group with the query string of the page that has it alone."""
    said, narrowing = results.reading.said, results.narrowing
    return [
        (group, query_string(said, narrowing, kind=group.kind.key))
        for group in results.groups
    ]


def _number(written: str, most: int) -> int:
    """0 for what is no number of ASCII digits."""
    plain = written.isascii() and written.isdigit()
    return min(int(written[:6]), most) if plain else 0


def _page_query(results: Results, page: int) -> str:
    if not 1 <= page <= results.pages:
        return ""
    return query_string(
        results.reading.said, results.narrowing, page=page if page > 1 else ""
    )


def _root() -> str:
    """The path of the home page in this language; a result's path stands below it."""
    return reverse("wagtail_serve", args=("",))


def _beginning(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=get_default_timezone())


def _unlisted(response: HttpResponse) -> Any:
    """Search engines are to collect the pages, not our lists of them."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response
