"""Every address of the portal, and two beside them.

`/bench/bare/` is Django and its middleware alone, `/bench/page/` a page of 60 kB that
is kept as the plan's are: none of theirs is as long.
"""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal import urls
from portal.http.pagecache import depends_on
from portal.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


def page(request: HttpRequest) -> HttpResponse:
    depends_on(request, "bench")
    words = "".join(f"<p>第{number}段：每年公布进度。</p>" for number in range(1500))
    return HttpResponse(f"<!doctype html><title>60 kB</title>{words}")


urlpatterns = [
    path("bench/bare/", bare),
    path("bench/page/", page),
    *urls.urlpatterns,
]
