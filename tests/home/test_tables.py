"""Every public page with a table offers it as CSV, at an address that answers."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from plan_pages.delivery import projects
from plan_pages.delivery.models import Project
from plan_pages.document.models import Plan
from portal.accounts.roles import Role
from tests.matrix.addresses import addresses
from tests.matrix.rows import EVERYBODY
from tests.matrix.test_matrix import OURS
from tests.matrix.world import World, build
from tests.portal.accounts.people import colleague
from tests.portal.pages.markup import tree

#: Tables that are not data of the site, and where what they say comes from.
EXPLAINED = {
    "method": "the printed rules of the method",
    "privacy": "what is kept for how long, in words",
    "what_is_kept": "what is kept for how long, in words",
    "plan_page": "the plan's own table, which /indicators.csv has",
}


@pytest.fixture
def world(korla: Plan) -> World:
    """The matrix's, with a sum of the project: its page then has a table."""
    made = build(korla)
    project = Project.objects.get(public_id=made.own["a_project"])
    office = colleague("tables", Role.PUBLISHER)
    projects.record_investment(
        project=project, year=2024, kind="actual", amount=Decimal("1.5"), by=office
    )
    return made


def readable(world: World) -> dict[str, str]:
    """Name → path of every address that everybody reads."""
    found = {}
    for address in addresses():
        row = OURS.get(address.name)
        if row is None or row.get != EVERYBODY:
            continue
        named = {name: world.own[key] for name, key in row.values.items()}
        found[address.name] = address.path(world.own | named)
    return found


def downloads(root: Any) -> list[str]:
    links = root.xpath("//main//a/@href")
    return [link for link in links if link.split("?")[0].endswith(".csv")]


def test_every_public_page_with_a_table_links_its_csv(
    world: World, client: Client
) -> None:
    tabled = set()
    for name, path in readable(world).items():
        response = client.get(path)
        is_page = response.get("Content-Type", "").startswith("text/html")
        if response.status_code != 200 or not is_page:
            continue
        root = tree(response)
        if not root.xpath("//main//table") or name in EXPLAINED:
            continue
        tabled.add(name)
        found = downloads(root)
        assert found, f"{name} ({path}) has a table and no CSV"
        for link in found:
            answer = client.get(link)
            assert answer["Content-Type"] == "text/csv; charset=utf-8", link
            assert answer.content.count(b"\n") >= 1
    # The control: the walk did meet the tables that are known to be there.
    assert {"indicators", "indicator", "project", "answer_statistics"} <= tabled
