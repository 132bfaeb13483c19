"""What the frame of every page needs: furniture, elder view, what upper floors add."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from portal.http.elder import is_elder
from portal.registry import page_context

from .models import SiteFurniture

#: The plan's own words inside a page of another language.
PLAN_LANG = mark_safe(' lang="zh-Hans" dir="ltr"')


def chrome(request: HttpRequest) -> dict[str, Any]:
    """`furniture`, `elder`, `plan_lang` and the providers' additions.

    Write `<p{{ plan_lang }}>` around the plan's own words: attributes in English and
    Uyghur pages, nothing in Chinese ones.
    """
    chinese = (get_language() or "zh").startswith("zh")
    context: dict[str, Any] = {
        # Lazy: the editors' admin runs through here too and needs none of it.
        "furniture": SimpleLazyObject(lambda: SiteFurniture.for_request(request)),
        "elder": is_elder(request),
        "plan_lang": "" if chinese else PLAN_LANG,
    }
    for provide in page_context:
        context.update(provide(request))
    return context
