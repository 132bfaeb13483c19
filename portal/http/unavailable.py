"""503 with Retry-After when nothing could be written; never a 2xx without a row.

A form that somebody typed into catches WriteUnavailable itself and gives the text back;
this is for every other view.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi

from portal.writing import WriteUnavailable

Answer = Callable[[HttpRequest], HttpResponse]


class WriteUnavailableMiddleware:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if not isinstance(exception, WriteUnavailable):
            return None
        return busy(exception)


def busy(exception: WriteUnavailable) -> HttpResponse:
    """A page without database and context processors: they may be what failed."""
    page = render_to_string(
        "503.html",
        {
            "language": get_language(),
            "direction": "rtl" if get_language_bidi() else "ltr",
            "seconds": exception.retry_after,
        },
    )
    return HttpResponse(
        page, status=503, headers={"Retry-After": str(exception.retry_after)}
    )
