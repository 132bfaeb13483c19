"""The cookie of the larger view: all that a public page's look depends on."""

from django.http import HttpRequest

ELDER_COOKIE = "elder"


def is_elder(request: HttpRequest) -> bool:
    return request.COOKIES.get(ELDER_COOKIE) == "1"
