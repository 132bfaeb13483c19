"""A draft's way: editor, head, office; corrected, withdrawn; and every refusal."""

import dataclasses
import datetime
import json
from typing import Any

import pytest
from django.core import mail

from plan_pages.delivery import responsibilities
from plan_pages.delivery.models import Project
from plan_pages.disclosure import approving, drafts, versions
from plan_pages.disclosure.models import (
    Evidence,
    ReleaseRecord,
    Update,
    UpdateVersion,
    UpdateWithdrawal,
)
from plan_pages.disclosure.subjects import standing_claims
from plan_pages.document.models import Part
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.ledger.commitments import public_hash
from portal.ledger.models import Entry
from portal.outbox.delivering import deliver
from portal.outbox.models import OutboxEvent, Purge
from portal.units.models import Unit
from tests.feedback.people import person
from tests.plan_pages.disclosing import RELEASE, drafted, pdf, released
from tests.plan_pages.disclosure.unchanged import refused


def deliver_mail() -> None:
    for event in OutboxEvent.objects.filter(topic="update.mail"):
        assert deliver(event)


def test_update_goes_up_and_out(
    draft: Update, project: Project, editor: User, head: User, office: User
) -> None:
    assert not draft.live
    drafts.submit(update=draft, by=editor)
    approving.approve(update=draft, by=head)
    assert not UpdateVersion.objects.exists()
    version = versions.publish(update=draft, release=RELEASE, by=office)
    draft.refresh_from_db()
    assert draft.live
    assert (version.number, version.words, version.note) == (1, "主体结构已封顶。", "")
    assert version.period_end == datetime.date(2024, 12, 31)
    assert version.delivery_before == ""
    assert version.release.third_reader == "丙"
    evidence = Evidence.objects.get()
    assert evidence.sha256 == public_hash(b"%PDF-1.7 evidence")
    assert (evidence.title, evidence.size) == ("会议纪要", 17)
    assert list(standing_claims(project)) == [version]


def test_ledger_holds_the_hash_of_the_content(version: UpdateVersion) -> None:
    subject = version.update.public_id
    entry = Entry.objects.get(type="disclosure.published", subject=subject)
    content = versions.content_of(version, list(version.evidence.all()))
    payload = json.loads(entry.payload)
    assert (payload["number"], payload["hash"]) == (1, public_hash(content))
    assert "date" in payload and "week" not in payload


def test_publishing_owes_index_and_purges(version: UpdateVersion, part: Part) -> None:
    scope = f"update:{version.update.public_id}"
    owed = [e.payload for e in OutboxEvent.objects.filter(topic="index")]
    assert any(scope in payload["scopes"] for payload in owed)
    keys = {key for purge in Purge.objects.all() for key in purge.keys}
    assert {"updates", scope, "unit:slj", f"page:{part.page_id}"} <= keys


def test_mail_goes_to_the_next_person(
    draft: Update, editor: User, head: User, office: User
) -> None:
    for user, name in ((head, "head"), (office, "office"), (editor, "editor")):
        User.objects.filter(pk=user.pk).update(email=f"{name}@example.test")
    drafts.submit(update=draft, by=editor)
    deliver_mail()
    approving.approve(update=draft, by=head)
    deliver_mail()
    approving.send_back(update=draft, comment="补充数据", by=office)
    deliver_mail()
    assert [(message.to, message.bcc) for message in mail.outbox] == [
        ([], ["head@example.test"]),
        ([], ["office@example.test"]),
        ([], ["editor@example.test"]),
    ]
    assert all("主体结构" not in str(message.body) for message in mail.outbox)


def test_correction_is_version_two(
    version: UpdateVersion, editor: User, head: User, office: User
) -> None:
    update = version.update
    drafts.correct(update=update, note="日期写错", by=editor, words="三月封顶。")
    update.refresh_from_db()
    assert UpdateVersion.objects.count() == 1
    second = released(update, editor=editor, head=head, office=office)
    assert (second.number, second.note, second.words) == (2, "日期写错", "三月封顶。")
    assert second.delivery_before == "in_progress"
    assert [v.words for v in update.versions.order_by("number")] == [
        "主体结构已封顶。",
        "三月封顶。",
    ]
    assert Entry.objects.filter(type="disclosure.revised").count() == 1
    assert list(UpdateVersion.objects.standing()) == [second]
    assert ReleaseRecord.objects.count() == 2


def test_correction_without_note_is_refused(
    version: UpdateVersion, editor: User
) -> None:
    refused("note", drafts.correct, update=version.update, note=" ", by=editor)
    drafts.save_draft(by=editor, update=version.update, words="改了")
    refused("note", drafts.submit, update=version.update, by=editor)


def test_withdrawal_keeps_every_version(
    version: UpdateVersion, office: User, head: User, editor: User
) -> None:
    update = version.update
    for user in (head, editor):
        refused("not_publisher", versions.withdraw, update=update, reason="错", by=user)
    refused("reason", versions.withdraw, update=update, reason=" ", by=office)
    versions.withdraw(update=update, reason="填错项目", by=office)
    assert UpdateWithdrawal.objects.get().reason == "填错项目"
    assert list(UpdateVersion.objects.standing()) == []
    assert UpdateVersion.objects.count() == 1
    assert Entry.objects.filter(type="disclosure.withdrawn").count() == 1
    refused("withdrawn", versions.withdraw, update=update, reason="再撤", by=office)
    refused("withdrawn", drafts.save_draft, by=editor, update=update, words="x")


def test_only_the_own_head_approves(
    draft: Update, editor: User, head: User, stranger: User, office: User
) -> None:
    refused("not_in_approval", approving.approve, update=draft, by=head)
    drafts.submit(update=draft, by=editor)
    for user in (editor, stranger, office):
        refused("not_head", approving.approve, update=draft, by=user)
    for user in (editor, stranger, office):
        refused("not_allowed", approving.send_back, update=draft, comment="改", by=user)
    refused("comment", approving.send_back, update=draft, comment=" ", by=head)
    refused(
        "not_in_approval", versions.publish, update=draft, release=RELEASE, by=office
    )


def test_only_the_office_publishes(
    draft: Update, editor: User, head: User, stranger: User
) -> None:
    drafts.submit(update=draft, by=editor)
    approving.approve(update=draft, by=head)
    for user in (editor, head, stranger):
        refused(
            "not_publisher", versions.publish, update=draft, release=RELEASE, by=user
        )
    refused("not_allowed", approving.send_back, update=draft, comment="改", by=head)


def test_sent_back_goes_the_whole_way_again(
    draft: Update, editor: User, head: User, office: User
) -> None:
    drafts.submit(update=draft, by=editor)
    approving.approve(update=draft, by=head)
    approving.send_back(update=draft, comment="补充数据", by=office)
    drafts.save_draft(by=editor, update=draft, words="补充后。")
    version = released(draft, editor=editor, head=head, office=office)
    assert version.words == "补充后。"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"first_reader": ""}, "invalid"),
        ({"secrecy_by": ""}, "invalid"),
        ({"secrecy_result": "secret"}, "invalid"),
        ({"second_reader": "甲"}, "invalid"),
        ({"first_read_on": datetime.date(2026, 3, 3)}, "invalid"),
        ({"third_read_on": datetime.date(2999, 1, 1)}, "future"),
    ],
)
def test_release_record_is_whole(
    draft: Update,
    editor: User,
    head: User,
    office: User,
    changes: dict[str, Any],
    code: str,
) -> None:
    drafts.submit(update=draft, by=editor)
    approving.approve(update=draft, by=head)
    release = dataclasses.replace(RELEASE, **changes)
    refused(code, versions.publish, update=draft, release=release, by=office)


def test_no_way_round_the_release_record(
    draft: Update, editor: User, head: User, office: User
) -> None:
    """Wagtail's own publish, its workflow, its schedule: each meets the hook."""
    refused("release_record", draft.get_latest_revision().publish, user=office)
    refused("not_publisher", draft.get_latest_revision().publish, user=editor)
    refused("not_publisher", draft.get_latest_revision().publish)
    drafts.submit(update=draft, by=editor)
    approving.approve(update=draft, by=head)
    state = draft.current_workflow_task_state
    refused(
        "release_record",
        state.task.specific.on_action,
        task_state=state,
        user=office,
        action_name="approve",
    )
    refused("withdraw_instead", draft.unpublish)


def test_change_of_state_needs_evidence(
    project: Project, editor: User, head: User, office: User
) -> None:
    bare = drafted(project, editor, evidence=False)
    refused("evidence", drafts.submit, update=bare, by=editor)
    drafts.add_evidence(
        update=bare, title="公告", url="https://example.test/1", by=editor
    )
    released(bare, editor=editor, head=head, office=office)
    assert Evidence.objects.get().url == "https://example.test/1"
    same = drafted(project, editor, evidence=False, period="2025")
    assert released(same, editor=editor, head=head, office=office).number == 1
    other = drafted(
        project, editor, evidence=False, period="2025-H1", delivery="completed"
    )
    refused("evidence", drafts.submit, update=other, by=editor)


def test_not_begun_needs_no_evidence(
    project: Project, editor: User, head: User, office: User
) -> None:
    quiet = drafted(project, editor, evidence=False, delivery="not_started")
    assert released(quiet, editor=editor, head=head, office=office).number == 1


@pytest.mark.parametrize(
    "said",
    [
        {"delivery": "delayed"},
        {"delivery": "adjusted"},
        {"delivery": "stopped"},
        {"delivery": "finished"},
        {"delivery": ""},
        {"words": ""},
        {"period": "24"},
        {"period": "2024-13"},
        {"period": ""},
    ],
)
def test_draft_says_what_its_state_owes(
    project: Project, editor: User, said: dict[str, str]
) -> None:
    refused("invalid", drafted, subject=project, by=editor, evidence=False, **said)


def test_state_with_its_reason_or_document(project: Project, editor: User) -> None:
    said = {"delivery": "delayed", "reason": "征地未完成"}
    drafted(project, editor, evidence=False, **said)
    said = {"delivery": "stopped", "decided_by": "库政发〔2024〕1号"}
    drafted(project, editor, evidence=False, **said)


def test_figures_are_decimals_in_words(project: Project, editor: User) -> None:
    figure = {"name": "完成投资", "value": "12.50", "unit": "万元"}
    draft = drafted(project, editor, evidence=False, figures=[figure])
    assert drafts.newest(draft).figures == [{**figure, "row": ""}]
    for wrong in ("", "abc", "1e5", "１２"):
        refused(
            "figures",
            drafts.save_draft,
            by=editor,
            update=draft,
            figures=[{**figure, "value": wrong}],
        )


def test_another_unit_reaches_nothing(
    draft: Update, project: Project, stranger: User, unit: Unit
) -> None:
    refused("not_own_unit", drafts.save_draft, by=stranger, update=draft, words="x")
    refused("not_own_unit", drafts.submit, update=draft, by=stranger)
    refused(
        "not_own_unit", drafts.add_evidence, update=draft, title="x", url="https://x.cn",
        by=stranger,
    )  # fmt: skip
    refused(
        "not_own_unit",
        drafts.remove_evidence,
        evidence=draft.draft_evidence.get(),
        by=stranger,
    )
    refused("not_own_unit", drafted, subject=project, by=stranger, unit=unit)


def test_who_answers_for_it_speaks_of_it(
    project: Project, office: User, unit: Unit, stranger: User, other_unit: Unit
) -> None:
    responsibilities.assign(unit=unit, role="lead", subject=project, by=office)
    refused("not_theirs", drafted, subject=project, by=stranger, evidence=False)
    responsibilities.assign(
        unit=other_unit, role="cooperating", subject=project, by=office
    )
    drafted(project, stranger, evidence=False)


def test_office_types_for_a_unit_with_its_stamped_paper(
    project: Project, office: User, unit: Unit
) -> None:
    update = drafted(project, office, unit=unit, evidence=False)
    assert update.on_behalf and update.unit == unit
    refused("evidence", drafts.submit, update=update, by=office)
    drafts.add_evidence(update=update, title="网页", url="https://x.cn/1", by=office)
    refused("stamped", drafts.submit, update=update, by=office)
    drafts.add_evidence(update=update, title="盖章表", file=pdf(), by=office)
    drafts.submit(update=update, by=office)
    version = versions.publish(update=update, release=RELEASE, by=office)
    assert (version.unit, version.by) == (unit, office)


def test_head_is_skipped_only_by_another_units_publisher_with_a_new_paper(
    project: Project, office: User, editor: User, head: User, unit: Unit
) -> None:
    update = drafted(project, office, unit=unit)
    drafts.submit(update=update, by=office)
    versions.publish(update=update, release=RELEASE, by=office)
    drafts.correct(update=update, note="更正", words="二层封顶。", by=office)
    refused("stamped", drafts.submit, update=update, by=office)
    update.refresh_from_db()
    assert not update.workflow_in_progress and update.versions.count() == 1
    drafts.submit(update=update, by=editor)
    refused(
        "not_in_approval", versions.publish, update=update, release=RELEASE, by=office
    )
    approving.send_back(update=update, comment="附件", by=head)
    drafts.add_evidence(update=update, title="盖章件", file=pdf("b.pdf"), by=office)
    drafts.submit(update=update, by=office)
    versions.publish(update=update, release=RELEASE, by=office)
    assert update.versions.count() == 2


def test_publisher_of_the_unit_does_not_skip_its_head(
    project: Project, office: User, unit: Unit
) -> None:
    update = drafted(project, office, unit=unit)
    own = person("own-publisher", Role.PUBLISHER, unit=unit)
    drafts.submit(update=update, by=own)
    refused("not_in_approval", versions.publish, update=update, release=RELEASE, by=own)
    assert not UpdateVersion.objects.exists()


def test_mail_is_not_sent_when_it_waits_at_that_desk_no_more(
    draft: Update, editor: User, head: User
) -> None:
    User.objects.filter(pk=head.pk).update(email="head@example.test")
    drafts.submit(update=draft, by=editor)
    approving.approve(update=draft, by=head)
    deliver_mail()
    assert mail.outbox == []


def test_nothing_moves_while_it_is_judged(draft: Update, editor: User) -> None:
    drafts.submit(update=draft, by=editor)
    refused("in_approval", drafts.save_draft, by=editor, update=draft, words="x")
    refused("in_approval", drafts.submit, update=draft, by=editor)
    refused(
        "in_approval", drafts.add_evidence, update=draft, title="x",
        url="https://x.cn", by=editor,
    )  # fmt: skip
    refused(
        "in_approval",
        drafts.remove_evidence,
        evidence=draft.draft_evidence.get(),
        by=editor,
    )


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (pdf("a.pdf", b""), "empty"),
        (pdf("a.pdf", b"<html>"), "content"),
        (pdf("a.exe", b"%PDF-1.7"), "type"),
        (pdf("a.docx", b"PK\x03\x04 no archive"), "content"),
        (pdf("a.svg", b"<svg/>"), "type"),
    ],
)
def test_evidence_is_what_its_ending_says(
    draft: Update, editor: User, file: Any, code: str
) -> None:
    refused(code, drafts.add_evidence, update=draft, title="x", file=file, by=editor)
    refused("one", drafts.add_evidence, update=draft, title="x", by=editor)
    refused(
        "invalid", drafts.add_evidence, update=draft, title="x", url="javascript:1",
        by=editor,
    )  # fmt: skip
