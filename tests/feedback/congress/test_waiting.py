"""What 今天要办 says to a unit of which something was found, and to the congress."""

import datetime
from typing import Any

import pytest
from django.conf import settings
from django.core import mail

from feedback.congress.assignments import assign
from feedback.congress.waiting import duties_of
from plan_pages.disclosure.models import UpdateVersion
from plan_pages.document.models import Division, Plan
from plan_pages.oversight import findings
from plan_pages.oversight.models import Finding
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.outbox.delivering import deliver
from portal.outbox.models import OutboxEvent
from portal.pages.staff import Duty, doors_for
from portal.units.models import Unit
from tests.feedback.people import person
from tests.plan_pages.owing import lead, noon, place_in, project_row, said

Day = datetime.date
RELEASED = Day(2025, 5, 8)

BASE = settings.PATH_PREFIX.rstrip("/")


@pytest.fixture
def version(korla: Plan, unit: Unit) -> UpdateVersion:
    publisher = person("publisher", Role.PUBLISHER)
    project = project_row(place_in(korla), publisher)
    lead(unit, project, publisher)
    return said(project, unit, publisher, on=Day(2025, 4, 10))


@pytest.fixture
def finding(version: UpdateVersion, reviewer: User, time_machine: Any) -> Finding:
    time_machine.move_to(noon(RELEASED), tick=False)
    return findings.make(
        version=version, value="to_be_supplemented", words="缺验收材料。", by=reviewer
    )


def waiting(user: User) -> list[Duty]:
    return list(duties_of(user, 50))


def tasks(user: User) -> list[tuple[str, str, Day | None]]:
    return [(str(duty.task), duty.url, duty.due_on) for duty in waiting(user)]


def test_released_finding_waits_for_the_unit(
    finding: Finding, office: User, head: User, editor: User, other_head: User
) -> None:
    """Ten working days from 8 May 2025: 22 May."""
    assert tasks(head) == tasks(editor) == []
    findings.release(finding=finding, by=office)
    update = finding.version.update.public_id  # type: ignore[union-attr]
    supplement = ("补充公开", f"{BASE}/disclosures/{update}/", Day(2025, 5, 22))
    answer = ("回应核查结论", f"{BASE}/findings/#f-{finding.public_id}", None)
    assert tasks(head) == [answer, supplement]
    assert tasks(editor) == [supplement]
    assert tasks(other_head) == []
    findings.answer(finding=finding, words="已补。", by=head)
    assert tasks(head) == [supplement]


def test_supplement_ends_the_duty(
    finding: Finding, version: UpdateVersion, office: User, editor: User, unit: Unit
) -> None:
    findings.release(finding=finding, by=office)
    assert len(waiting(editor)) == 1
    said(version.update.project, unit, editor, on=RELEASED, update=version.update)
    assert waiting(editor) == []


def test_finding_waits_for_another_person_of_the_office(
    version: UpdateVersion, finding: Finding, office: User, reviewer: User
) -> None:
    second = person("second-office", Role.CONGRESS_OFFICE)
    page = f"{BASE}/review/updates/{version.update.public_id}/1/"
    own = findings.make(version=version, value="complete", words="齐", by=office)
    assert tasks(reviewer) == []
    assert [duty.reference for duty in waiting(office)] == [finding.public_id]
    assert tasks(second) == [("公开核查结论", page, None)] * 2
    assert own.public_id in {duty.reference for duty in waiting(second)}


def test_new_claims_and_supplements_of_ones_chapters(
    version: UpdateVersion, reviewer: User, office: User
) -> None:
    """Chapter 4, where the project stands, is theirs; chapter 15 is not."""
    page = f"{BASE}/review/updates/{version.update.public_id}/1/"
    assign(reviewer=reviewer, chapter=_chapter("15"), by=office)
    assert tasks(reviewer) == []
    assign(reviewer=reviewer, chapter=_chapter("4"), by=office)
    assert tasks(reviewer) == [("核查新公开的进展", page, None)]
    found = findings.make(
        version=version, value="to_be_supplemented", words="缺。", by=reviewer
    )
    assert tasks(reviewer) == []
    due = findings.release(finding=found, by=office).supplement_due_on
    assert tasks(reviewer) == [("跟踪补充", page, due)]
    assert tasks(office) == [("跟踪补充", page, due)]


def test_door_to_the_answers_opens_to_heads_of_units(
    head: User, editor: User, reviewer: User, moderator: User
) -> None:
    def names(user: User) -> set[str]:
        return {door.name for door in doors_for(user)}

    assert "findings_to_answer" in names(head)
    for user in (editor, reviewer, moderator, person("free", Role.HEAD)):
        assert "findings_to_answer" not in names(user)


def test_release_writes_one_letter_to_the_unit(
    finding: Finding, office: User, head: User, editor: User, other_head: User
) -> None:
    for user in (head, editor, other_head):
        user.email = f"{user.username}@example.org"
        user.save()
    assert not OutboxEvent.objects.filter(topic="finding.mail").exists()
    findings.release(finding=finding, by=office)
    mail.outbox.clear()
    deliver(OutboxEvent.objects.get(topic="finding.mail"))
    letter, *others = mail.outbox
    assert others == []
    assert letter.bcc == ["editor@example.org", "head@example.org"]
    assert letter.subject == f"核查结论已公开：发展改革部门 {finding.public_id}"
    assert f"/findings/#f-{finding.public_id}" in letter.body
    assert "2025-05-22" in letter.body
    assert finding.words not in letter.body


def _chapter(number: str) -> Division:
    return Division.objects.get(url_path__endswith=f"/korla-14/{number}/")
