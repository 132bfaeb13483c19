"""网站地图, 隐私声明, 无障碍, robots.txt, and the switch of the elder view."""

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Site

from plan_pages.document.models import Division, Plan
from portal.pages.models import SiteFurniture
from tests.portal.pages.markup import one, text, tree


@pytest.mark.parametrize("name", ["site_map", "privacy", "accessibility"])
@pytest.mark.parametrize("language", ["zh-hans", "en", "ug"])
def test_standard_page_in_each_language(
    client: Client, db: None, name: str, language: str
) -> None:
    with override(language):
        path = reverse(name)
    response = client.get(path)
    assert response.status_code == 200
    assert len(tree(response).xpath("//main//h1")) == 1


def test_site_map_names_every_division(client: Client, korla: Plan) -> None:
    links = set(tree(client.get("/sitemap/")).xpath("//main//a/@href"))
    pages = {page.get_url() for page in Division.objects.filter(plan=korla)}
    assert len(pages) == 78
    assert pages <= links


def test_privacy_names_every_cookie(client: Client, db: None) -> None:
    root = tree(client.get("/privacy/"))
    names = [text(code) for code in root.xpath("//main//code")]
    assert names == ["elder", "sessionid", "csrftoken"]


def test_robots_in_trial_close_everything(
    client: Client, db: None, settings: LazySettings
) -> None:
    settings.BASE_URL = "https://plan.example"
    prefix = settings.PATH_PREFIX.rstrip("/")
    assert client.get("/robots.txt").content.decode() == (
        f"User-agent: *\nDisallow: {prefix}/\n\n"
        f"Sitemap: https://plan.example{prefix}/sitemap.xml\n"
    )


def test_robots_after_trial_close_the_staffs_side(
    client: Client, db: None, settings: LazySettings
) -> None:
    site = Site.objects.get(is_default_site=True)
    SiteFurniture.objects.update_or_create(site=site, defaults={"in_trial": False})
    prefix = settings.PATH_PREFIX.rstrip("/")
    closed = client.get("/robots.txt").content.decode().splitlines()[1:3]
    assert closed == [f"Disallow: {prefix}/admin/", f"Disallow: {prefix}/accounts/"]


def test_elder_view_is_kept_by_a_cookie_and_goes_back(
    client: Client, db: None, settings: LazySettings
) -> None:
    response = client.post("/view/elder/", {"elder": "1", "next": "/en/privacy/"})
    assert (response.status_code, response["Location"]) == (302, "/en/privacy/")
    cookie = response.cookies["elder"]
    assert (cookie.value, cookie["path"]) == ("1", settings.PATH_PREFIX)
    assert cookie["samesite"] == "Lax" and cookie["httponly"]
    assert tree(client.get("/privacy/")).get("class") == "elder"


def test_elder_view_off_deletes_the_cookie(client: Client, db: None) -> None:
    client.post("/view/elder/", {"elder": "1"})
    response = client.post("/view/elder/", {"elder": "0"})
    assert response.cookies["elder"].value == ""
    assert tree(client.get("/privacy/")).get("class") is None


def test_elder_view_loads_its_style_sheet_only_then(client: Client, db: None) -> None:
    sheets = "//link[@rel='stylesheet' and contains(@href, 'elder')]"
    assert tree(client.get("/privacy/")).xpath(sheets) == []
    client.post("/view/elder/", {"elder": "1"})
    assert len(tree(client.get("/privacy/")).xpath(sheets)) == 1


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""]
)
def test_elder_view_never_leads_elsewhere(
    client: Client, db: None, target: str
) -> None:
    response = client.post("/view/elder/", {"elder": "1", "next": target})
    assert response["Location"] == reverse("wagtail_serve", args=[""])


def test_elder_view_is_not_changed_by_reading(client: Client, db: None) -> None:
    response = client.get("/view/elder/?elder=1")
    assert response.status_code == 405
    assert not response.cookies


def test_elder_switch_names_this_page(client: Client, db: None) -> None:
    form = one(tree(client.get("/ug/privacy/")), "//header//form")
    with override("ug"):
        here = reverse("privacy")
    assert form.get("action") == reverse("elder_view")
    assert one(form, ".//input[@name='next']").get("value") == here
