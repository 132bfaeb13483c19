"""Every address of the portal, and `/bench/bare/`: Django and its middleware alone."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal import urls
from portal.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [path("bench/bare/", bare), *urls.urlpatterns]
