"""`/cycles/` closes a year or an evaluation; `/scorecard/<id>/` shows it for good."""

import csv
import datetime
import io
import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from plan_pages.delivery.models import Project
from plan_pages.document.models import Plan
from plan_pages.obligations.due import make
from plan_pages.obligations.models import Obligation
from plan_pages.scorecard.models import CycleSnapshot
from plan_pages.scorecard.snapshots import freeze
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.ledger.models import Entry
from portal.refusals import Refused
from portal.units.models import Unit
from tests.feedback.people import person
from tests.plan_pages.owing import (
    launch,
    noon,
    place_in,
    project_row,
    rule,
    said,
)
from tests.portal.pages.markup import text, tree

Day = datetime.date


@pytest.fixture
def overdue(project: Project, administrator: User, time_machine: Any) -> Obligation:
    """Due in April 2025 and never disclosed; it is 2026 now."""
    time_machine.move_to(noon(Day(2025, 3, 15)), tick=False)
    launch(Day(2025, 1, 1))
    rule(administrator, cycle="quarter", first_period="2025-Q1")
    make()
    time_machine.move_to(noon(Day(2026, 3, 2)), tick=False)
    return Obligation.objects.get()


@pytest.fixture
def desk(office: User, client: Client) -> Client:
    client.force_login(office)
    return client


def asked(korla: Plan, kind: str, year: int) -> dict[str, Any]:
    return {"plan": korla.key, "kind": kind, "year": year}


def lines(client: Client, path: str) -> list[dict[str, str]]:
    content = client.get(path).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def overdue_in(rows: list[dict[str, str]]) -> list[str]:
    return [
        row["数"] for row in rows
        if row["代码"] == "overdue" and row["范围"] == "全规划合计"
    ]  # fmt: skip


def test_look_shows_what_it_would_hold_and_writes_nothing(
    overdue: Obligation, korla: Plan, desk: Client
) -> None:
    response = desk.get(reverse("cycles"), asked(korla, "mid_term", 2025))
    page = tree(response)
    assert "中期评估 2025 将要封存的数" in text(page)
    assert "计 2021 至 2025 年到期" in text(page)
    assert len(page.xpath("//table[@class='counts']")) == 1
    assert CycleSnapshot.objects.count() == 0


def test_evaluation_is_frozen_after_confirmation(
    overdue: Obligation, korla: Plan, desk: Client, office: User
) -> None:
    given = asked(korla, "mid_term", 2025)
    unsure = desk.post(reverse("cycles"), given)
    assert unsure.status_code == 422
    assert "请先核对，再勾选。" in text(tree(unsure))
    assert CycleSnapshot.objects.count() == 0
    done = desk.post(reverse("cycles"), given | {"sure": "on"}, follow=True)
    row = CycleSnapshot.objects.get()
    assert (row.kind, row.year, row.by) == ("mid_term", 2025, office)
    assert row.public_id in text(tree(done))
    entry = json.loads(Entry.objects.get(type="report.frozen").payload)
    assert (entry["kind"], entry["year"], entry["hash"]) == (
        "mid_term", 2025, row.content_hash,
    )  # fmt: skip
    again = desk.post(reverse("cycles"), given | {"sure": "on"})
    assert "这个周期已经封存。" in text(tree(again))
    assert CycleSnapshot.objects.count() == 1


def test_frozen_evaluation_is_chosen_cited_and_taken_away(
    overdue: Obligation, korla: Plan, project: Project, unit: Unit, office: User,
    client: Client,
) -> None:  # fmt: skip
    row = freeze(plan=korla, kind="mid_term", year=2025, by=office)
    path = reverse("scorecard")
    (choice,) = [
        link for link in tree(client.get(path)).xpath("//main//a/@href")
        if "mid_term" in link
    ]  # fmt: skip
    assert choice == f"{path}?cycle=mid_term-2025"
    own = reverse("snapshot", args=[row.public_id])
    assert own in tree(client.get(choice)).xpath("//main//a/@href")
    page = tree(client.get(own))
    assert "中期评估 2025：封存的公开一览" in text(page)
    assert row.content_hash in text(page)
    base = "http://testserver" + settings.PATH_PREFIX.rstrip("/")
    cited = f"{base}/plan/korla-14/scorecard/{row.public_id}/"
    assert cited in page.xpath("//section[@aria-labelledby='cite']//a/@href")
    (canonical,) = page.xpath("//link[@rel='canonical']/@href")
    assert canonical.endswith(f"/plan/korla-14/scorecard/{row.public_id}/")
    before = lines(client, reverse("snapshot_csv", args=[row.public_id]))
    assert {line["周期"] for line in before} == {"mid_term-2025"}
    assert overdue_in(before) == ["1"]
    said(project, unit, office, on=Day(2026, 1, 5))
    project_row(place_in(korla), office)
    assert lines(client, reverse("snapshot_csv", args=[row.public_id])) == before
    assert lines(client, f"/scorecard.csv?cycle={row.cycle}") == before


def test_evaluation_counts_every_year_of_the_plan(
    overdue: Obligation, korla: Plan, office: User, client: Client
) -> None:
    year = freeze(plan=korla, kind="final", year=2026, by=office)
    assert year.content["since"] == 2021
    assert year.content["total"]["disclosure"] == {"overdue": 1}
    now = lines(client, "/scorecard.csv?cycle=2026")
    assert overdue_in(now) == []


@pytest.mark.parametrize(
    ("kind", "year", "code"),
    [
        ("annual", 2026, "running"),
        ("mid_term", 2027, "running"),
        ("mid_term", 2019, "invalid"),
        ("weekly", 2025, "invalid"),
    ],
)
def test_what_cannot_be_closed_is_refused(
    overdue: Obligation, korla: Plan, office: User, kind: str, year: int, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        freeze(plan=korla, kind=kind, year=year, by=office)
    assert refused.value.code == code
    assert CycleSnapshot.objects.count() == 0


def test_final_evaluation_waits_for_the_last_year(
    korla: Plan, office: User, time_machine: Any
) -> None:
    time_machine.move_to(noon(Day(2024, 6, 1)), tick=False)
    with pytest.raises(Refused) as refused:
        freeze(plan=korla, kind="final", year=2024, by=office)
    assert refused.value.code == "running"


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ADMINISTRATOR, Role.REVIEWER])
def test_others_freeze_nothing(
    overdue: Obligation, korla: Plan, client: Client, unit: Unit, role: Role
) -> None:
    other = person("other", role, unit=unit)
    client.force_login(other)
    given = asked(korla, "mid_term", 2025) | {"sure": "on"}
    assert client.post(reverse("cycles"), given).status_code == 403
    with pytest.raises(Refused):
        freeze(plan=korla, kind="mid_term", year=2025, by=other)
    assert CycleSnapshot.objects.count() == 0


@pytest.mark.parametrize("cycle", ["mid_term-2025", "weekly-2025", "mid_term-x"])
def test_evaluation_that_is_not_frozen_is_not_found(
    overdue: Obligation, client: Client, cycle: str
) -> None:
    assert client.get(f"/scorecard/?cycle={cycle}").status_code == 404
    assert client.get("/scorecard/none0000/").status_code == 404
