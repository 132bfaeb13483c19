"""Between signing in and working: a password of one's own, a second factor, a role.

Who has signed in but is not done with that sees the account's own pages and nothing
else, whatever the address: a new page of the staff is guarded before it is written.
"""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from .rights import DOOR

Answer = Callable[[HttpRequest], HttpResponse]

#: Names of addresses that stay open: they finish what is unfinished.
_FINISHING = ("account_", "mfa_")
#: No pages of the staff, and the way out of them.
_HARMLESS = {"healthz", "robots", "sitemap", "elder_view", "wagtailadmin_logout"}


class UnfinishedMiddleware:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        user: Any = request.user
        if not _has_session(request) or not user.is_authenticated:
            return None
        if not _is_open(request):
            if user.password_change_required:
                return HttpResponseRedirect(reverse("account_change_password"))
            if lacks_second_factor(user):
                return HttpResponseRedirect(reverse("mfa_index"))
        if _is_admin(request) and not user.has_perm(DOOR):
            raise PermissionDenied
        return None


def lacks_second_factor(user: Any) -> bool:
    return settings.SECOND_FACTOR_REQUIRED and not is_mfa_enabled(user)


def _has_session(request: HttpRequest) -> bool:
    """Without the cookie nobody is asked who it is: no query for readers."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def _is_open(request: HttpRequest) -> bool:
    match = request.resolver_match
    name = (match.url_name or "") if match else ""
    return name.startswith(_FINISHING) or name in _HARMLESS


def _is_admin(request: HttpRequest) -> bool:
    """A redirect to a login would end where it began: they are signed in."""
    return request.path_info.startswith("/admin/") and not _is_open(request)
