"""Whether this site asks its staff for a second factor, for the pages that say so."""

from typing import Any

from django import template
from django.conf import settings

from ..middleware import lacks_second_factor

register = template.Library()


@register.simple_tag
def second_factor_required() -> bool:
    return bool(settings.SECOND_FACTOR_REQUIRED)


@register.filter
def must_set_second_factor(user: Any) -> bool:
    return lacks_second_factor(user)
