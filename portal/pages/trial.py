"""A trial, and a demonstration, keep search engines out."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from .models import SiteFurniture


class TrialMiddleware:
    """Answers carry `X-Robots-Tag: noindex, nofollow` while the site is in trial."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Not at 500: the database may be what failed.
        is_page = response.get("Content-Type", "").startswith("text/html")
        if is_page and response.status_code < 500 and _in_trial(request):
            response["X-Robots-Tag"] = "noindex, nofollow"
        return response


def _in_trial(request: HttpRequest) -> bool:
    furniture = SiteFurniture.for_request(request)
    return bool(furniture.in_trial or furniture.is_demonstration)
