"""What upper floors add to the page of a thing."""

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from portal.registry import thing_panels

register = template.Library()


@register.simple_tag(takes_context=True)
def panels_of(context: Context, thing: Any) -> SafeString:
    """Every provider's pieces, in the order in which the floors registered."""
    request = context["request"]
    pieces = [html for provide in thing_panels for html in provide(request, thing)]
    return format_html_join("\n", "{}", ((piece,) for piece in pieces))
