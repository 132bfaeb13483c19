"""400 for an address with a NUL character: no text in PostgreSQL can hold one.

Views that clean what was typed themselves have the attribute `takes_any_text`, as those
of portal.search. The bodies of forms are read where they are checked
(portal.intake.bodies, Django's form fields).
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]


class NulMiddleware:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> None:
        if getattr(view, "takes_any_text", False):
            return
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("a NUL character in the address")
