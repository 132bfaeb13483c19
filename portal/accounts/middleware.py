"""A one-time password opens one page only: the one that replaces it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse


class PasswordChangeMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/admin/") and self._must_change(request):
            return HttpResponseRedirect(reverse("account_change_password"))
        return self.get_response(request)

    @staticmethod
    def _must_change(request: HttpRequest) -> bool:
        return request.user.is_authenticated and request.user.password_change_required
