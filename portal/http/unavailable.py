"""503 with Retry-After when nothing could be written; never a 2xx without a row.

What was typed stands in the page, in a form that sends the same again to the same
address. The public's forms catch WriteUnavailable themselves, because they give the
text back byte for byte.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
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
        return busy(exception, request)


def busy(exception: WriteUnavailable, request: HttpRequest) -> HttpResponse:
    """A page without database and context processors: they may be what failed."""
    # A file cannot be given back: then the page before still has what was typed.
    typed = request.method == "POST" and not request.FILES
    page = render_to_string(
        "503.html",
        {
            "language": get_language(),
            "direction": "rtl" if get_language_bidi() else "ltr",
            "seconds": exception.retry_after,
            "fields": _fields(request) if typed else [],
            "action": request.get_full_path(),
            "token": get_token(request) if typed else "",
        },
    )
    return HttpResponse(
        page, status=503, headers={"Retry-After": str(exception.retry_after)}
    )


@dataclass(frozen=True)
class Field:
    """`long`: words to be seen again, not a choice or a number."""

    name: str
    value: str

    @property
    def long(self) -> bool:
        return len(self.value) > 20 or "\n" in self.value


def _fields(request: HttpRequest) -> list[Field]:
    return [
        Field(name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
