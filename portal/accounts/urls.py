"""The account's pages: allauth's, without those that a colleague has no business with.

An administrator writes e-mail addresses; nobody signs in by a mailed code; a password
is never unset. These stand before allauth's own and answer 404 to every method.
"""

from typing import NoReturn

from django.http import Http404, HttpRequest
from django.urls import include, path, re_path


def closed(request: HttpRequest) -> NoReturn:
    raise Http404


urlpatterns = [
    path("email/", closed),
    re_path(r"^confirm-email/", closed),
    path("login/code/confirm/", closed),
    path("password/set/", closed),
    path("", include("allauth.urls")),
]
