"""The public pages: lists, one update, projects, tasks, units, the margin, CSV."""

import csv
import datetime
import io
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plan_pages.delivery import projects, responsibilities, tasks
from plan_pages.delivery.models import Project
from plan_pages.disclosure import drafts, versions
from plan_pages.disclosure.models import Update, UpdateVersion
from plan_pages.document.models import Part, Plan
from portal.accounts.models import User
from portal.outbox.models import OutboxEvent
from portal.search import freshness
from portal.search.documents import documents_of
from portal.search.models import EntryText
from portal.units.models import Unit
from tests.plan_pages.cold import cold_get
from tests.plan_pages.disclosing import (
    drafted,
    handover,
    paper,
    paragraph,
    project_at,
    released,
)

DAY = datetime.date(2024, 5, 6)


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return str(response.content.decode())


def section_of(part: Part) -> str:
    return str(part.page.get_url())


@pytest.mark.parametrize("address", ["/updates/", "/projects/", "/units/"])
def test_an_empty_column_says_who_and_when(
    korla: Plan, client: Client, address: str
) -> None:
    page = text_of(client, address)
    assert "待配置" in page and "主办单位" in page
    assert f'href="{reverse("updates")}"' not in text_of(client, "/plan/")


def test_lists_stand_under_the_plan_too(version: UpdateVersion, client: Client) -> None:
    key = "korla-14"
    for name, *args in (
        ("updates",), ("update", version.update.public_id), ("projects",),
        ("unit", "slj"),
    ):  # fmt: skip
        canonical = reverse(f"plan_{name}", args=[key, *args])
        for address in (reverse(name, args=args), canonical):
            page = text_of(client, address)
            assert f'<link rel="canonical" href="http://testserver{canonical}">' in page
        assert f'href="{reverse("plan_contents")}{key}/' in page.partition("<main")[2]
    assert client.get("/plan/other/updates/").status_code == 404


def test_update_is_found_everywhere(
    version: UpdateVersion, project: Project, part: Part, client: Client
) -> None:
    public_id = version.update.public_id
    mark = f'data-update="{public_id}"'
    for address in ("/updates/", f"/updates/{public_id}/", "/units/slj/",
                    f"/projects/{project.public_id}/"):  # fmt: skip
        page = text_of(client, address)
        assert mark in page and 'data-version="1"' in page, address
    assert f'href="{reverse("updates")}"' in text_of(client, "/plan/")
    section = text_of(client, section_of(part))
    assert "1 项已公开进展" in section and "1 个实施项目" in section
    assert f"/projects/{project.public_id}/" in section


def test_update_page_shows_claim_evidence_and_days(
    version: UpdateVersion, client: Client
) -> None:
    page = text_of(client, f"/updates/{version.update.public_id}/")
    for words in ("主体结构已封顶。", "会议纪要", "2026-03-02", "不涉密", "水利局"):
        assert words in page
    assert version.content_hash in page
    assert version.evidence.get().sha256 in page
    for name in ("甲", "丁"):
        assert f">{name}<" not in page


def test_both_versions_are_readable_and_what_changed(
    version: UpdateVersion, client: Client, editor: User, head: User, office: User
) -> None:
    update = version.update
    drafts.correct(update=update, note="日期写错", by=editor, words="三月封顶。")
    assert "三月封顶。" not in text_of(client, f"/updates/{update.public_id}/")
    released(Update.objects.get(pk=update.pk), editor=editor, head=head, office=office)
    page = text_of(client, f"/updates/{update.public_id}/")
    assert 'data-version="2"' in page and 'id="v1"' in page and 'id="v2"' in page
    for words in ("主体结构已封顶。", "三月封顶。", "日期写错", "<del", "<ins"):
        assert words in page
    listed = text_of(client, "/updates/")
    assert listed.count(f'data-update="{update.public_id}"') == 1
    assert "三月封顶。" in listed


def test_a_renamed_unit_leaves_its_name_of_the_time_on_the_version(
    version: UpdateVersion, unit: Unit, client: Client
) -> None:
    address = f"/updates/{version.update.public_id}/"
    assert "公开时填报单位的名称" not in text_of(client, address)
    Unit.objects.filter(pk=unit.pk).update(name="水务局")
    page = text_of(client, address)
    said = page.partition("公开时填报单位的名称")[2].partition("</p>")[0]
    assert "水利局" in said and "水务局" in page


def test_withdrawn_update_says_why_and_leaves_the_lists(
    version: UpdateVersion, project: Project, client: Client, office: User
) -> None:
    public_id = version.update.public_id
    versions.withdraw(update=version.update, reason="填错项目", by=office)
    page = text_of(client, f"/updates/{public_id}/")
    assert "填错项目" in page and "主体结构已封顶。" in page
    for address in ("/updates/", "/units/slj/", f"/projects/{project.public_id}/"):
        assert public_id not in text_of(client, address)
    assert documents_of([f"update:{public_id}"]) == []


def test_a_draft_is_nowhere(draft: Update, part: Part, client: Client) -> None:
    assert client.get(f"/updates/{draft.public_id}/").status_code == 404
    for address in ("/updates/", "/units/slj/", "/updates.csv", section_of(part)):
        assert draft.public_id not in text_of(client, address)
    assert documents_of([f"update:{draft.public_id}"]) == []


def test_evidence_leaves_as_attachment(version: UpdateVersion, client: Client) -> None:
    address = f"/updates/{version.update.public_id}/evidence/1/0/"
    response = client.get(address)
    assert b"".join(response.streaming_content) == b"%PDF-1.7 evidence"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert client.get(address.replace("/0/", "/1/")).status_code == 404
    document = version.evidence.get().document
    assert client.get(document.url).status_code == 404


def test_evidence_of_a_draft_is_served_to_nobody_else(
    draft: Update, client: Client, stranger: User, editor: User
) -> None:
    row = draft.draft_evidence.get()
    own = reverse("disclosure_file", args=[draft.public_id, row.pk])
    public = f"/updates/{draft.public_id}/evidence/1/0/"
    assert client.get(own).status_code == 302
    client.force_login(stranger)
    for address in (own, public, row.document.url):
        assert client.get(address).status_code == 404, address
    client.force_login(editor)
    assert client.get(own).status_code == 200


def test_lists_are_narrowed_by_links(
    version: UpdateVersion, client: Client, other_unit: Unit
) -> None:
    public_id = version.update.public_id
    for query, shown in (
        ("?chapter=4", True),
        ("?chapter=5", False),
        ("?unit=slj", True),
        ("?unit=jtj", False),
        ("?unit=slj&chapter=4", True),
    ):
        page = text_of(client, f"/updates/{query}")
        assert (f'data-update="{public_id}"' in page) == shown, query
    for wrong in ("?chapter=99", "?unit=none"):
        assert client.get(f"/updates/{wrong}").status_code == 404
    assert client.get("/projects/?stage=none").status_code == 404


def test_csv_is_chinese_for_spreadsheets_and_runs_nothing(
    project: Project, client: Client, editor: User, head: User, office: User
) -> None:
    update = drafted(project, editor, words="=HYPERLINK(1)", problems="+1")
    released(update, editor=editor, head=head, office=office)
    body = client.get("/updates.csv").content
    assert body.startswith(b"\xef\xbb\xbf")
    head_row, row = csv.reader(io.StringIO(body.decode("utf-8-sig")))
    said = dict(zip(head_row, row, strict=True))
    assert said["id"] == update.public_id
    assert (said["words"], said["problems"]) == ("'=HYPERLINK(1)", "'+1")
    assert (said["delivery"], said["unit"]) == ("in_progress", "水利局")
    assert (said["figures"], said["note"], said["decided_by"]) == ("", "", "")
    (file,) = update.versions.get().evidence.all()
    evidence = f"/updates/{update.public_id}/evidence/1/{file.order}/"
    assert evidence in said["evidence"] and file.sha256 in said["evidence"]
    listed = client.get("/plan/korla-14/projects.csv").content.decode("utf-8-sig")
    assert project.public_id in listed and "城区供水管网改造" in listed


def test_project_page_has_all_that_is_registered(
    part: Part, unit: Unit, office: User, client: Client
) -> None:
    project = project_at(part, office, content="新建管网 12 公里", last_year=2025)
    projects.enter_stage(project=project, stage="under_construction", on=DAY, by=office)
    projects.record_investment(
        project=project, year=2024, kind="planned", amount=Decimal(1200), by=office
    )
    projects.record_investment(
        project=project, year=2024, kind="planned", amount=Decimal("1300.5"),
        by=office, reason="预算调整",
    )  # fmt: skip
    tasks.set_milestone(of=project, name="通水", due_on=DAY, by=office)
    responsibilities.assign(unit=unit, role="lead", subject=project, by=office)
    projects.revise_project(
        project=project, note="名称规范", by=office, name="供水管网改造"
    )
    page = text_of(client, f"/projects/{project.public_id}/")
    for words in ("供水管网改造", "新建管网 12 公里", "在建", "2024-05-06",
                  "1300.5", "预算调整", "通水", "水利局", "名称规范"):  # fmt: skip
        assert words in page, words
    listed = text_of(client, "/projects/?stage=under_construction")
    assert f'data-project="{project.public_id}"' in listed
    assert project.public_id in text_of(client, "/units/slj/")


def test_task_page(part: Part, office: User, client: Client) -> None:
    task = tasks.add_task(
        part=part, by=office, name="出台办法", deliverable="文件", due_on=DAY
    )
    page = text_of(client, f"/tasks/{task.public_id}/")
    assert "出台办法" in page and "2024-05-06" in page
    assert f"/tasks/{task.public_id}/" in text_of(client, section_of(part))


def test_typed_from_a_stamped_paper_is_said_and_the_paper_leaves_as_attachment(
    part: Part, unit: Unit, office: User, client: Client
) -> None:
    made = handover(unit, office)
    address = reverse("stamped_file", args=[made.public_id])
    assert client.get(address).status_code == 404
    project = project_at(part, office, unit=unit, handover=made)
    task = tasks.add_task(part=part, by=office, name="任务", unit=unit, handover=made)
    responsibilities.assign(
        unit=unit, role="lead", subject=project, by=office, handover=made
    )
    link = f'<a href="{address}" download>'
    for page, times in (
        (f"/projects/{project.public_id}/", 2), (f"/tasks/{task.public_id}/", 1),
        ("/units/slj/", 1),
    ):  # fmt: skip
        assert text_of(client, page).count(link) == times, page
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 evidence"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_papers_of_stages_milestones_and_sums_are_linked_and_dated(
    project: Project, office: User, client: Client
) -> None:
    source = paper(office)
    projects.enter_stage(
        project=project, stage="reserve", on=DAY, source=source, by=office
    )
    step = tasks.set_milestone(
        of=project, name="开工", due_on=DAY, source=source, by=office
    )
    tasks.change_milestone(
        milestone=step, reason="征地", due_on=datetime.date(2024, 9, 1), source=source,
        by=office,
    )  # fmt: skip
    for amount, reason in ((10, ""), (12, "调整")):
        projects.record_investment(
            project=project, year=2024, kind="planned", amount=Decimal(amount),
            reason=reason, source=source, by=office,
        )  # fmt: skip
    page = text_of(client, f"/projects/{project.public_id}/")
    link = reverse("source_file", args=[source.public_id])
    assert page.count(f'<a href="{link}" download>') == 3
    assert '原计划 <bdi dir="ltr">2024-05-06</bdi>' in page and "原 10" in page
    answer = client.get(link)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 evidence"
    assert answer["Content-Disposition"].startswith("attachment")


def test_item_page_lists_its_projects(
    korla: Plan, office: User, client: Client
) -> None:
    item = korla.items.current().select_related("part").first()
    project = project_at(item.part, office, item=item)
    page = text_of(client, f"/items/{item.part.public_id}/")
    assert f"/projects/{project.public_id}/" in page


def test_item_page_has_its_tasks_and_what_is_said_of_it(
    korla: Plan, editor: User, head: User, office: User, client: Client
) -> None:
    item = korla.items.current().select_related("part").first()
    address = f"/items/{item.part.public_id}/"
    assert "进展公开</h2>" not in text_of(client, address)
    task = tasks.add_task(part=item.part, item=item, by=office, name="编制方案")
    people = {"editor": editor, "head": head, "office": office}
    version = released(drafted(item.part, editor), **people)
    page = text_of(client, address)
    assert f"/tasks/{task.public_id}/" in page
    assert f'data-update="{version.update.public_id}"' in page


def test_update_about_a_section_stands_under_its_heading(
    part: Part, editor: User, head: User, office: User, client: Client
) -> None:
    section = Part.objects.get(page=part.page, kind="division")
    people = {"editor": editor, "head": head, "office": office}
    version = released(drafted(section, editor), **people)
    page = text_of(client, section_of(part))
    notes = page.partition('<div class="head-notes">')[2].partition("</div>")[0]
    assert f"/updates/{version.update.public_id}/" in notes
    assert page.count(f"/updates/{version.update.public_id}/") == 1
    versions.withdraw(update=version.update, reason="登错了", by=office)
    assert "head-notes" not in text_of(client, section_of(part))


def test_anchor_shows_in_a_further_margin(
    project: Project, korla: Plan, office: User, client: Client
) -> None:
    far = paragraph(korla, "15/2")
    assert project.public_id not in text_of(client, section_of(far))
    anchor = responsibilities.set_anchor(part=far, subject=project, by=office)
    assert project.public_id in text_of(client, section_of(far))
    responsibilities.remove_anchor(anchor=anchor, by=office)
    assert project.public_id not in text_of(client, section_of(far))


def test_update_about_a_paragraph_stands_beside_it(
    part: Part, editor: User, head: User, office: User, client: Client
) -> None:
    version = released(drafted(part, editor), editor=editor, head=head, office=office)
    assert f"/updates/{version.update.public_id}/" in text_of(client, section_of(part))


def test_search_documents(version: UpdateVersion, project: Project, unit: Unit) -> None:
    (update,) = documents_of([f"update:{version.update.public_id}"])
    assert (update.kind, update.unit, update.state) == ("update", "slj", "in_progress")
    assert update.path == f"plan/korla-14/updates/{version.update.public_id}/"
    assert update.chapter == "korla-14.4"
    (found,) = documents_of([f"project:{project.public_id}"])
    assert (found.kind, found.text) == ("project", "城区供水管网改造")


@pytest.mark.parametrize("about", ["project", "task"])
def test_renamed_thing_is_found_by_its_new_name_in_its_updates(
    part: Part, project: Project, unit: Unit, editor: User, head: User, office: User,
    about: str,
) -> None:  # fmt: skip
    thing: Any = project
    if about == "task":
        thing = tasks.add_task(part=part, by=office, name="城区供水管网改造")
    version = released(drafted(thing, editor), editor=editor, head=head, office=office)
    scope = f"update:{version.update.public_id}"
    freshness.bring_up([scope])
    OutboxEvent.objects.all().delete()
    revise = projects.revise_project if about == "project" else tasks.revise_task
    revise(**{about: thing}, by=office, note="更名", name="城北供水")
    deliver_index()
    (text,) = EntryText.objects.filter(key=scope).values_list("text", flat=True)
    assert text.startswith("城北供水\n")


def deliver_index() -> None:
    """What the relay does of what is owed to the index, and nothing else."""
    for event in OutboxEvent.objects.filter(topic=freshness.TOPIC):
        freshness.bring_up(event.payload["scopes"])


@pytest.mark.parametrize("many", [10, 40])
def test_section_page_costs_the_same(
    korla: Plan, part: Part, unit: Unit, editor: User, head: User, office: User,
    client: Client, many: int,
) -> None:  # fmt: skip
    for number in range(many):
        project_at(part, office, name=f"项目{number}")
    released(
        drafted(Project.objects.earliest("pk"), editor),
        editor=editor, head=head, office=office,
    )  # fmt: skip
    response, queries = cold_get(client, section_of(part))
    assert response.status_code == 200
    assert queries <= 16
    for address in ("/updates/", "/projects/", "/units/slj/"):
        assert cold_get(client, address)[1] <= 20, address
