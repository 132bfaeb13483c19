"""What every page of a government site carries; unset values read 待配置."""

import pytest
from django.test import Client
from wagtail.models import Site

from portal.pages.models import SiteFurniture

from .markup import one, text, tree


@pytest.fixture
def furniture(db: None) -> SiteFurniture:
    site = Site.objects.get(is_default_site=True)
    return SiteFurniture.for_site(site)


def test_footer_says_not_set_where_nothing_is_set(client: Client, db: None) -> None:
    said = [text(li) for li in tree(client.get("/")).xpath("//footer//li")]
    # Floors above add links of their own behind these.
    assert said[:9] == [
        "主办单位：待配置",
        "联系方式：待配置",
        "网站标识码：待配置",
        "ICP备案号：待配置",
        "公网安备：待配置",
        "网站地图",
        "隐私声明",
        "无障碍",
        "我为政府网站找错：待配置",
    ]


def test_footer_says_what_the_operator_set(
    client: Client, furniture: SiteFurniture
) -> None:
    furniture.host_unit = "某某办公室"
    furniture.error_report_url = "https://example.org/report"
    furniture.save()
    root = tree(client.get("/"))
    assert "主办单位：某某办公室" in [text(li) for li in root.xpath("//footer//li")]
    link = one(root, "//footer//a[text()='我为政府网站找错']")
    assert link.get("href") == "https://example.org/report"


def test_trial_is_said_and_keeps_search_engines_out(
    client: Client, furniture: SiteFurniture
) -> None:
    response = client.get("/")
    assert "试运行" in text(one(tree(response), "//p[@class='strip']"))
    assert tree(response).xpath("//meta[@name='robots']/@content") == [
        "noindex, nofollow"
    ]
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_trial_over_leaves_no_trace(client: Client, furniture: SiteFurniture) -> None:
    furniture.in_trial = False
    furniture.save()
    response = client.get("/")
    assert tree(response).xpath("//p[@class='strip']") == []
    assert tree(response).xpath("//meta[@name='robots']") == []
    assert "X-Robots-Tag" not in response


def test_zoom_is_never_blocked(client: Client, db: None) -> None:
    viewport = one(tree(client.get("/")), "//meta[@name='viewport']").get("content")
    assert viewport == "width=device-width, initial-scale=1"


@pytest.mark.parametrize(
    "path", ["/", "/en/", "/ug/", "/sitemap/", "/privacy/", "/accounts/login/", "/x/"]
)
def test_page_loads_nothing_from_elsewhere_and_no_script(
    client: Client, furniture: SiteFurniture, path: str
) -> None:
    root = tree(client.get(path))
    loaded = root.xpath("//@src | //link[@rel='stylesheet']/@href")
    assert loaded and all(address.startswith("/") for address in loaded)
    assert root.xpath("//script | //style | //*[@style]") == []


@pytest.mark.parametrize("path", ["/", "/privacy/", "/ug/sitemap/"])
def test_reading_sets_no_cookie(
    client: Client, furniture: SiteFurniture, path: str
) -> None:
    assert not client.get(path).cookies
