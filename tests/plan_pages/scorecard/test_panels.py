"""What a unit owes on its page; findings beside the version; overdue on a project."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from plan_pages.delivery.models import Project
from plan_pages.obligations.due import make
from plan_pages.obligations.models import Obligation
from plan_pages.oversight import findings
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.units.models import Unit
from tests.feedback.people import person
from tests.plan_pages.owing import launch, noon, place_in, rule, said, unit_named
from tests.plan_pages.selecting import select

Day = datetime.date


def tree(client: Client, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


@pytest.fixture
def lapse(project: Project, administrator: User, time_machine: Any) -> Obligation:
    """2025-Q1 overdue since yesterday; 2025-Q2 not due yet."""
    launch()
    rule(administrator)
    make(on=Day(2025, 3, 3))
    make(on=Day(2025, 4, 3))
    time_machine.move_to(noon(Day(2025, 4, 29)), tick=False)
    return Obligation.objects.get(period="2025-Q1")


def test_unit_page_says_what_it_owes(lapse: Obligation, client: Client) -> None:
    page = tree(client, reverse("unit", args=["slj"]))
    lines = select(page, "li[data-obligation]")
    assert [line.get("data-state") for line in lines] == ["overdue", "not_due"]
    assert "逾期 1 个工作日" in lines[0].text_content()
    assert "规划承诺" in lines[0].text_content()
    words = select(page, 'section[aria-labelledby="owed"]')[0].text_content()
    assert "0 / 1" in words


def test_other_unit_owes_nothing(lapse: Obligation, client: Client) -> None:
    unit_named("jtj")
    page = tree(client, reverse("unit", args=["jtj"]))
    assert not select(page, "[data-obligation]")
    assert "现在没有登记由它公开的事项" in page.text_content()


def test_project_page_says_what_is_overdue(
    lapse: Obligation, project: Project, client: Client
) -> None:
    page = tree(client, reverse("project", args=[project.public_id]))
    lines = select(page, "li[data-obligation]")
    assert [line.get("data-state") for line in lines] == ["overdue", "not_due"]


def test_released_finding_stands_beside_the_version(
    project: Project, unit: Unit, office: User, client: Client, time_machine: Any
) -> None:
    """Internal ones are nowhere; both versions keep their own."""
    time_machine.move_to(noon(Day(2025, 5, 8)), tick=False)
    reviewer = person("reviewer", Role.REVIEWER)
    congress = person("congress", Role.CONGRESS_OFFICE)
    head = person("head", Role.HEAD, unit=unit)
    first = said(project, unit, office, on=Day(2025, 5, 6))
    found = findings.make(
        version=first, value="to_be_supplemented", words="缺验收材料。", by=reviewer
    )
    path = reverse("update", args=[first.update.public_id])
    assert "缺验收材料" not in client.get(path).content.decode()
    findings.release(finding=found, by=congress)
    findings.answer(finding=found, words="五日内补齐。", by=head)
    section = select(tree(client, path), "[data-finding]")[0]
    assert section.get("data-finding") == found.public_id
    for words in ("待补充", "缺验收材料。", "五日内补齐。", "2025-05-22", "等待补充"):
        assert words in section.text_content()
    second = said(project, unit, office, on=Day(2025, 5, 8), update=first.update)
    whole = findings.make(version=second, value="complete", words="已齐。", by=reviewer)
    findings.release(finding=whole, by=congress)
    shown = select(tree(client, path), "[data-finding]")
    assert [each.get("data-value") for each in shown] == [
        "complete", "to_be_supplemented",
    ]  # fmt: skip
    assert "已补充" in shown[1].text_content()


def test_finding_about_a_lapse_stands_on_the_units_page(
    lapse: Obligation, client: Client
) -> None:
    reviewer = person("reviewer", Role.REVIEWER)
    congress = person("congress", Role.CONGRESS_OFFICE)
    found = findings.make(
        obligation=lapse, value="disputed", words="至今未公开。", by=reviewer
    )
    path = reverse("unit", args=["slj"])
    assert not select(tree(client, path), "[data-finding]")
    findings.release(finding=found, by=congress)
    section = select(tree(client, path), "[data-finding]")[0]
    assert "至今未公开。" in section.text_content()


def test_unit_page_costs_the_same_at_any_size(
    lapse: Obligation, korla: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    assert place_in(korla)
    with django_assert_max_num_queries(20):
        client.get(reverse("unit", args=["slj"]))
