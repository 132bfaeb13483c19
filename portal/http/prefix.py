"""A path prefix such as /ghzl/: the portal as a column of a city's site.

Works whether the front server strips the prefix or passes it on.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class PathPrefixMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.prefix = settings.PATH_PREFIX.rstrip("/")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.prefix:
            self._strip(request)
        return self.get_response(request)

    def _strip(self, request: HttpRequest) -> None:
        found = request.path_info
        if found == self.prefix or found.startswith(self.prefix + "/"):
            request.path_info = found[len(self.prefix) :] or "/"
        request.path = self.prefix + request.path_info
