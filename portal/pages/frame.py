"""Pieces of the frame that say the same on many pages, kept in the process's memory.

A piece is a template and the values that it is given, which are all that it knows: no
request and no person, so that it may be shown to everybody. What somebody asked for is
never among the values: nothing keeps it.
"""

from collections.abc import Hashable
from functools import lru_cache
from typing import NamedTuple

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from portal.registry import navigation

from .languages import path_below_root, root_path

Values = tuple[tuple[str, Hashable], ...]

#: Languages, elder view, the entries that can be current: a hundred; the rest is spare.
_MOST = 512


class Link(NamedTuple):
    """`current` is the value of aria-current, "" on other pages."""

    label: str
    url: str
    current: str


def kept(template: str, **values: Hashable) -> SafeString:
    """What `template` says of `values` in the language of this page."""
    named = tuple(values.items())
    return _rendered(template, get_language(), get_script_prefix(), named)


@lru_cache(maxsize=_MOST)
def _rendered(
    template: str, _language: str | None, _prefix: str, values: Values
) -> SafeString:
    return mark_safe(render_to_string(template, dict(values)))  # noqa: S308


def links(request: HttpRequest, area: str) -> tuple[Link, ...]:
    """The entries of `area` that exist, in their order."""
    root, here = root_path(), path_below_root(request)
    entries = [
        entry
        for entry in navigation
        if entry.area == area and (entry.shown is None or entry.shown(request))
    ]
    return tuple(
        Link(
            str(entry.label),
            url := f"{root}{entry.path}",
            _current(here.startswith((entry.path, *entry.also)), url == request.path),
        )
        for entry in sorted(entries, key=lambda entry: entry.order)
    )


def _current(within: bool, itself: bool) -> str:
    return "" if not within else "page" if itself else "true"
