"""Tags of the frame: navigation, languages, meta tags."""

from typing import Any

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi, gettext, gettext_noop

from .. import frame
from ..context_processors import PLAN_LANG
from ..keeping import may_keep, may_keep_path
from ..languages import html_code, language_links, root_path
from ..meta import PageMeta, head_of, meta_of_page

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


#: In this order: each may say otherwise than those before it.
SHEETS = ("tokens", "base", "layout", "components")


@register.simple_tag
def frame_files() -> SafeString:
    """The icon and the style sheets of every page."""
    icon = staticfiles_storage.url("portal/icon.svg")
    lines = [f'<link rel="icon" type="image/svg+xml" href="{icon}">']
    return mark_safe("\n".join([*lines, *map(_sheet, SHEETS)]))  # noqa: S308  ours


@register.simple_tag
def print_style() -> SafeString:
    return mark_safe(_sheet("print"))  # noqa: S308  ours


def _sheet(name: str) -> str:
    url = staticfiles_storage.url(f"portal/css/{name}.css")
    return f'<link rel="stylesheet" href="{url}">'


@register.simple_tag
def home_path() -> str:
    """The home page in the language of this page."""
    return root_path()


@register.simple_tag(takes_context=True)
def navigation(context: Context, area: str = "main") -> tuple[frame.Link, ...]:
    """Entries of `area` that exist: `label`, `url`, `current` (for aria-current)."""
    return frame.links(context["request"], area)


@register.simple_tag(takes_context=True)
def brand_and_navigation(context: Context) -> SafeString:
    furniture = context["furniture"]
    return frame.kept(
        "components/brand_and_navigation.html",
        home=root_path(),
        site_name=furniture.site_name,
        tagline=furniture.tagline,
        entries=frame.links(context["request"], "main"),
    )


@register.simple_tag(takes_context=True)
def tools(context: Context) -> SafeString:
    entries = frame.links(context["request"], "tools")
    return frame.kept("components/tools.html", entries=entries)


@register.simple_tag(takes_context=True)
def elder_switch(context: Context) -> SafeString:
    """A POST, because it changes something; it comes back to this page."""
    request = context["request"]
    values = {"elder": context["elder"], "here": request.get_full_path()}
    return _piece("components/elder_switch.html", values, keep=may_keep(request))


@register.simple_tag(takes_context=True)
def other_languages(context: Context) -> SafeString:
    """This page in the languages that it is not in."""
    request = context["request"]
    others = tuple(each for each in language_links(request) if not each.current)
    values = {"languages": others}
    return _piece("components/languages.html", values, keep=may_keep_path(request))


def _piece(template: str, values: dict[str, Any], *, keep: bool) -> SafeString:
    return (
        frame.kept(template, **values) if keep else render_to_string(template, values)
    )


@register.simple_tag(takes_context=True)
def footer(context: Context) -> SafeString:
    return frame.kept(
        "components/footer.html",
        furniture=context["furniture"].words,
        entries=frame.links(context["request"], "footer"),
    )


@register.simple_tag(takes_context=True)
def page_meta(context: Context) -> SafeString:
    """Meta tags, canonical and alternate links, from `meta` or `page`."""
    request, furniture = context["request"], context["furniture"]
    page = context.get("page")
    meta = context.get("meta") or (
        meta_of_page(page) if page else PageMeta(title=furniture.site_name)
    )
    return head_of(request, meta, furniture)
