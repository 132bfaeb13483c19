"""The state of the search, for people and for programs; never kept by a cache."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .status import as_json, status
from .views import Heading


@require_safe
def status_page(request: HttpRequest) -> HttpResponse:
    """`/search/status/`: 200 also where Elasticsearch is away."""
    context = {
        "meta": Heading(title=_("搜索状态"), column_name=_("搜索")),
        "status": status(),
    }
    return _of_this_moment(render(request, "search/status.html", context))


@require_safe
def status_json(request: HttpRequest) -> HttpResponse:
    """The same facts."""
    return _of_this_moment(JsonResponse(as_json(status())))


def _of_this_moment(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
