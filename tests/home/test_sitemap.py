"""sitemap.xml: every address once, absolute, Chinese."""

from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from lxml import etree

from home.sitemap import ALWAYS
from plan_pages.document.models import Division, Plan
from plan_pages.places.gazetteer import gazetteer
from plan_pages.progress.models import Indicator, PlanItem
from portal.units.models import Unit

NAMESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture
def locations(client: Client, korla: Plan, settings: LazySettings) -> list[str]:
    settings.BASE_URL = "https://plan.example"
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    return etree.fromstring(response.content).xpath(
        "//s:loc/text()", namespaces=NAMESPACE
    )


def test_sitemap_has_every_page_of_the_plan(locations: list[str], korla: Plan) -> None:
    pages = {
        f"https://plan.example{page.get_url()}"
        for page in [korla, *Division.objects.filter(plan=korla)]
    }
    assert len(pages) == 79
    assert pages <= set(locations)


def test_sitemap_has_indicators_items_and_places(
    locations: list[str], korla: Plan
) -> None:
    known = gazetteer("korla-14")
    assert known is not None
    base = f"https://plan.example{korla.get_url()}"
    counts = {
        name: sum(address.startswith(f"{base}{name}/") for address in locations)
        for name in ("indicators", "items", "places")
    }
    assert counts == {
        "indicators": 21,
        "items": 140,
        "places": len(known.places) + 1,
    }


def test_sitemap_names_each_address_once(locations: list[str]) -> None:
    assert len(locations) == len(set(locations))
    assert {urlsplit(address).netloc for address in locations} == {"plan.example"}


def test_sitemap_addresses_answer(client: Client, locations: list[str]) -> None:
    """Of each kind of page the first."""
    kinds = {urlsplit(address).path.count("/"): address for address in locations}
    for address in kinds.values():
        assert client.get(urlsplit(address).path).status_code == 200


def test_sitemap_without_plan_is_valid(client: Client, db: None) -> None:
    root = etree.fromstring(client.get("/sitemap.xml").content)
    assert len(root) == 1 + len(ALWAYS)
    for name in ALWAYS:
        assert client.get(reverse(name)).status_code == 200, name


def test_sitemap_leaves_out_what_left_the_text(client: Client, korla: Plan) -> None:
    gone = Indicator.objects.get(plan=korla, number=3)
    Indicator.objects.filter(pk=gone.pk).update(number=None)
    item = PlanItem.objects.filter(plan=korla)[0]
    PlanItem.objects.filter(pk=item.pk).update(key=None)
    Unit.objects.create(key="slj", name="水利局", kind="department")
    told = client.get("/sitemap.xml").content.decode()
    assert "/plan/korla-14/indicators/4/" in told
    assert "/plan/korla-14/indicators/3/" not in told
    assert f"/items/{item.part.public_id}/" not in told
    for name in ("units/", "units/slj/", "scorecard/", "overdue/"):
        assert f"/plan/korla-14/{name}<" in told
