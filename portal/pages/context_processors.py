"""What the frame of every page needs: furniture, elder view, what upper floors add."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from portal.http.elder import ELDER_COOKIE
from portal.registry import page_context

from .models import SiteFurniture

#: The plan's own words inside a page of another language.
PLAN_LANG = mark_safe(' lang="zh-Hans" dir="ltr"')


def chrome(request: HttpRequest) -> dict[str, Any]:
    """`furniture`, `elder`, `plan_lang` and the providers' additions.

    Write `<p{{ plan_lang }}>` around the plan's own words: attributes in English and
    Uyghur pages, nothing in Chinese ones.
    """
    context: dict[str, Any] = {
        # Lazy: the editors' admin runs through here too and needs none of it.
        "furniture": SimpleLazyObject(lambda: SiteFurniture.for_request(request)),
        "elder": request.COOKIES.get(ELDER_COOKIE) == "1",
        "plan_lang": plan_lang(),
    }
    for provide in page_context:
        context.update(provide(request))
    return context


def plan_lang() -> SafeString | str:
    return "" if (get_language() or "zh").startswith("zh") else PLAN_LANG
