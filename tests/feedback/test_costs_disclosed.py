"""What pages cost where much is carried out, owed, disclosed and said: the same with
ten projects and with a thousand.
"""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plan_pages.delivery.models import Anchor
from plan_pages.document.models import Part, Plan
from plan_pages.progress.models import Indicator
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.units.models import Unit
from tests.plan_pages import owing
from tests.plan_pages.cold import cold_get
from tests.proofs import rounds

from . import crowds
from .people import person
from .views.forms import tree

FEW = 10
PUBLISHED = datetime.date(2025, 4, 8)

Carry = Callable[[int], None]


@pytest.fixture
def carry(korla: Plan, part: Part, unit: Unit, moderator: User) -> Carry:
    """carry(n): n projects more, everywhere and on `part`, of which a third disclosed
    in time, a third is overdue and of a third nothing is owed; anchored, and spoken of.
    Of every second that was disclosed or is overdue something was found. An indicator
    has its updates and findings too.
    """
    reviewer, office = (
        person("reviewer", Role.REVIEWER), person("office", Role.CONGRESS_OFFICE)
    )  # fmt: skip
    indicator = Indicator.objects.get(plan=korla, number=1)
    everywhere = list(Part.objects.current().filter(plan=korla, kind="paragraph"))
    owing.launch()
    rule = owing.rule(person("keeper", Role.ADMINISTRATOR))

    def add(count: int) -> None:
        for number in range(count):
            home = part if number % 5 == 0 else everywhere[number % len(everywhere)]
            project = owing.project_row(home, moderator, f"项目{number}")
            owing.lead(unit, project, moderator)
            if number % 5 == 1:
                Anchor.objects.create(part=part, project=project, by=moderator)
            about: Any = None
            if number % 3:
                about = owing.obligation(project, unit, rule=rule)
            if number % 3 == 1:
                about = owing.said(project, unit, moderator, on=PUBLISHED, evidence=1)
            if about and number % 2:
                owing.found(about, reviewer, office)
            if number % 10 == 1:
                said = owing.said(indicator, unit, moderator, on=PUBLISHED)
                owing.found(said, reviewer, office)
        crowds.published([part, *everywhere], 5 * count, by=moderator)
        crowds.counted()

    return add


def many() -> int:
    return rounds(60, 1_000)


def section(part: Part) -> str:
    return "/" + part.page.url_path.split("/", 2)[2]


def test_section_page_costs_at_most_sixteen_with_many_projects(
    client: Client, carry: Carry, part: Part
) -> None:
    carry(FEW)
    _page, few = cold_get(client, section(part))
    carry(many())
    page, all_of_them = cold_get(client, section(part))
    shown = tree(page)
    assert shown.xpath("//a[contains(@href, '/projects/')]")
    assert shown.xpath("//a[contains(@href, '/overdue/')]")
    assert "人大核查：存疑" in shown.text_content()
    assert few == all_of_them <= 16


@pytest.mark.parametrize("path", ["units/fgw/", "indicators/1/"])
def test_things_cost_the_same_with_many_findings(
    client: Client, carry: Carry, path: str
) -> None:
    carry(FEW)
    _page, few = cold_get(client, f"/{path}")
    carry(many())
    page, all_of_them = cold_get(client, f"/{path}")
    assert tree(page).xpath("//*[@data-review='disputed']")
    assert few == all_of_them <= 20


@pytest.mark.parametrize("name", ["scorecard", "overdue", "updates", "projects"])
def test_lists_cost_at_most_twenty_with_many_projects(
    client: Client, carry: Carry, name: str
) -> None:
    carry(FEW)
    _page, few = cold_get(client, reverse(name))
    carry(many())
    page, all_of_them = cold_get(client, reverse(name))
    assert page.status_code == 200
    assert few == all_of_them <= 20


def test_front_door_costs_the_same_with_many_projects(
    client: Client, carry: Carry
) -> None:
    carry(FEW)
    _page, few = cold_get(client, "/")
    carry(many())
    page, all_of_them = cold_get(client, "/")
    assert tree(page).xpath("//a[contains(@href, '/overdue/')]")
    assert few == all_of_them
