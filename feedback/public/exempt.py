"""Pages on which somebody writes: kept nowhere, no referrer, and their own token check.

A page that sends no referrer posts with `Origin: null` or without any, so Django's
comparison of origins would refuse every form on it. The token is what is checked: the
cookie's secret against the form's field. A foreign origin is still refused.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import CsrfViewMiddleware
from django.views.decorators.csrf import csrf_exempt

from portal.http.policy import send_no_referrer

#: Django's name of the field.
FIELD = "csrfmiddlewaretoken"
Answer = Callable[..., HttpResponse]


class _TokenCheck(CsrfViewMiddleware):
    """Says why a form is refused; logs nothing and answers nothing itself."""

    def _origin_verified(self, request: HttpRequest) -> bool:
        if request.META["HTTP_ORIGIN"] == "null":
            return True
        return bool(super()._origin_verified(request))

    def _check_referer(self, request: HttpRequest) -> None:
        if request.META.get("HTTP_REFERER"):
            super()._check_referer(request)

    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason


def _nothing(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def token_holds(request: HttpRequest, fields: Mapping[str, str]) -> bool:
    """Whether the form carries the token of this browser's cookie.

    `fields` as portal.intake.bodies read them: Django would read the body once more.
    """
    given: Any = QueryDict(urlencode({FIELD: fields.get(FIELD, "")}))
    request.POST = given
    check = _TokenCheck(_nothing)
    return check.process_view(request, _nothing, (), {}) is None


def private(view: Answer) -> Answer:
    """Nobody keeps the page and nobody is told of it; the token is checked inside."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        send_no_referrer(request)
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    vars(answer)["reads_own_body"] = True
    return answer
