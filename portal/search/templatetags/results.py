"""The many small pieces of a results page: a template would take ten times as long.

`escape` is the standard library's; only a headline and a snippet are safe as they come.
"""

from collections.abc import Iterator
from html import escape
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ..facets import Facet
from ..showing import Group, Result

register = template.Library()


@register.simple_tag(takes_context=True)
def hits(context: Context, group: Group) -> SafeString:
    """`<li>`s: the headline with its link, what it is, where it stands, its piece."""
    root, said = escape(context["root"]), context["plan_lang"]
    items = "\n".join(_hit(result, root, said) for result in group.results)
    return mark_safe(items)  # noqa: S308  (each piece is escaped)


@register.simple_tag(takes_context=True)
def choices(context: Context, facet: Facet) -> SafeString:
    """`<li>`s: a value's name and count; the chosen one can be taken off."""
    said = context["plan_lang"] if facet.plan_words else ""
    items = "\n".join(_choices(facet, said))
    return mark_safe(items)  # noqa: S308  (each piece is escaped)


def _hit(result: Result, root: str, said: Any) -> str:
    """`said` is the attribute that marks the plan's words, or nothing."""
    pieces = [
        f'<li class="hit"><a class="hit-name" href="{root}{escape(result.path)}"{said}>'
        f"{result.headline}</a>"
    ]
    if form := str(result.form):
        pieces.append(f'<span class="hit-form">{escape(form)}</span>')
    if result.note:
        pieces.append(f'<span class="note"{said}>{escape(result.note)}</span>')
    if result.snippet:
        pieces.append(f'<p class="hit-text"{said}>{result.snippet}</p>')
    return " ".join(pieces) + "</li>"


def _choices(facet: Facet, said: Any) -> Iterator[str]:
    off = f' <span class="facet-off">{escape(_("取消"))}</span>'
    for choice in facet.choices:
        current = ' aria-current="true"' if choice.chosen else ""
        yield (
            f'<li><a href="?{escape(choice.query)}"{current}>'
            f'<span class="facet-name"{said}>{escape(str(choice.name))}</span> '
            f'<span class="facet-count">{choice.count}</span>'
            f"{off if choice.chosen else ''}</a></li>"
        )
