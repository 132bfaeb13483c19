"""A page for everybody with places for one person's own: filled in and kept nowhere."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory, override_settings
from django.urls import resolve
from django.utils.safestring import mark_safe
from django.utils.translation import override
from wagtail.models import Site

from portal.pages import places
from portal.pages.meta import PageMeta
from portal.pages.models import SiteFurniture
from portal.pages.places import filled_page

from .markup import one, text, tree

#: A template of the test's own, below the frame of every page.
OWN = {
    "one.html": '{% extends "base.html" %}{% block main %}<h1>{{ meta.title }}</h1>'
    '<p title="{{ own }}">{{ own }}, {{ days }}, {{ drawn }}</p>{% endblock %}'
}
LOADERS = [
    ("django.template.loaders.locmem.Loader", OWN),
    "django.template.loaders.app_directories.Loader",
]


@pytest.fixture(autouse=True)
def templates(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (engine,) = settings.TEMPLATES
    options = {**engine["OPTIONS"], "loaders": [
        LOADERS[0], "django.template.loaders.filesystem.Loader", LOADERS[1],
    ]}  # fmt: skip
    monkeypatch.setattr(places, "_kept", {})
    with override_settings(
        TEMPLATES=[{**engine, "APP_DIRS": False, "OPTIONS": options}]
    ):
        yield


def _request(path: str = "/privacy/", **cookies: str) -> HttpRequest:
    request = RequestFactory().get(path)
    request.COOKIES.update(cookies)
    request.resolver_match = resolve(request.path_info)
    return request


def _page(request: HttpRequest, own: str = "甲", days: int = 3) -> Any:
    values = {"own": own, "drawn": mark_safe("<svg></svg>")}
    return filled_page(request, "one.html", PageMeta("题"), values, days=days)


def test_page_says_what_it_is_given(db: None) -> None:
    root = tree(_page(_request(), own='<b> & "乙"'))
    assert text(one(root, "//main/h1")) == "题"
    words = one(root, "//main/p")
    assert words.get("title") == '<b> & "乙"'
    assert text(words).startswith('<b> & "乙", 3,')
    assert one(words, "svg") is not None


def test_page_is_the_same_kept_and_made(db: None) -> None:
    made = _page(_request()).content
    assert len(places._kept) == 1
    assert _page(_request()).content == made
    assert len(places._kept) == 1
    places._kept.clear()
    assert _page(_request()).content == made


def test_nothing_of_ones_own_is_kept(db: None) -> None:
    for own in ("只有我的一", "只有我的二"):
        assert own in _page(_request(), own=own).content.decode()
    assert len(places._kept) == 1
    assert "只有我的" not in repr(places._kept)


def test_a_value_that_looks_like_a_place_stays_a_value(db: None) -> None:
    own = "\ue000drawn\ue001"
    root = tree(_page(_request(), own=own))
    assert text(one(root, "//main/p")).startswith(f"{own}, 3,")


def test_whatever_the_page_shows_makes_another_page(db: None) -> None:
    def button(**cookies: str) -> str:
        return text(one(tree(_page(_request(**cookies))), "//header//button"))

    assert (button(), button(elder="1")) == ("长者版", "标准版")
    assert ", 5," in text(one(tree(_page(_request(), days=5)), "//main/p"))
    with override("en"):
        english = tree(_page(_request("/en/privacy/")))
        assert text(one(english, "//header//button")) == "Large print"
    assert len(places._kept) == 4
    furniture = SiteFurniture.for_site(Site.objects.get(is_default_site=True))
    furniture.site_name = "某市规划"
    furniture.save()
    brand = one(tree(_page(_request())), "//header//span[@class='brand-name']")
    assert text(brand) == "某市规划"


def test_what_somebody_typed_into_the_address_is_not_kept(db: None) -> None:
    root = tree(_page(_request("/privacy/?q=ownwords")))
    assert "ownwords" in one(root, "//header//input[@name='next']").get("value")
    assert places._kept == {}


def test_store_is_bounded(db: None) -> None:
    for days in range(places._MOST + 1):
        _page(_request(), days=days)
    assert len(places._kept) == 1
