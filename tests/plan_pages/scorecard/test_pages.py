"""/scorecard/ and /overdue/: exact numbers, helpful when empty, few queries."""

import csv
import datetime
import io
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from plan_pages.delivery.models import Project
from plan_pages.document.models import Plan
from plan_pages.obligations.due import make
from plan_pages.obligations.models import Obligation
from plan_pages.scorecard.models import CycleSnapshot
from plan_pages.scorecard.snapshots import close_the_year, content_of, freeze
from portal.accounts.models import User
from portal.ledger.commitments import public_hash
from portal.ledger.models import Entry
from portal.refusals import Refused
from portal.units.models import Unit
from tests.plan_pages.owing import (
    launch,
    lead,
    noon,
    place_in,
    project_row,
    rule,
    said,
    task_row,
    unit_named,
)
from tests.plan_pages.selecting import select

Day = datetime.date
DUE = Day(2025, 4, 28)
LAPSED = Day(2025, 4, 29)


def tree(client: Client, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def cells(page: Any, chapter: str) -> dict[tuple[str, str], int]:
    """(axis, state) → number of a row of the table, zeros left out."""
    found = select(page, f'tr[data-chapter="{chapter}"] td[data-state]')
    return {
        (cell.get("data-axis"), cell.get("data-state")): int(cell.text_content())
        for cell in found
        if int(cell.text_content())
    }


def table(client: Client, path: str) -> list[dict[str, str]]:
    response = client.get(path)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.fixture
def lapse(project: Project, administrator: User, time_machine: Any) -> Obligation:
    """The day after the due day, nothing published."""
    launch()
    rule(administrator)
    make(on=Day(2025, 3, 3))
    time_machine.move_to(noon(LAPSED), tick=False)
    return Obligation.objects.get()


def test_empty_scorecard_says_why_and_accuses_nobody(
    korla: Plan, client: Client
) -> None:
    page = tree(client, reverse("scorecard"))
    words = select(page, "main")[0].text_content()
    assert "主办单位设定启用日期以后" in words and "待配置" in words
    assert "还没有登记实施项目和任务" in words
    assert "现在没有逾期未公开的事项" in words
    assert sum(cells(page, "0").values()) == 20
    assert {axis for axis, _state in cells(page, "total")} == {"schedule"}


def test_empty_overdue_says_why(korla: Plan, client: Client) -> None:
    words = select(tree(client, reverse("overdue")), "main")[0].text_content()
    assert "主办单位设定启用日期以后" in words
    launch()
    words = select(tree(client, reverse("overdue")), "main")[0].text_content()
    assert "现在没有逾期未公开的事项" in words


def test_scorecard_without_a_plan_says_so(db: None, client: Client) -> None:
    assert client.get(reverse("scorecard")).status_code == 200


def test_four_axes_are_counted_apart(
    korla: Plan, project: Project, unit: Unit, office: User, administrator: User,
    client: Client, time_machine: Any,
) -> None:  # fmt: skip
    """Chapter 4: one on time, one overdue. Chapter 8: a task, late."""
    launch()
    rule(administrator, needs_evidence=True)
    rule(administrator, subject="task", name="任务季报")
    second = project_row(place_in(korla), office, name="管网二期")
    task = task_row(place_in(korla, "8/1"), office)
    lead(unit, second, office)
    lead(unit_named("mzj"), task, office)
    make(on=Day(2025, 3, 3))
    said(project, unit, office, on=Day(2025, 4, 1), evidence=1)
    said(second, unit, office, on=Day(2025, 4, 1), delivery="delayed", reason="雨")
    said(task, unit_named("mzj"), office, on=Day(2025, 5, 6), delivery="completed")
    time_machine.move_to(noon(Day(2025, 6, 3)), tick=False)
    page = tree(client, reverse("scorecard"))
    assert cells(page, "4") == {
        ("delivery", "in_progress"): 1, ("delivery", "delayed"): 1,
        ("disclosure", "on_time"): 1, ("disclosure", "overdue"): 1,
        ("review", "not_checked"): 2,
    }  # fmt: skip
    assert cells(page, "8") == {
        ("delivery", "completed"): 1, ("disclosure", "late"): 1,
        ("review", "not_checked"): 1,
    }  # fmt: skip
    assert not select(page, 'td[data-state="unsaid"], td[data-state="stopped"]')
    ratios = {
        row.get("data-unit"): [cell.text_content() for cell in select(row, "td")]
        for row in select(page, "tr[data-unit]")
    }
    assert ratios == {
        "slj": ["1 / 2", "50%", "3 / 4", "75%"],
        "mzj": ["0 / 1", "0%", "1 / 1", "100%"],
    }
    whole = select(page, "tr[data-total] td")
    assert [cell.text_content() for cell in whole] == ["1 / 3", "33%", "4 / 5", "80%"]


def test_csv_has_the_same_numbers(lapse: Obligation, client: Client) -> None:
    page = tree(client, reverse("scorecard"))
    rows = table(client, reverse("scorecard_csv"))
    of_chapter = {
        (row["项"], row["代码"]): int(row["数"])
        for row in rows
        if row["范围"] == "章" and row["编号"] == "4"
    }
    shown = cells(page, "4")
    assert shown == {("delivery", "unsaid"): 1, ("disclosure", "overdue"): 1}
    assert shown.items() <= of_chapter.items()
    assert of_chapter["timeliness", "due"] == 1
    assert of_chapter["timeliness", "on_time"] == 0
    assert (
        of_chapter["completeness", "present"],
        of_chapter["completeness", "required"],
    ) == (0, 1)


def test_both_addresses_say_the_same(lapse: Obligation, client: Client) -> None:
    for name in ("scorecard", "overdue"):
        short = client.get(reverse(name)).content.decode()
        keyed = client.get(reverse(f"plan_{name}", args=["korla-14"])).content.decode()
        assert select(html.fromstring(short), "h1")[0].text_content() == (
            select(html.fromstring(keyed), "h1")[0].text_content()
        )
        canonical = re.compile(r'<link rel="canonical" href="[^"]*/plan/korla-14/')
        assert canonical.search(short) and canonical.search(keyed)
    assert table(client, reverse("overdue_csv")) == table(
        client, reverse("plan_overdue_csv", args=["korla-14"])
    )


def test_overdue_says_whose_since_when_and_on_what_ground(
    lapse: Obligation, client: Client
) -> None:
    row = select(tree(client, reverse("overdue")), "tr[data-obligation]")[0]
    assert row.get("data-obligation") == lapse.public_id
    assert row.get("data-state") == "overdue"
    words = row.text_content()
    for said_there in (
        "供水管网改造", "2025年第一季度", "水利局", "2025-04-28", "逾期 1 个工作日",
        "规划承诺", "加强重大项目管理", "进展说明",
    ):  # fmt: skip
        assert said_there in words
    line = table(client, reverse("overdue_csv"))[0]
    assert (line["应于"], line["逾期工作日"], line["依据"]) == (
        "2025-04-28", "1", "规划承诺",
    )  # fmt: skip


def test_overdue_is_narrowed_by_chapter_and_unit(
    lapse: Obligation, client: Client
) -> None:
    def shown(query: str) -> int:
        page = tree(client, reverse("overdue") + query)
        return len(select(page, "tr[data-obligation]"))

    assert (shown("?chapter=4"), shown("?chapter=8")) == (1, 0)
    unit_named("mzj")
    assert (shown("?unit=slj"), shown("?unit=mzj")) == (1, 0)
    assert client.get(reverse("overdue") + "?unit=none").status_code == 404
    assert client.get(reverse("overdue") + "?chapter=99").status_code == 404


def test_beyond_the_calendar_only_weekends_were_counted(
    lapse: Obligation, administrator: User, client: Client, time_machine: Any
) -> None:
    rule(administrator, cycle="once", first_period="2038", name="远期")
    make(on=Day(2038, 1, 4))
    time_machine.move_to(noon(Day(2039, 3, 1)), tick=False)
    assert client.get(reverse("overdue")).content.decode().count("只计周末") == 4


def test_section_says_what_is_overdue(lapse: Obligation, client: Client) -> None:
    page = tree(client, "/plan/korla-14/4/5/")
    fact = [li.text_content().strip() for li in select(page, "ul.state li")]
    assert "1 项逾期未公开" in fact
    words = "2025年第一季度 逾期 1 个工作日未公开，依据：规划承诺"
    assert words in select(page, "main")[0].text_content()
    other = client.get("/plan/korla-14/4/4/").content.decode()
    assert "逾期未公开" not in other


def test_front_door_counts_and_names_what_is_overdue(
    korla: Plan, lapse: Obligation, client: Client
) -> None:
    page = tree(client, "/")
    book = select(page, '.panel dl[data-axis="disclosure"] [data-state="overdue"]')
    assert book[0].text_content().split() == ["1", "逾期未公开"]
    late = select(page, 'li[data-state="overdue"]')[0].text_content()
    assert "供水管网改造" in late and "规划承诺" in late


def test_front_door_of_a_new_site_has_no_books(korla: Plan, client: Client) -> None:
    page = tree(client, "/")
    assert not select(page, '[data-axis], [data-state="overdue"]')


@pytest.mark.parametrize("number", [10, 1000])
def test_queries_do_not_grow(
    korla: Plan, unit: Unit, office: User, administrator: User, client: Client,
    time_machine: Any, django_assert_max_num_queries: Any, number: int,
) -> None:  # fmt: skip
    many_projects(korla, unit, office, number)
    launch()
    rule(administrator)
    make(on=Day(2025, 3, 3))
    assert Obligation.objects.count() == number
    time_machine.move_to(noon(LAPSED), tick=False)
    with django_assert_max_num_queries(20):
        page = tree(client, reverse("scorecard"))
    assert cells(page, "4")["disclosure", "overdue"] == number
    with django_assert_max_num_queries(16):
        client.get(reverse("overdue"))
    with django_assert_max_num_queries(16):
        client.get("/plan/korla-14/4/5/")


def many_projects(plan: Plan, unit: Unit, by: User, number: int) -> None:
    """Led by the unit, at home in paragraphs of 4.5; three statements."""
    from plan_pages.delivery.models import ProjectVersion, Responsibility

    part = place_in(plan)
    projects = Project.objects.bulk_create(
        [Project(plan=plan, part=part) for _each in range(number)]
    )
    ProjectVersion.objects.bulk_create(
        [
            ProjectVersion(project=each, number=1, name="项目", published_on=DUE, by=by)
            for each in projects
        ]
    )
    Responsibility.objects.bulk_create(
        [
            Responsibility(
                project=each, unit=unit, role="lead", since=Day(2025, 1, 1), by=by
            )
            for each in projects
        ]
    )


def test_closed_cycle_stays_as_it_was(
    lapse: Obligation, project: Project, unit: Unit, office: User, korla: Plan,
    client: Client, time_machine: Any,
) -> None:  # fmt: skip
    """What is published, entered or owed later changes nothing of the frozen year."""
    time_machine.move_to(noon(Day(2026, 1, 4)), tick=False)
    close_the_year()
    close_the_year()
    snapshot = CycleSnapshot.objects.get()
    assert (snapshot.year, snapshot.kind, snapshot.by) == (2025, "annual", None)
    assert snapshot.content_hash == public_hash(content_of(snapshot.content))
    entry = json.loads(Entry.objects.get(type="report.frozen").payload)
    assert entry["hash"] == snapshot.content_hash
    said(project, unit, office, on=Day(2026, 1, 5))
    project_row(place_in(korla), office)
    page = tree(client, reverse("scorecard") + "?cycle=2025")
    assert cells(page, "4") == {("delivery", "unsaid"): 1, ("disclosure", "overdue"): 1}
    assert "已于 2026-01-04 封存" in select(page, "main")[0].text_content()
    now = tree(client, reverse("scorecard"))
    assert cells(now, "4")["delivery", "in_progress"] == 1


def test_running_year_and_frozen_year_are_not_frozen(
    lapse: Obligation, korla: Plan, office: User, unit: Unit, time_machine: Any
) -> None:
    def refused(by: User) -> str:
        with pytest.raises(Refused) as caught:
            freeze(plan=korla, kind="annual", year=2025, by=by)
        return caught.value.code

    assert refused(office) == "running"
    time_machine.move_to(noon(Day(2026, 1, 4)), tick=False)
    freeze(plan=korla, kind="annual", year=2025, by=office)
    assert refused(office) == "frozen"
    assert CycleSnapshot.objects.count() == 1


@pytest.mark.parametrize("query", ["?cycle=2026", "?cycle=x", "?cycle=20255"])
def test_unknown_cycle_is_not_found(
    lapse: Obligation, client: Client, query: str
) -> None:
    assert client.get(reverse("scorecard") + query).status_code == 404
