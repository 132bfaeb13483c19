"""sitemap.xml: every address once, absolute, Chinese."""

from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from django.test import Client
from lxml import etree

from plan_pages.document.models import Division, Plan
from plan_pages.places.gazetteer import gazetteer

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
    assert len(root) == 4
