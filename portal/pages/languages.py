"""The same page in each language of the chrome; plan text stays Chinese in all."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.translation import get_language, get_language_info, override

#: Django's codes to those of HTML.
HTML_CODES = {"zh-hans": "zh-Hans"}
#: Each language in its own words, whatever the page speaks.
NAMES = {"zh-hans": "中文", "en": "English", "ug": "ئۇيغۇرچە"}


@dataclass(frozen=True)
class LanguageLink:
    code: str
    html_code: str
    direction: str
    label: str
    url: str
    current: bool


def html_code(code: str | None = None) -> str:
    code = code or get_language() or settings.LANGUAGE_CODE
    return HTML_CODES.get(code, code)


def root_path(code: str | None = None) -> str:
    """`/`, `/en/`, `/ug/`, below the path prefix."""
    code = code or get_language() or settings.LANGUAGE_CODE
    return _root_path(code, get_script_prefix())


@lru_cache(maxsize=64)
def _root_path(code: str, _prefix: str) -> str:
    with override(code):
        return reverse("wagtail_serve", args=("",))


def path_below_root(request: HttpRequest) -> str:
    """`/en/plan/korla-14/` → `plan/korla-14/`."""
    path = request.path_info.lstrip("/")
    for code, _name in settings.LANGUAGES:
        if path == code or path.startswith(f"{code}/"):
            return path[len(code) + 1 :]
    return path


def url_in(request: HttpRequest, code: str) -> str:
    """This page's path in another language; that language's home where it has none."""
    match = request.resolver_match
    if match is None:
        return root_path(code)
    if match.args or match.kwargs:
        url = _reversed(code, match.view_name, match.args, match.kwargs)
    else:
        url = _kept_address(code, get_script_prefix(), match.view_name)
    if not url:
        return root_path(code)
    if url == request.path and code != get_language():
        return root_path(code)
    return url


def _reversed(code: str, name: str, args: Any = (), kwargs: Any = None) -> str:
    """ "" where there is none."""
    with override(code):
        try:
            return reverse(name, args=args, kwargs=kwargs)
        except NoReverseMatch:
            return ""


@lru_cache(maxsize=512)
def _kept_address(code: str, _prefix: str, name: str) -> str:
    """Nothing that somebody typed: only the names of views."""
    return _reversed(code, name)


def language_links(request: HttpRequest) -> tuple[LanguageLink, ...]:
    """Made once a request and language: the head and the masthead both show them."""
    active = get_language()
    kept: dict[str | None, tuple[LanguageLink, ...]]
    kept = vars(request).setdefault("_language_links", {})
    if active not in kept:
        kept[active] = _links(request, active)
    return kept[active]


def _links(request: HttpRequest, active: str | None) -> tuple[LanguageLink, ...]:
    return tuple(
        LanguageLink(
            code=code,
            html_code=html_code(code),
            direction="rtl" if get_language_info(code)["bidi"] else "ltr",
            label=NAMES.get(code, str(name)),
            url=url_in(request, code),
            current=code == active,
        )
        for code, name in settings.LANGUAGES
    )
