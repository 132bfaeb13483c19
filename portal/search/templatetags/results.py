"""The many small pieces of a results page: a template would take four times as long.

Everything goes through `format_html`, which escapes what is not marked as safe.
"""

from collections.abc import Iterator
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..facets import Facet
from ..results import Group, Result

register = template.Library()


@register.simple_tag(takes_context=True)
def hits(context: Context, group: Group) -> SafeString:
    """`<li>`s: the headline with its link, what it is, where it stands, its piece."""
    root, said = context["root"], context["plan_lang"]
    return format_html_join("\n", "{}", ((_hit(r, root, said),) for r in group.results))


@register.simple_tag(takes_context=True)
def choices(context: Context, facet: Facet) -> SafeString:
    """`<li>`s: a value's name and count; the chosen one can be taken off."""
    said = context["plan_lang"] if facet.plan_words else ""
    return format_html_join(
        "\n",
        '<li><a href="?{}"{}><span class="facet-name"{}>{}</span> '
        '<span class="facet-count">{}</span>{}</a></li>',
        _choices(facet, said),
    )


def _hit(result: Result, root: str, said: Any) -> SafeString:
    form = format_html('<span class="hit-form">{}</span>', result.form)
    note = format_html('<span class="note"{}>{}</span>', said, result.note)
    snippet = format_html('<p class="hit-text"{}>{}</p>', said, result.snippet)
    return format_html(
        '<li class="hit"><a class="hit-name" href="{}{}"{}>{}</a> {} {} {}</li>',
        root,
        result.path,
        said,
        result.headline,
        form if result.form else "",
        note if result.note else "",
        snippet if result.snippet else "",
    )


def _choices(facet: Facet, said: Any) -> Iterator[tuple[Any, ...]]:
    off = format_html(' <span class="facet-off">{}</span>', _("取消"))
    current = SafeString(' aria-current="true"')
    for choice in facet.choices:
        yield (
            choice.query,
            current if choice.chosen else "",
            said,
            choice.name,
            choice.count,
            off if choice.chosen else "",
        )
