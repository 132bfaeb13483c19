"""The many small pieces of a results page: a template would take ten times as long.

`escape` is the standard library's; only a headline and a snippet are safe as they come.
"""

from collections.abc import Iterable, Iterator
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
def hit_groups(
    context: Context, groups: Iterable[tuple[Group, str]], *, narrowed: str
) -> SafeString:
    """`<section>`s, one a kind, each with the query string of its own page; `narrowed`
    is the kind that was chosen, if any.
    """
    root, said = escape(context["root"]), context["plan_lang"]
    sections = [_group(group, more, narrowed, root, said) for group, more in groups]
    return mark_safe("\n".join(sections))  # noqa: S308  (each piece is escaped)


@register.simple_tag(takes_context=True)
def choices(context: Context, facet: Facet) -> SafeString:
    """`<li>`s: a value's name and count; the chosen one can be taken off."""
    said = context["plan_lang"] if facet.plan_words else ""
    items = "\n".join(_choices(facet, said))
    return mark_safe(items)  # noqa: S308  (each piece is escaped)


def _group(group: Group, more: str, narrowed: str, root: str, said: Any) -> str:
    key, label = escape(group.kind.key), str(group.kind.label)
    pieces = [
        f'<section class="hits" aria-labelledby="kind-{key}">',
        f'<h2 id="kind-{key}">{escape(label)} '
        f'<span class="facet-count">{group.count}</span></h2>',
        "<ol>",
        *(_hit(result, root, said) for result in group.results),
        "</ol>",
    ]
    if group.has_more and not narrowed:
        call = _("看全部 %(count)s 条：%(kind)s") % {
            "count": group.count,
            "kind": label,
        }
        pieces.append(f'<p><a href="?{escape(more)}">{escape(call)}</a></p>')
    return "\n".join([*pieces, "</section>"])


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
