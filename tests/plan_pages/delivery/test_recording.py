"""Projects, tasks, responsibilities and anchors: what is written, what is refused."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from plan_pages.delivery import projects, queries, responsibilities, tasks
from plan_pages.delivery.models import (
    Anchor,
    Investment,
    Milestone,
    Project,
    Responsibility,
)
from plan_pages.document.models import Part, Plan
from plan_pages.progress.models import Indicator
from portal.accounts.models import User
from portal.outbox.models import OutboxEvent, Purge
from portal.units.models import Unit
from tests.plan_pages.disclosing import paragraph
from tests.plan_pages.disclosure.unchanged import refused

DAY = datetime.date(2024, 5, 6)
LATER = datetime.date(2024, 9, 10)


def present(project: Project) -> Any:
    return Project.objects.with_present().get(pk=project.pk)


def test_project_has_its_first_version(project: Project, part: Part) -> None:
    assert (project.plan_id, project.part) == (part.plan_id, part)
    row = present(project)
    assert (row.name, row.version, row.stage) == ("城区供水管网改造", 1, None)
    scopes = [e.payload["scopes"] for e in OutboxEvent.objects.filter(topic="index")]
    assert [f"project:{project.public_id}"] in scopes
    keys = {key for purge in Purge.objects.all() for key in purge.keys}
    assert {"projects", f"page:{part.page_id}"} <= keys


def test_revision_keeps_what_is_not_given(project: Project, office: User) -> None:
    version = projects.revise_project(
        project=project, note="补充地点", by=office, site="铁克其乡"
    )
    assert (version.number, version.name, version.site) == (
        2, "城区供水管网改造", "铁克其乡",
    )  # fmt: skip
    refused(
        "unchanged", projects.revise_project, project=project, note="x", by=office,
        site="铁克其乡",
    )  # fmt: skip
    refused(
        "note", projects.revise_project, project=project, note=" ", by=office, site="y"
    )


def test_only_the_office_records(
    project: Project, part: Part, editor: User, head: User, unit: Unit
) -> None:
    for by in (editor, head):
        refused("not_recorder", projects.add_project, part=part, by=by, name="x")
        refused("not_recorder", tasks.add_task, part=part, by=by, name="x")
        refused(
            "not_recorder", projects.enter_stage, project=project, stage="reserve",
            on=DAY, by=by,
        )  # fmt: skip
        refused(
            "not_recorder", responsibilities.assign, unit=unit, role="lead",
            subject=project, by=by,
        )  # fmt: skip


def test_invalid_project_is_refused(part: Part, office: User) -> None:
    for facts in (
        {"name": ""},
        {"name": "x", "first_year": 2025, "last_year": 2021},
        {"name": "x", "total_investment": Decimal(-1)},
    ):
        refused("invalid", projects.add_project, part=part, by=office, **facts)
    with pytest.raises(TypeError):
        projects.add_project(part=part, by=office, name="x", colour="red")


def test_stage_is_the_latest_day(project: Project, office: User) -> None:
    projects.enter_stage(project=project, stage="completed", on=LATER, by=office)
    projects.enter_stage(project=project, stage="under_construction", on=DAY, by=office)
    row = present(project)
    assert (row.stage, row.stage_on) == ("completed", LATER)
    enter = projects.enter_stage
    far = datetime.date(2999, 1, 1)
    refused("future", enter, project=project, stage="reserve", on=far, by=office)
    refused("same_stage", enter, project=project, stage="completed", on=LATER,
            by=office)  # fmt: skip
    refused("invalid", enter, project=project, stage="flying", on=LATER, by=office)
    refused("document", enter, project=project, stage="withdrawn", on=LATER, by=office)


def test_corrected_sum_takes_the_place_of_the_first(
    project: Project, office: User
) -> None:
    def record(amount: int, **more: Any) -> Investment:
        return projects.record_investment(
            project=project, year=2024, kind="actual", amount=Decimal(amount),
            by=office, **more,
        )  # fmt: skip

    first = record(100)
    refused(
        "reason", projects.record_investment, project=project, year=2024,
        kind="actual", amount=Decimal(90), by=office,
    )  # fmt: skip
    second = record(90, reason="审计核减")
    assert second.supersedes == first
    (year,) = queries.money_of(project)
    assert (year.planned, year.actual) == (None, second)
    assert queries.total_actual([year]) == Decimal(90)
    assert queries.total_actual([]) is None


def test_milestone_is_reached_by_a_row_in_its_place(part: Part, office: User) -> None:
    task = tasks.add_task(part=part, by=office, name="办法")
    first = tasks.set_milestone(of=task, name="初稿", due_on=DAY, by=office)
    change = tasks.change_milestone
    refused("reason", change, milestone=first, reason="", by=office, done_on=DAY)
    done = change(milestone=first, reason="已印发", by=office, done_on=LATER)
    assert (done.due_on, done.done_on, done.name) == (DAY, LATER, "初稿")
    assert list(queries.milestones_of(task)) == [done]
    refused("superseded", change, milestone=first, reason="再改", by=office)
    assert Milestone.objects.count() == 2


def test_responsibility_begins_and_ends(
    project: Project, office: User, unit: Unit, other_unit: Unit
) -> None:
    assign = responsibilities.assign
    lead = assign(unit=unit, role="lead", subject=project, by=office)
    assign(unit=other_unit, role="cooperating", subject=project, by=office)
    refused(
        "already", assign, unit=unit, role="cooperating", subject=project, by=office
    )
    units = queries.answerable("project", [project.pk])[project.pk]
    assert (units.leads, units.cooperating) == ([unit], [other_unit])
    end = responsibilities.end
    refused("reason", end, responsibility=lead, reason=" ", by=office)
    end(responsibility=lead, reason="机构改革", by=office)
    refused("ended", end, responsibility=lead, reason="再", by=office)
    assert responsibilities.units_of(project) == {other_unit.pk}
    assert Responsibility.objects.count() == 2
    refused("invalid", assign, unit=unit, role="boss", subject=project, by=office)


def test_indicator_has_a_lead(korla: Plan, office: User, unit: Unit) -> None:
    indicator = Indicator.objects.get(plan=korla, number=14)
    responsibilities.assign(unit=unit, role="lead", subject=indicator, by=office)
    (row,) = queries.of_unit(unit, korla)
    assert row.subject == indicator


def test_anchor_is_set_by_who_answers(
    project: Project, korla: Plan, office: User, editor: User, unit: Unit
) -> None:
    far = paragraph(korla, "15/2")
    set_anchor = responsibilities.set_anchor
    refused("not_allowed", set_anchor, part=far, subject=project, by=editor)
    responsibilities.assign(unit=unit, role="lead", subject=project, by=office)
    anchor = set_anchor(part=far, subject=project, by=editor)
    refused("already", set_anchor, part=far, subject=project, by=editor)
    responsibilities.remove_anchor(anchor=anchor, by=editor)
    assert not Anchor.objects.exists()


def test_item_of_another_plan_is_refused(part: Part, korla: Plan, office: User) -> None:
    item = korla.items.current().first()
    item.plan_id = 0
    refused(
        "other_plan", projects.add_project, part=part, item=item, by=office, name="x"
    )
