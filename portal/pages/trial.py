"""A trial state keeps search engines out."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from .models import SiteFurniture


class TrialMiddleware:
    """Answers carry `X-Robots-Tag: noindex, nofollow` while the site is in trial."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            if SiteFurniture.for_request(request).in_trial:
                response["X-Robots-Tag"] = "noindex, nofollow"
        return response
