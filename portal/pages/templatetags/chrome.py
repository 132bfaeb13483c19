"""Tags of the frame: navigation, languages, meta tags."""

from typing import Any
from urllib.parse import urljoin

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi, gettext, gettext_noop

from portal.http.policy import sends_no_referrer
from portal.registry import navigation as navigation_point

from ..context_processors import PLAN_LANG
from ..languages import html_code, language_links, path_below_root, root_path
from ..meta import PageMeta, canonical_url, meta_of_page, meta_tags, site_origin

register = template.Library()

#: What the furniture is installed with; an operator's own words stay as they are.
INSTALLED_WORDS = (gettext_noop("库尔勒市五年规划"), gettext_noop("公开 · 参与 · 监督"))


@register.filter
def own_words(value: str) -> SafeString:
    """A word of the furniture: translated where it is known, else marked as Chinese."""
    translated = gettext(value) if value in INSTALLED_WORDS else value
    if translated != value or html_code() == "zh-Hans":
        return format_html("{}", translated)
    return format_html("<span{}>{}</span>", PLAN_LANG, value)


@register.simple_tag
def html_language() -> SafeString:
    """Attributes of <html>: `lang="ug" dir="rtl"`."""
    direction = "rtl" if get_language_bidi() else "ltr"
    return mark_safe(f'lang="{html_code()}" dir="{direction}"')  # noqa: S308


@register.simple_tag
def home_path() -> str:
    """The home page in the language of this page."""
    return root_path()


@register.simple_tag(takes_context=True)
def navigation(context: Context, area: str = "main") -> list[dict[str, Any]]:
    """Entries of `area` that exist: `label`, `url`, `current`."""
    request = context["request"]
    root = root_path()
    here = path_below_root(request)
    entries = [
        entry
        for entry in navigation_point
        if entry.area == area and (entry.shown is None or entry.shown(request))
    ]
    return [
        {
            "label": entry.label,
            "url": f"{root}{entry.path}",
            "current": here.startswith((entry.path, *entry.also)),
        }
        for entry in sorted(entries, key=lambda entry: entry.order)
    ]


@register.simple_tag(takes_context=True)
def languages(context: Context) -> list[Any]:
    return language_links(context["request"])


@register.inclusion_tag("components/meta.html", takes_context=True)
def page_meta(context: Context) -> dict[str, Any]:
    """Meta tags, canonical and alternate links, from `meta` or `page`."""
    request, furniture = context["request"], context["furniture"]
    page = context.get("page")
    meta = context.get("meta") or (
        meta_of_page(page) if page else PageMeta(title=furniture.site_name)
    )
    origin = site_origin(request)
    return {
        "tags": meta_tags(request, meta, furniture),
        "canonical": canonical_url(request, meta),
        "alternates": [
            (link.html_code, urljoin(origin, link.url))
            for link in language_links(request)
        ],
        "in_trial": furniture.in_trial,
        "no_referrer": sends_no_referrer(request),
    }
