"""Through Wagtail's admin and the desk: refused, or a version that says what it is."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.snippets.models import get_snippet_models
from wagtail.test.utils.form_data import nested_form_data, streamfield

from feedback.replies.models import Reply
from feedback.suggestions.models import Suggestion
from plan_pages.disclosure.models import Update
from plan_pages.document.models import Division
from plan_pages.document.plans import enter_phase
from portal.accounts.models import User
from tests.plan_pages.disclosing import RELEASE

from .conftest import Read, Unchanged

NEW = "改写了的一段。"
BODY = {"body": streamfield([("paragraph", {"text": NEW, "lead": ""})])}


def rewritten(section: Division, **action: str) -> dict[str, Any]:
    """The form of the edit view with other words in it."""
    return nested_form_data({"title": section.title, **BODY, **action})


@pytest.mark.parametrize("action", ["action-publish", "action-submit", ""])
def test_adopted_section_is_not_edited(
    admin: Client, section: Division, unchanged: Unchanged, action: str
) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[section.pk])
    revision = section.latest_revision_id
    with unchanged():
        admin.post(address, rewritten(section, **{action: "1"} if action else {}))
    section.refresh_from_db()
    assert section.latest_revision_id == revision


def test_control_the_same_form_edits_what_is_consulted_on(
    admin: Client, section: Division, reader: Read
) -> None:
    enter_phase(plan=section.plan, phase="consulting")
    address = reverse("wagtailadmin_pages:edit", args=[section.pk])
    admin.post(address, rewritten(section, **{"action-publish": "1"}))
    assert NEW in reader(section.get_url())


def test_adopted_section_is_not_set_back_to_an_earlier_revision(
    admin: Client, section: Division, unchanged: Unchanged
) -> None:
    old = section.get_latest_revision()
    address = reverse("wagtailadmin_pages:revisions_revert", args=[section.pk, old.pk])
    with unchanged():
        admin.post(address, rewritten(section, **{"action-publish": "1"}))


def test_admin_has_no_form_for_what_departments_publish() -> None:
    assert not {Update, Reply} & set(get_snippet_models())


def desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


SAID = {"period": "2024", "delivery": "in_progress", "words": "全部完工。"}


def test_published_update_is_edited_by_a_version_with_its_note(
    update: Update,
    editor: User,
    head: User,
    office: User,
    unchanged: Unchanged,
    reader: Read,
) -> None:
    case = reverse("disclosure_case", args=[update.public_id])
    with unchanged():
        for action in ("save", "submit"):
            refused = desk(editor).post(case, {"action": action, **SAID})
            assert refused.status_code == 422
        noted = {**SAID, "note": "漏记一处"}
        assert desk(editor).post(case, {"action": "submit", **noted}).status_code == 302
        desk(head).post(case, {"action": "approve"})
    release = {name: str(value) for name, value in vars(RELEASE).items()}
    desk(office).post(case, {"action": "publish", **release})
    said = reader(f"/updates/{update.public_id}/")
    for words in ("全部完工。", "漏记一处", "主体结构已封顶。"):
        assert words in said


def test_published_reply_is_edited_by_a_version_with_its_note(
    reply: Reply,
    suggestion: Suggestion,
    head: User,
    unchanged: Unchanged,
    reader: Read,
) -> None:
    case = reverse("reply_case", args=[suggestion.number])
    said = {"disposition": "already_under_way", "body": "明年再议。"}
    with unchanged():
        for action in ("save", "publish", "correct"):
            desk(head).post(case, {"action": action, **said})
    desk(head).post(case, {"action": "correct", "note": "日期有误", **said})
    page = reader(f"/suggestions/{suggestion.number}/")
    assert "明年再议。" in page and "更正说明：日期有误" in page
