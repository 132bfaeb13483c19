"""The units' desk in the browser's way: forms in, pages out, other units shut out."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plan_pages.delivery import responsibilities
from plan_pages.delivery.models import Project
from plan_pages.disclosure import approving, drafts
from plan_pages.disclosure.models import Update, UpdateVersion
from plan_pages.document.models import Part
from portal.accounts.models import User
from portal.accounts.rights import apply_rights
from portal.accounts.roles import Role
from portal.units.models import Unit
from tests.feedback.people import person
from tests.plan_pages.disclosing import RELEASE, pdf
from tests.plan_pages.disclosure.unchanged import rows

FORM = {
    "period": "2024",
    "delivery": "in_progress",
    "words": "主体结构已封顶。",
    "figures": "完成投资，1200，万元\n新增绿化 | 3.5 | 公顷",
}


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def post(client: Client, update: Update, action: str, **data: Any) -> Any:
    address = reverse("disclosure_case", args=[update.public_id])
    return client.post(address, {"action": action, **data})


def release_form() -> dict[str, Any]:
    return {name: str(value) for name, value in vars(RELEASE).items()}


def test_whole_way_by_forms(
    project: Project, editor: User, head: User, office: User
) -> None:
    desk, about = as_(editor), f"projects/{project.public_id}/"
    assert "主体" not in desk.get(f"/disclosures/new/?about={about}").content.decode()
    desk.post("/disclosures/new/", {"about": about, **FORM})
    update = Update.objects.get()
    assert (update.unit, update.project) == (editor.unit, project)
    assert update.figures[1] == {
        "name": "新增绿化", "value": "3.5", "unit": "公顷", "row": "",
    }  # fmt: skip
    assert post(desk, update, "submit", **FORM).status_code == 422
    assert post(desk, update, "evidence", title="纪要", file=pdf()).status_code == 302
    assert post(desk, update, "submit", **FORM).status_code == 302
    assert post(as_(head), update, "approve").status_code == 302
    assert post(as_(office), update, "publish", **release_form()).status_code == 302
    version = UpdateVersion.objects.get()
    assert version.words == "主体结构已封顶。"
    assert version.release.second_reader == "乙"
    page = desk.get(f"/disclosures/{update.public_id}/").content.decode()
    assert 'name="note"' in page and "已公开的版本" in page


def test_correction_and_withdrawal_by_forms(
    version: UpdateVersion, editor: User, head: User, office: User
) -> None:
    update = version.update
    desk = as_(editor)
    assert post(desk, update, "save", **FORM).status_code == 422
    assert post(desk, update, "submit", **FORM, note="漏了数据").status_code == 302
    assert post(as_(head), update, "approve").status_code == 302
    post(as_(office), update, "publish", **release_form())
    assert [v.note for v in update.versions.order_by("number")] == ["", "漏了数据"]
    assert post(as_(office), update, "withdraw", reason="填错").status_code == 302
    update.refresh_from_db()
    assert update.withdrawal.reason == "填错"


def test_words_are_kept_when_a_form_is_refused(draft: Update, editor: User) -> None:
    said = FORM | {"delivery": "delayed", "words": "还在等。"}
    response = post(as_(editor), draft, "save", **said)
    page = response.content.decode()
    assert response.status_code == 422
    assert "还在等。" in page and "“延期”须写明原因。" in page
    bad = FORM | {"figures": "投资，很多，万元"}
    response = post(as_(editor), draft, "save", **bad)
    assert response.status_code == 422 and "很多" in response.content.decode()


def test_head_and_office_send_back_with_words(
    draft: Update, editor: User, head: User
) -> None:
    drafts.submit(update=draft, by=editor)
    assert post(as_(head), draft, "send_back", comment=" ").status_code == 422
    assert post(as_(head), draft, "send_back", comment="补数据").status_code == 302
    page = as_(editor).get(f"/disclosures/{draft.public_id}/").content.decode()
    assert "补数据" in page


ACTIONS: dict[str, dict[str, Any]] = {
    "save": FORM,
    "submit": FORM,
    "evidence": {"title": "x", "url": "https://x.cn"},
    "drop_evidence": {"row": "1"},
    "approve": {},
    "send_back": {"comment": "改"},
    "publish": {},
    "withdraw": {"reason": "错"},
}


@pytest.mark.parametrize("action", ACTIONS)
def test_another_unit_finds_nothing(draft: Update, stranger: User, action: str) -> None:
    client, before = as_(stranger), rows()
    assert client.get(f"/disclosures/{draft.public_id}/").status_code == 404
    assert post(client, draft, action, **ACTIONS[action]).status_code == 404
    assert draft.public_id not in client.get("/disclosures/").content.decode()
    assert rows() == before


@pytest.mark.parametrize(
    "role", [None, Role.MODERATOR, Role.REVIEWER, Role.ADMINISTRATOR]
)
def test_other_roles_are_shut_out(draft: Update, unit: Unit, role: Role | None) -> None:
    user = person("other", *([role] if role else []), unit=unit)
    client = as_(user)
    for path in ("", "new/", f"{draft.public_id}/"):
        assert client.get(f"/disclosures/{path}").status_code == 403, path
    anonymous = Client().get(f"/disclosures/{draft.public_id}/")
    assert anonymous.status_code == 302


def test_who_may_not_decide_is_offered_nothing(
    draft: Update, editor: User, head: User, office: User
) -> None:
    drafts.submit(update=draft, by=editor)
    address = f"/disclosures/{draft.public_id}/"
    assert 'value="approve"' not in as_(editor).get(address).content.decode()
    assert 'value="approve"' in as_(head).get(address).content.decode()
    assert post(as_(editor), draft, "approve").status_code == 422
    approving.approve(update=draft, by=head)
    assert 'value="publish"' not in as_(head).get(address).content.decode()
    assert 'value="publish"' in as_(office).get(address).content.decode()
    assert not UpdateVersion.objects.exists()


def test_unit_is_offered_what_it_answers_for(
    project: Project, editor: User, office: User, unit: Unit
) -> None:
    responsibilities.assign(unit=unit, role="lead", subject=project, by=office)
    page = as_(editor).get("/disclosures/new/").content.decode()
    assert f"?about=projects/{project.public_id}" in page


def test_office_types_for_a_unit(project: Project, office: User, unit: Unit) -> None:
    about = f"/projects/{project.public_id}/"
    as_(office).post("/disclosures/new/", {"about": about, "unit": unit.pk, **FORM})
    update = Update.objects.get()
    assert (update.unit, update.on_behalf) == (unit, True)


def test_publisher_of_a_unit_types_for_another_or_speaks_for_the_own(
    project: Project, unit: Unit, other_unit: Unit
) -> None:
    publisher = person("publisher", Role.PUBLISHER, unit=other_unit)
    desk, about = as_(publisher), f"projects/{project.public_id}"
    page = desk.get("/disclosures/new/").content.decode()
    assert f'<option value="{other_unit.pk}" selected>' in page
    for chosen, said in ((unit.pk, (unit, True)), ("", (other_unit, False))):
        desk.post("/disclosures/new/", {"about": about, "unit": chosen, **FORM})
        update = Update.objects.latest("pk")
        assert (update.unit, update.on_behalf) == said
    assert Update.objects.count() == 2


def test_section_is_chosen_by_its_address_and_the_period_is_kept(
    part: Part, editor: User
) -> None:
    desk, about = as_(editor), f"http://x.cn/en{part.page.get_url()}?elder=1"
    address = reverse("disclosure_new")
    page = desk.get(address, {"about": about, "period": "2025-Q3"}).content.decode()
    assert 'name="period" value="2025-Q3"' in page
    desk.post(address, {"about": about, **FORM})
    update = Update.objects.get()
    assert (update.part.kind, update.part.page_id) == ("division", part.page_id)
    assert desk.get(address, {"about": "/plan/korla-14/99/"}).status_code == 200
    assert (
        desk.post(address, {"about": "/plan/korla-14/99/", **FORM}).status_code == 422
    )
    assert Update.objects.count() == 1


@pytest.mark.parametrize("about", ["", "nothing", "/projects/00000000/", "../../x"])
def test_unknown_subject_is_told(editor: User, korla: Any, about: str) -> None:
    client = as_(editor)
    response = client.post("/disclosures/new/", {"about": about, **FORM})
    assert response.status_code == 422
    assert not Update.objects.exists()


def test_today_shows_each_desk_its_own(
    draft: Update, editor: User, head: User, office: User, stranger: User
) -> None:
    def seen(user: User) -> bool:
        page = as_(user).get("/today/").content.decode()
        return f"/disclosures/{draft.public_id}/" in page

    drafts.submit(update=draft, by=editor)
    assert [seen(user) for user in (editor, head, office, stranger)] == [
        False, True, False, False,
    ]  # fmt: skip
    approving.approve(update=draft, by=head)
    assert [seen(user) for user in (editor, head, office, stranger)] == [
        False, False, True, False,
    ]  # fmt: skip
    approving.send_back(update=draft, comment="改", by=office)
    assert [seen(user) for user in (editor, head, office, stranger)] == [
        True, False, False, False,
    ]  # fmt: skip


def test_admins_front_page_opens_while_something_waits(
    draft: Update, editor: User, head: User, office: User
) -> None:
    """Wagtail's own panels of workflows know pages and snippets alone."""
    apply_rights()
    drafts.submit(update=draft, by=editor)
    approving.approve(update=draft, by=head)
    page = as_(office).get("/admin/")
    assert page.status_code == 200
    assert draft.public_id not in page.content.decode()
