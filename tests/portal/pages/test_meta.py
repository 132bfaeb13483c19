"""Meta tags, the canonical Chinese address and its alternates."""

from datetime import UTC, datetime

import pytest
from django.conf import LazySettings
from django.test import Client

from plan_pages.document.models import Plan
from portal.pages.meta import PageMeta, meta_tags
from portal.pages.models import SiteFurniture

from .markup import one, tree

NAMES = [
    "SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnType", "ArticleTitle",
    "PubDate", "ContentSource", "Keywords", "Description", "Url",
]  # fmt: skip


def named(root: object) -> dict[str, str]:
    return {
        meta.get("name"): meta.get("content")
        for meta in root.xpath("//meta[@name]")  # type: ignore[attr-defined]
    }


def test_meta_of_the_front_door(client: Client, korla: Plan) -> None:
    found = named(tree(client.get("/")))
    assert [name for name in NAMES if name not in found] == ["PubDate"]
    assert found["SiteName"] == "库尔勒市五年规划"
    assert found["SiteDomain"] == "testserver"
    assert found["SiteIDCode"] == found["ContentSource"] == "待配置"
    assert (found["ColumnName"], found["ColumnType"]) == ("首页", "首页")


def test_meta_dates_are_in_beijing_time_to_the_minute() -> None:
    meta = PageMeta(
        title="第一节", published=datetime(2026, 11, 22, 16, 30, 59, tzinfo=UTC)
    )
    tags = dict(meta_tags("http://testserver", meta, SiteFurniture().words, "/"))
    assert list(tags) == NAMES
    assert tags["PubDate"] == "2026-11-23 00:30"


@pytest.mark.parametrize("path", ["/privacy/", "/en/privacy/", "/ug/privacy/"])
def test_canonical_is_the_absolute_chinese_address(
    client: Client, db: None, settings: LazySettings, path: str
) -> None:
    settings.BASE_URL = "https://plan.example"
    root = tree(client.get(path))
    base = settings.PATH_PREFIX.rstrip("/")
    expected = f"https://plan.example{base}/privacy/"
    assert one(root, "//link[@rel='canonical']").get("href") == expected
    assert named(root)["Url"] == expected
    assert named(root)["SiteDomain"] == "plan.example"


def test_alternates_name_every_language(
    client: Client, db: None, settings: LazySettings
) -> None:
    settings.BASE_URL = "https://plan.example"
    base = "https://plan.example" + settings.PATH_PREFIX.rstrip("/")
    root = tree(client.get("/ug/privacy/"))
    assert {
        link.get("hreflang"): link.get("href")
        for link in root.xpath("//link[@rel='alternate']")
    } == {
        "zh-Hans": f"{base}/privacy/",
        "en": f"{base}/en/privacy/",
        "ug": f"{base}/ug/privacy/",
    }
