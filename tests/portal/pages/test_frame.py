"""Pieces of the frame are kept by what they say, and nobody's words are among them."""

import pytest
from django.test import Client
from wagtail.models import Site

from plan_pages.document.models import Plan
from portal.pages import frame, languages, meta
from portal.pages.models import SiteFurniture
from tests.portal.memory import remembered

from .markup import one, text, tree


def _kept() -> tuple[int, int, int]:
    return (
        frame._rendered.cache_info().currsize,
        meta._kept_head.cache_info().currsize,
        languages._kept_address.cache_info().currsize,
    )


def test_frame_of_a_page_is_made_once(client: Client, korla: Plan) -> None:
    first = client.get("/privacy/").content
    kept, made = _kept(), frame._rendered.cache_info().misses
    assert client.get("/privacy/").content == first
    assert (_kept(), frame._rendered.cache_info().misses) == (kept, made)


def test_frame_says_what_the_operator_says_now(client: Client, db: None) -> None:
    client.get("/")
    site = Site.objects.get(is_default_site=True)
    furniture = SiteFurniture.for_site(site)
    furniture.site_name, furniture.host_unit = "某市规划", "某某办公室"
    furniture.save()
    root = tree(client.get("/"))
    assert text(one(root, "//header//span[@class='brand-name']")) == "某市规划"
    assert one(root, "//meta[@name='SiteName']").get("content") == "某市规划"
    assert "主办单位：某某办公室" in text(one(root, "//footer"))


def test_frame_keeps_elder_view_and_languages_apart(client: Client, db: None) -> None:
    for path, button in (("/", "长者版"), ("/en/", "Large print")):
        assert text(one(tree(client.get(path)), "//header//button")) == button
    client.cookies["elder"] = "1"
    assert text(one(tree(client.get("/")), "//header//button")) == "标准版"


def test_what_somebody_looks_for_is_kept_nowhere(client: Client, korla: Plan) -> None:
    client.get("/search/", {"q": "养老"})
    kept = _kept()
    root = tree(client.get("/search/", {"q": "只有我找的词"}))
    assert "只有我找的词" in one(root, "//meta[@name='ArticleTitle']").get("content")
    assert "%E5%8F%AA" in one(root, "//header//input[@name='next']").get("value")
    assert _kept() == kept


@pytest.mark.parametrize("prefix", ["/", "/en/"])
def test_an_address_that_is_none_of_ours_is_kept_nowhere(
    client: Client, korla: Plan, prefix: str
) -> None:
    client.get(f"{prefix}nowhere/")
    kept = _kept()
    response = client.get(f"{prefix}only-mine/")
    assert response.status_code == 404
    here = one(tree(response), "//header//input[@name='next']").get("value")
    assert (here or "").endswith(f"{prefix}only-mine/")
    assert [name for name, words in remembered().items() if "only-mine" in words] == []
    assert _kept() == kept
