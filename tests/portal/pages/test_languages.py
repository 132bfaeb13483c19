"""Chrome in three languages; the plan's own words stay Chinese and say so."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from plan_pages.document.models import Plan

from .markup import one, text, tree

LANGUAGES = [
    ("zh-hans", "/", "zh-Hans", "ltr"),
    ("en", "/en/", "en", "ltr"),
    ("ug", "/ug/", "ug", "rtl"),
]


@pytest.mark.parametrize(("code", "path", "lang", "direction"), LANGUAGES)
def test_language_is_said_on_html(
    client: Client, db: None, code: str, path: str, lang: str, direction: str
) -> None:
    root = tree(client.get(path))
    assert (root.get("lang"), root.get("dir")) == (lang, direction)


@pytest.mark.parametrize(("code", "path", "lang", "direction"), LANGUAGES)
def test_language_switch_leads_to_the_same_page(
    client: Client, db: None, code: str, path: str, lang: str, direction: str
) -> None:
    root = tree(client.get(f"{path}privacy/"))
    switch = root.xpath("//header//a[@hreflang]")
    links = {link.get("hreflang"): link.get("href") for link in switch}
    expected = {}
    for other, _path, html_code, _direction in LANGUAGES:
        if other != code:
            with override(other):
                expected[html_code] = reverse("privacy")
    assert links == expected


def test_language_switch_names_each_in_its_own_words(client: Client, db: None) -> None:
    root = tree(client.get("/ug/"))
    names = {a.get("lang"): text(a) for a in root.xpath("//header//a[@hreflang]")}
    assert names == {"zh-Hans": "中文", "en": "English"}


def test_language_switch_on_page_of_one_language_leads_home(
    client: Client, db: None
) -> None:
    root = tree(client.get("/accounts/login/"))
    with override("ug"):
        home = reverse("wagtail_serve", args=[""])
    assert one(root, "//header//a[@hreflang='ug']").get("href") == home


def test_plan_words_are_marked_in_other_languages(client: Client, korla: Plan) -> None:
    name = one(tree(client.get("/ug/")), "(//ol//span[@class='row-name'])[1]")
    assert (name.get("lang"), name.get("dir")) == ("zh-Hans", "ltr")
    assert text(name) == "发展基础和环境"


def test_plan_words_carry_no_mark_in_chinese(client: Client, korla: Plan) -> None:
    name = one(tree(client.get("/")), "(//ol//span[@class='row-name'])[1]")
    assert name.get("lang") is None


def test_brand_is_translated_until_the_operator_names_it(
    client: Client, db: None
) -> None:
    from wagtail.models import Site

    from portal.pages.models import SiteFurniture

    assert text(one(tree(client.get("/en/")), "//*[@class='brand-name']")) == (
        "Korla Five-Year Plan"
    )
    site = Site.objects.get(is_default_site=True)
    SiteFurniture.objects.update_or_create(
        site=site, defaults={"site_name": "规划公开试点"}
    )
    name = one(tree(client.get("/en/")), "//*[@class='brand-name']/span")
    assert (text(name), name.get("lang")) == ("规划公开试点", "zh-Hans")
