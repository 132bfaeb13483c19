"""What the frame of every page needs: furniture, elder view, what upper floors add."""

from typing import Any

from django.http import HttpRequest

from portal.registry import page_context

from .models import SiteFurniture

ELDER_COOKIE = "elder"


def chrome(request: HttpRequest) -> dict[str, Any]:
    """`furniture`, `elder`, and the providers' additions."""
    context: dict[str, Any] = {
        "furniture": SiteFurniture.for_request(request),
        "elder": request.COOKIES.get(ELDER_COOKIE) == "1",
    }
    for provide in page_context:
        context.update(provide(request))
    return context
