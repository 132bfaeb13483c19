"""`/registry/`: every form writes a row of its own, or keeps what was typed."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plan_pages.delivery import responsibilities, tasks
from plan_pages.delivery.models import (
    Anchor,
    Investment,
    Milestone,
    Project,
    Responsibility,
    StageChange,
    Task,
)
from plan_pages.document.models import Part, Plan
from plan_pages.progress.models import PlanItem, SourceDocument
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.media.models import PortalDocument
from portal.units.models import Unit
from tests.feedback.people import person
from tests.plan_pages.disclosing import paragraph, pdf
from tests.plan_pages.disclosure.unchanged import rows
from tests.portal.pages.markup import text, tree

Day = datetime.date


@pytest.fixture
def desk(office: User, client: Client) -> Client:
    client.force_login(office)
    return client


def path_of(project: Project) -> str:
    return reverse("registry_thing", args=["projects", project.public_id])


def send(desk: Client, project: Project, action: str, **said: Any) -> Any:
    return desk.post(path_of(project), {"action": action, **said})


def test_list_shows_what_there_is_and_its_leads(
    desk: Client, project: Project, other_unit: Unit, office: User
) -> None:
    Responsibility.objects.create(
        unit=other_unit, role="lead", project=project, since=Day(2022, 1, 1), by=office
    )
    root = tree(desk.get(reverse("registry")))
    (link,) = root.xpath(f"//main//a[@href='{path_of(project)}']")
    assert text(link) == "城区供水管网改造"
    assert "交通局" in text(root)
    assert len(root.xpath("//ul[@class='rows']/li")) == 20


def test_project_is_entered_at_a_plan_item(
    desk: Client, korla: Plan, unit: Unit
) -> None:
    item = PlanItem.objects.current().select_related("part").filter(plan=korla)[0]
    said = {"part": f"https://x.cn/items/{item.part.public_id}/", "name": "供水二期"}
    said |= {"unit": unit.pk, "first_year": "2022", "total_investment": "1200.5"}
    response = desk.post(reverse("registry_new", args=["projects"]), said)
    project = Project.objects.get()
    assert response["Location"] == path_of(project)
    assert (project.item, project.part) == (item, item.part)
    version = project.versions.get()
    assert (version.name, version.unit, version.first_year) == ("供水二期", unit, 2022)
    assert (version.total_investment, version.last_year) == (Decimal("1200.5"), None)


def test_task_is_entered_at_a_paragraph(desk: Client, part: Part) -> None:
    said = {"part": part.public_id, "name": "出台办法", "due_on": "2024-12-31"}
    response = desk.post(reverse("registry_new", args=["tasks"]), said, follow=True)
    task = Task.objects.get()
    assert (task.part, task.versions.get().due_on) == (part, Day(2024, 12, 31))
    assert "已登记，并已公开。" in text(tree(response))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"part": "nowhere"}, "没有找到这一段"),
        ({"name": ""}, "请填写名称。"),
        ({"first_year": "2025", "last_year": "2021"}, "完成年不能早于起始年。"),
    ],
)
def test_bad_project_keeps_what_was_typed(
    desk: Client, part: Part, changes: dict[str, str], told: str
) -> None:
    said = {"part": part.public_id, "name": "供水二期", "site": "城东"} | changes
    before = rows()
    response = desk.post(reverse("registry_new", args=["projects"]), said)
    assert response.status_code == 422
    root = tree(response)
    assert told in text(root)
    for name, value in said.items():
        (field,) = root.xpath(f"//main//input[@name='{name}']")
        assert (field.get("value") or "") == value
    assert rows() == before


def test_revision_starts_from_what_stands_and_says_what_changed(
    desk: Client, project: Project
) -> None:
    root = tree(desk.get(path_of(project)))
    (name,) = root.xpath("//form[.//input[@value='revise']]//input[@name='name']")
    assert name.get("value") == "城区供水管网改造"
    said = {"name": "城区供水管网改造", "content": "新建\r\n12 公里"}
    refused = send(desk, project, "revise", **said)
    assert refused.status_code == 422
    assert "修改须写明改了什么" in text(tree(refused))
    assert project.versions.count() == 1
    send(desk, project, "revise", note="补充建设内容", **said)
    latest = project.versions.latest("number")
    assert (latest.number, latest.content, latest.note) == (
        2, "新建\n12 公里", "补充建设内容",
    )  # fmt: skip
    again = send(desk, project, "revise", note="再改", **said)
    assert "没有任何改动。" in text(tree(again))
    assert project.versions.count() == 2


def test_stage_money_and_milestones(desk: Client, project: Project) -> None:
    send(desk, project, "stage", stage="under_construction", on="2022-05-01")
    assert StageChange.objects.get().on == Day(2022, 5, 1)
    money = {"year": "2022", "kind": "actual", "amount": "300"}
    send(desk, project, "money", **money)
    refused = send(desk, project, "money", **money | {"amount": "310"})
    assert "更正金额须写明理由" in text(tree(refused))
    send(desk, project, "money", reason="漏计", **money | {"amount": "310"})
    assert Investment.objects.standing().get().amount == 310
    send(desk, project, "milestone", name="通水", due_on="2023-06-30")
    first = Milestone.objects.get()
    moved = {"milestone": first.pk, "done_on": "2023-06-01", "reason": "提前完成"}
    send(desk, project, "moved", **moved)
    latest = Milestone.objects.standing().get()
    assert (latest.supersedes, latest.done_on) == (first, Day(2023, 6, 1))


def test_future_stage_is_refused_with_its_form_open(
    desk: Client, project: Project
) -> None:
    response = send(desk, project, "stage", stage="completed", on="2999-01-01")
    assert response.status_code == 422
    (form,) = tree(response).xpath("//details[@open]")
    assert "日期不能晚于今天。" in text(form)
    assert form.xpath(".//input[@name='on']")[0].get("value") == "2999-01-01"
    assert not StageChange.objects.exists()


def test_duty_begins_and_ends(desk: Client, project: Project, unit: Unit) -> None:
    given = {"unit": unit.pk, "role": "lead", "since": "2022-01-01"}
    send(desk, project, "assign", **given)
    row = Responsibility.objects.get()
    assert (row.unit, row.role, row.since) == (unit, "lead", Day(2022, 1, 1))
    ended = {"responsibility": row.pk, "on": "2024-01-01", "reason": "职能划转"}
    send(desk, project, "end", **ended)
    row.refresh_from_db()
    assert (row.end.on, row.end.reason) == (Day(2024, 1, 1), "职能划转")


def test_indicator_gets_a_lead_and_an_anchor_that_goes_again(
    desk: Client, korla: Plan, unit: Unit
) -> None:
    path = reverse("registry_indicator", args=["korla-14", 3])
    desk.post(path, {"action": "assign", "unit": unit.pk, "role": "cooperating"})
    assert Responsibility.objects.get().indicator.number == 3
    other = paragraph(korla, "9/2")
    desk.post(path, {"action": "anchor", "part": other.public_id})
    anchor = Anchor.objects.get()
    assert (anchor.part, anchor.indicator.number) == (other, 3)
    desk.post(path, {"action": "unanchor", "row": anchor.pk})
    assert not Anchor.objects.exists()


def test_milestone_of_another_thing_is_no_choice(
    desk: Client, project: Project, part: Part, office: User
) -> None:
    task = tasks.add_task(part=part, by=office, name="出台办法")
    other = tasks.set_milestone(of=task, name="初稿", due_on=Day(2024, 1, 1), by=office)
    own = {"of": project, "name": "通水", "due_on": Day(2024, 1, 1)}
    tasks.set_milestone(by=office, **own)
    before = rows()
    response = send(desk, project, "moved", milestone=other.pk, reason="x")
    assert response.status_code == 422
    assert rows() == before


@pytest.mark.parametrize("action", ["", "publish", "money"])
def test_what_a_task_cannot_do_is_not_found(
    desk: Client, part: Part, office: User, action: str
) -> None:
    task = tasks.add_task(part=part, by=office, name="出台办法")
    path = reverse("registry_thing", args=["tasks", task.public_id])
    assert desk.post(path, {"action": action}).status_code == 404


def test_paper_is_entered_and_offered(desk: Client, project: Project) -> None:
    said = {"title": "责任分解方案", "issuer": "市政府", "dated": "2022-03-01"}
    refused = desk.post(reverse("registry"), said)
    assert refused.status_code == 422
    assert "请给出文号、网址或文件之一" in text(tree(refused))
    assert not SourceDocument.objects.exists()
    desk.post(reverse("registry"), said | {"number": "示政发〔2022〕1号"})
    paper = SourceDocument.objects.get()
    send(desk, project, "stage", stage="reserve", on="2022-05-01", paper=paper.pk)
    assert StageChange.objects.get().source == paper


def test_paper_comes_with_its_file(desk: Client, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    said = {"title": "责任分解方案", "issuer": "市政府", "dated": "2022-03-01"}
    bad = desk.post(reverse("registry"), said | {"file": pdf("a.exe")})
    assert bad.status_code == 422
    assert not SourceDocument.objects.exists() and not PortalDocument.objects.exists()
    desk.post(reverse("registry"), said | {"file": pdf("a.pdf")})
    paper = SourceDocument.objects.get()
    assert paper.document is not None and len(paper.sha256) == 64
    assert 'enctype="multipart/form-data"' in desk.get(reverse("registry")).text


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ADMINISTRATOR])
def test_others_have_no_way_in(
    client: Client, project: Project, unit: Unit, role: Role
) -> None:
    client.force_login(person("other", role, unit=unit))
    before = rows()
    assert client.get(reverse("registry")).status_code == 403
    path = path_of(project)
    assert client.get(path).status_code == 403
    assert client.post(path, {"action": "assign", "unit": unit.pk}).status_code == 403
    assert rows() == before


def test_editor_of_the_lead_unit_ties_it_to_a_paragraph_and_no_more(
    client: Client, korla: Plan, project: Project, unit: Unit, editor: User,
    office: User, stranger: User,
) -> None:  # fmt: skip
    responsibilities.assign(unit=unit, role="lead", subject=project, by=office)
    client.force_login(editor)
    path, other = path_of(project), paragraph(korla, "9/2")
    root = tree(client.get(path))
    (action,) = root.xpath("//main//input[@name='action']/@value")
    assert action == "anchor"
    assert path in client.get(reverse("disclosure_new")).content.decode()
    client.post(path, {"action": "anchor", "part": other.public_id})
    assert Anchor.objects.get().by == editor
    before = rows()
    for forbidden in ("revise", "stage", "assign", "end"):
        assert client.post(path, {"action": forbidden}).status_code == 404
    client.force_login(stranger)
    assert client.get(path).status_code == 403
    row = {"action": "unanchor", "row": Anchor.objects.get().pk}
    assert client.post(path, row).status_code == 403
    assert rows() == before
