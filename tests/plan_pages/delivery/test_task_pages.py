"""`/tasks/`, and what of projects and tasks is taken away as CSV."""

import csv
import datetime
import io
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse

from plan_pages.delivery import projects, responsibilities, tasks
from plan_pages.delivery.models import Milestone, Project
from plan_pages.document.models import Part, Plan
from portal.accounts.models import User
from portal.units.models import Unit
from tests.plan_pages.cold import cold_get
from tests.plan_pages.progress.figures import paper
from tests.portal.pages.markup import text, tree

Day = datetime.date


def table(client: Client, path: str) -> list[dict[str, str]]:
    content = client.get(path).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def test_tasks_are_listed_with_their_day_and_leads(
    client: Client, korla: Plan, part: Part, office: User, unit: Unit
) -> None:
    task = tasks.add_task(
        part=part, by=office, name="出台办法", deliverable="办法",
        due_on=Day(2024, 12, 31),
    )  # fmt: skip
    responsibilities.assign(unit=unit, role="lead", subject=task, by=office)
    root = tree(client.get("/tasks/"))
    (line,) = root.xpath("//li[@data-task]")
    assert line.xpath(".//a/@href")[0] == reverse("task", args=[task.public_id])
    assert "完成期限 2024-12-31" in text(line) and unit.name in text(line)
    (canonical,) = root.xpath("//link[@rel='canonical']/@href")
    assert canonical.endswith("/plan/korla-14/tasks/")
    (row,) = table(client, "/tasks.csv")
    assert (row["id"], row["deliverable"], row["due_on"], row["lead"]) == (
        task.public_id, "办法", "2024-12-31", unit.name,
    )  # fmt: skip
    assert "/plan/korla-14/tasks/" in row["url"]
    assert table(client, "/plan/korla-14/tasks.csv") == [row]
    other = table(client, "/tasks.csv?chapter=1")
    assert other == [] and client.get("/tasks/?chapter=99").status_code == 404


def test_empty_list_says_who_will_enter_them(client: Client, korla: Plan) -> None:
    assert "还没有登记任务" in text(tree(client.get("/tasks/")))
    assert "本章还没有登记任务" in text(tree(client.get("/tasks/?chapter=1")))


def test_list_costs_no_more_with_many(
    client: Client, korla: Plan, part: Part, office: User
) -> None:
    tasks.add_task(part=part, by=office, name="甲")
    _response, before = cold_get(client, "/tasks/")
    for number in range(30):
        tasks.add_task(part=part, by=office, name=f"任务{number}")
    _response, count = cold_get(client, "/tasks/")
    assert count <= before + 1 <= 16
    assert len(table(client, "/tasks.csv")) == 31


def test_sums_and_milestones_are_taken_away_with_what_was_corrected(
    client: Client, project: Project, office: User
) -> None:
    source = paper(office, title="年度投资计划")
    common: dict[str, Any] = {"project": project, "year": 2024, "by": office}
    projects.record_investment(
        kind="planned", amount=Decimal("1200"), source=source, **common
    )
    projects.record_investment(
        kind="planned", amount=Decimal("1300.5"), reason="预算调整", **common
    )
    tasks.set_milestone(of=project, name="通水", due_on=Day(2024, 6, 30), by=office)
    first = Milestone.objects.get()
    tasks.change_milestone(
        milestone=first, done_on=Day(2024, 6, 1), reason="提前完成", by=office
    )
    rows = table(client, f"/projects/{project.public_id}.csv")
    assert [
        (row["table"], row["year"], row["amount_10000_yuan"], row["milestone"],
         row["done_on"], row["standing"], row["reason"])
        for row in rows
    ] == [
        ("investment", "2024", "1200.0000", "", "", "0", ""),
        ("investment", "2024", "1300.5000", "", "", "1", "预算调整"),
        ("milestone", "", "", "通水", "", "0", ""),
        ("milestone", "", "", "通水", "2024-06-01", "1", "提前完成"),
    ]  # fmt: skip
    assert rows[0]["source"].startswith("统计局《年度投资计划》")
    page = tree(client.get(f"/projects/{project.public_id}/"))
    link = reverse("project_csv", args=[project.public_id])
    assert link in page.xpath("//main//a/@href")
    assert client.get("/projects/none0000.csv").status_code == 404


def test_list_of_projects_has_years_and_money(
    client: Client, part: Part, office: User
) -> None:
    project = projects.add_project(
        part=part, by=office, name="供水", first_year=2022, last_year=2024,
        total_investment=Decimal(9000),
    )  # fmt: skip
    for kind, amount in (("planned", "300"), ("actual", "250.5")):
        projects.record_investment(
            project=project, year=2023, kind=kind, amount=Decimal(amount), by=office
        )
    (row,) = table(client, "/projects.csv")
    assert (row["first_year"], row["last_year"]) == ("2022", "2024")
    assert [row[name] for name in ("total_investment", "planned_sum", "invested_sum")
            ] == ["9000.0000", "300.0000", "250.5000"]  # fmt: skip
    silent = projects.add_project(part=part, by=office, name="污水")
    rows = {each["id"]: each for each in table(client, "/projects.csv")}
    assert rows[silent.public_id]["invested_sum"] == ""


def test_units_are_taken_away(
    client: Client, project: Project, unit: Unit, other_unit: Unit, office: User
) -> None:
    responsibilities.assign(unit=unit, role="lead", subject=project, by=office)
    responsibilities.assign(
        unit=other_unit, role="cooperating", subject=project, by=office
    )
    rows = {row["key"]: row for row in table(client, "/units.csv")}
    assert [rows[unit.key][name] for name in ("leads", "cooperates", "disclosed")] == [
        "1", "0", "0",
    ]  # fmt: skip
    assert rows[other_unit.key]["cooperates"] == "1"
