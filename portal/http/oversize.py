"""413 for a body that nobody without an account has a reason to send; it is not read.

Stands before the check against forged requests, which reads the whole form. Views that
read their body themselves (portal.intake.bodies) say so by `reads_own_body`, and answer
with a page of their own.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi

#: Bytes of a form from a stranger. Signed-in staff upload pictures and documents.
MOST = 1024 * 1024

Answer = Callable[[HttpRequest], HttpResponse]


class OversizeMiddleware:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if getattr(view, "reads_own_body", False) or declared(request) <= MOST:
            return None
        return None if request.user.is_authenticated else _too_large()


def declared(request: HttpRequest) -> int:
    """Bytes, as the sender says."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdigit() else MOST + 1


def _too_large() -> HttpResponse:
    context = {
        "language": get_language(),
        "direction": "rtl" if get_language_bidi() else "ltr",
    }
    return HttpResponse(render_to_string("413.html", context), status=413)
