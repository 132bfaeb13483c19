"""A claim and what was found of it stand side by side, wherever the claim stands."""

import csv
import datetime
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from plan_pages.delivery.models import Anchor, Project
from plan_pages.disclosure.models import UpdateVersion
from plan_pages.obligations.due import make as make_due
from plan_pages.obligations.models import Obligation
from plan_pages.oversight import findings
from plan_pages.oversight.models import Finding
from plan_pages.progress.models import Indicator
from portal.accounts.models import User
from portal.outbox.models import Purge
from portal.units.models import Unit
from tests.plan_pages.owing import launch, noon, place_in, rule, said
from tests.plan_pages.selecting import select

Day = datetime.date
FOUND = "人大核查：待补充"


def get(client: Client, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def rows(client: Client, name: str) -> list[dict[str, str]]:
    text = client.get(reverse(name)).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def reviews(page: Any) -> list[tuple[str, str]]:
    return [
        (each.get("data-review"), each.text_content().strip())
        for each in select(page, "main [data-review]")
    ]


@pytest.fixture
def lapse(
    project: Project, administrator: User, reviewer: User, time_machine: Any
) -> Finding:
    """About what is overdue since yesterday; internal."""
    launch()
    rule(administrator)
    make_due(on=Day(2025, 3, 3))
    time_machine.move_to(noon(Day(2025, 4, 29)), tick=False)
    return findings.make(
        obligation=Obligation.objects.get(), value="to_be_supplemented",
        words="至今没有公开。", by=reviewer,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("path", "times"),
    [("/updates/", 1), ("/projects/{project}/", 1), ("/units/slj/", 2)],
)
def test_lists_say_what_was_found_beside_the_claim(
    client: Client, finding: Finding, version: UpdateVersion, congress: User,
    path: str, times: int,
) -> None:  # fmt: skip
    """On a unit's page beside the thing it answers for, and beside the update."""
    address = path.format(project=version.update.project.public_id)
    assert reviews(get(client, address)) == [("not_checked", "未核查")] * times
    findings.release(finding=finding, by=congress)
    page = get(client, address)
    assert reviews(page) == [("to_be_supplemented", FOUND)] * times
    assert len(select(page, '[data-delivery="in_progress"]')) == times


def test_margin_says_what_was_found(
    client: Client, finding: Finding, project: Project, congress: User
) -> None:
    section = "/plan/korla-14/4/5/"
    assert "人大核查" not in get(client, section).text_content()
    findings.release(finding=finding, by=congress)
    words = " ".join(get(client, section).text_content().split())
    assert f"推进中 · {FOUND}" in words


def test_csv_says_what_was_found(
    client: Client, finding: Finding, congress: User
) -> None:
    assert [row["review"] for row in rows(client, "updates_csv")] == [""]
    findings.release(finding=finding, by=congress)
    assert [row["review"] for row in rows(client, "updates_csv")] == [
        "to_be_supplemented"
    ]


def test_latest_finding_counts(
    client: Client, finding: Finding, version: UpdateVersion, reviewer: User,
    congress: User,
) -> None:  # fmt: skip
    findings.release(finding=finding, by=congress)
    later = findings.make(version=version, value="complete", words="齐", by=reviewer)
    assert reviews(get(client, "/updates/")) == [("to_be_supplemented", FOUND)]
    findings.release(finding=later, by=congress)
    assert reviews(get(client, "/updates/")) == [("complete", "人大核查：完整")]


@pytest.mark.parametrize("path", ["/overdue/", "/scorecard/", "/units/slj/"])
def test_what_is_overdue_says_what_was_found(
    client: Client, lapse: Finding, congress: User, path: str
) -> None:
    assert reviews(get(client, path)) == []
    findings.release(finding=lapse, by=congress)
    page = get(client, path)
    assert reviews(page) == [("to_be_supplemented", FOUND)]
    links = [link.get("href") for link in select(page, "[data-review] a")]
    if path != "/units/slj/":
        assert links == [f"{reverse('unit', args=['slj'])}#f-{lapse.public_id}"]
    assert select(get(client, "/units/slj/"), f"#f-{lapse.public_id}")


def test_thing_of_which_nothing_came_shows_the_finding_whole(
    client: Client, lapse: Finding, project: Project, congress: User
) -> None:
    path = reverse("project", args=[project.public_id])
    assert "至今没有公开" not in get(client, path).text_content()
    findings.release(finding=lapse, by=congress)
    page = get(client, path)
    assert reviews(page) == [("to_be_supplemented", FOUND)]
    (shown,) = select(page, f'[data-finding="{lapse.public_id}"]')
    assert "至今没有公开。" in shown.text_content()


def test_overdue_csv_says_what_was_found(
    client: Client, lapse: Finding, congress: User
) -> None:
    assert [row["核查情况"] for row in rows(client, "overdue_csv")] == ["未核查"]
    findings.release(finding=lapse, by=congress)
    assert [row["核查情况"] for row in rows(client, "overdue_csv")] == ["待补充"]


def test_problems_and_next_step_of_the_latest_stand_on_the_projects_page(
    client: Client, project: Project, unit: Unit, office: User
) -> None:
    for period, problem in (("2024-Q4", "旧问题。"), ("2025-Q1", "征地滞后。")):
        said(
            project, unit, office, period=period, on=Day(2025, 4, 10),
            problems=problem, next_step="五月交地。",
        )  # fmt: skip
    words = get(client, reverse("project", args=[project.public_id])).text_content()
    assert "征地滞后。" in words and "五月交地。" in words
    assert "旧问题。" not in words


def test_release_forgets_every_page_that_shows_the_claim(
    korla: Any, unit: Unit, office: User, reviewer: User, congress: User
) -> None:
    """An indicator's page, its home and the paragraph to which it is tied."""
    indicator = Indicator.objects.get(plan=korla, number=3)
    tied = place_in(korla)
    Anchor.objects.create(part=tied, indicator=indicator, by=office)
    version = said(indicator, unit, office, period="2024", on=Day(2025, 4, 10))
    found = findings.make(version=version, value="disputed", words="疑", by=reviewer)
    Purge.objects.all().delete()
    findings.release(finding=found, by=congress)
    keys = {key for purge in Purge.objects.all() for key in purge.keys}
    assert {
        f"indicator:{korla.pk}:3", f"page:{tied.page_id}", f"part:{tied.public_id}",
        f"page:{indicator.part.page_id}", "updates", "scorecard", "overdue", "unit:slj",
    } <= keys  # fmt: skip
