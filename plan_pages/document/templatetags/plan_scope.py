"""Addresses of lists and things, in the form that the reader came by."""

from typing import Any

from django import template
from django.template import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def scope_url(context: Context, name: str, *args: Any) -> str:
    """`{% scope_url "item" id %}`: `/items/…`, or `/plan/<key>/items/…`."""
    url: str = context["scope"].url(name, *args)
    return url
