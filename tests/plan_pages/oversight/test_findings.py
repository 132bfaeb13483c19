"""Findings: who writes, who releases, who answers, who reads what."""

import datetime
import json
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from plan_pages.delivery.models import Project
from plan_pages.disclosure.models import UpdateVersion, UpdateWithdrawal
from plan_pages.obligations.due import make as make_due
from plan_pages.obligations.models import Obligation
from plan_pages.oversight import findings, queries
from plan_pages.oversight.models import Finding, FindingAnswer, FindingRelease
from plan_pages.oversight.search import documents, scopes
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.ledger.commitments import public_hash
from portal.ledger.models import Entry
from portal.outbox.models import Purge
from portal.refusals import Refused
from portal.units.models import Unit
from tests.feedback.people import person
from tests.plan_pages.owing import launch, noon, rule, said, unit_named

Day = datetime.date


def refused(call: Any, **arguments: Any) -> str:
    """The code; nothing was written."""
    before = [model.objects.count() for model in (Finding, FindingRelease, Entry)]
    answers = FindingAnswer.objects.count()
    with pytest.raises(Refused) as caught:
        call(**arguments)
    assert [
        model.objects.count() for model in (Finding, FindingRelease, Entry)
    ] == before
    assert FindingAnswer.objects.count() == answers
    return caught.value.code


def test_reviewer_writes_an_internal_finding(
    version: UpdateVersion, finding: Finding, unit: Unit
) -> None:
    assert (finding.version, finding.unit) == (version, unit)
    assert finding.plan == version.update.plan
    assert not Entry.objects.filter(type="review.found").exists()
    assert not queries.public_findings().exists()


def test_internal_finding_is_read_by_reviewers_alone(
    finding: Finding, reviewer: User, congress: User, head: User, office: User
) -> None:
    for user in (reviewer, congress):
        assert list(queries.findings_for(user)) == [finding]
    other = person("moderator", Role.MODERATOR)
    admin = person("admin", Role.ADMINISTRATOR)
    for user in (head, office, other, admin):
        assert not queries.findings_for(user).exists()
    assert list(scopes()) == []
    assert list(documents([f"finding:{finding.public_id}"])) == []


@pytest.mark.parametrize(
    "role", [Role.EDITOR, Role.HEAD, Role.PUBLISHER, Role.MODERATOR, Role.ADMINISTRATOR]
)
def test_nobody_else_writes_one(version: UpdateVersion, role: Role) -> None:
    other = person("other", role)
    code = refused(
        findings.make, version=version, value="complete", words="齐", by=other
    )
    assert code == "not_reviewer"


def test_finding_is_about_exactly_one(version: UpdateVersion, reviewer: User) -> None:
    assert refused(findings.make, value="complete", words="齐", by=reviewer) == "one"


def test_finding_needs_words_and_a_known_value(
    version: UpdateVersion, reviewer: User
) -> None:
    empty = {"version": version, "by": reviewer, "value": "complete", "words": " \n"}
    assert refused(findings.make, **empty) == "words"
    wrong = {"version": version, "by": reviewer, "value": "good", "words": "好"}
    assert refused(findings.make, **wrong) == "invalid"


def test_withdrawn_update_is_not_found_upon(
    version: UpdateVersion, reviewer: User, office: User
) -> None:
    UpdateWithdrawal.objects.create(
        update=version.update, reason="错", withdrawn_on=Day(2025, 4, 11), by=office
    )
    call = {"version": version, "value": "complete", "words": "齐", "by": reviewer}
    assert refused(findings.make, **call) == "withdrawn"


def test_released_by_another_person_it_is_public(
    finding: Finding, congress: User, time_machine: Any
) -> None:
    """Ten working days from Thursday 8 May 2025: Thursday 22 May."""
    time_machine.move_to(noon(Day(2025, 5, 8)), tick=False)
    release = findings.release(finding=finding, by=congress)
    assert (release.released_on, release.supplement_due_on) == (
        Day(2025, 5, 8), Day(2025, 5, 22),
    )  # fmt: skip
    assert list(queries.public_findings()) == [finding]
    entry = json.loads(Entry.objects.get(type="review.found").payload)
    assert entry["subject"] == finding.public_id
    assert entry["value"] == "to_be_supplemented"
    assert entry["hash"] == public_hash(findings.content_of(finding))
    keys = {key for purge in Purge.objects.all() for key in purge.keys}
    update = finding.version.update.public_id  # type: ignore[union-attr]
    assert {f"update:{update}", "scorecard", "unit:slj"} <= keys


def test_own_finding_is_not_released(version: UpdateVersion, congress: User) -> None:
    own = findings.make(version=version, value="complete", words="齐", by=congress)
    assert refused(findings.release, finding=own, by=congress) == "same_person"
    second = person("second", Role.CONGRESS_OFFICE)
    findings.release(finding=own, by=second)
    assert queries.public_findings().get() == own


def test_nobody_judges_what_their_own_unit_said(
    version: UpdateVersion, unit: Unit
) -> None:
    own = person("own", Role.REVIEWER, unit=unit)
    call = {"version": version, "value": "complete", "words": "齐", "by": own}
    assert refused(findings.make, **call) == "own_unit"


def test_nobody_judges_what_their_own_unit_owed(
    project: Project, administrator: User, unit: Unit
) -> None:
    launch()
    rule(administrator)
    make_due(on=Day(2025, 3, 3))
    own = person("own", Role.CONGRESS_OFFICE, unit=unit)
    call = {"obligation": Obligation.objects.get(), "value": "disputed", "words": "疑"}
    assert refused(findings.make, **call, by=own) == "own_unit"


def test_nobody_releases_what_was_found_of_their_own_unit(
    finding: Finding, unit: Unit, congress: User
) -> None:
    own = person("own", Role.CONGRESS_OFFICE, unit=unit)
    assert refused(findings.release, finding=finding, by=own) == "own_unit"
    assert list(queries.releasable(own)) == []
    assert list(queries.releasable(congress)) == [finding]


def test_reviewer_releases_nothing(finding: Finding, office: User) -> None:
    other = person("other", Role.REVIEWER)
    assert refused(findings.release, finding=finding, by=other) == "not_office"
    assert refused(findings.release, finding=finding, by=office) == "not_office"


def test_released_once(finding: Finding, congress: User) -> None:
    findings.release(finding=finding, by=congress)
    assert refused(findings.release, finding=finding, by=congress) == "released"


def test_only_a_supplement_has_a_clock(
    version: UpdateVersion, reviewer: User, congress: User
) -> None:
    done = findings.make(version=version, value="complete", words="齐", by=reviewer)
    assert findings.release(finding=done, by=congress).supplement_due_on is None
    assert queries.shown(queries.public_findings())[0].clock is None


def test_head_of_the_unit_answers(finding: Finding, congress: User, head: User) -> None:
    assert refused(findings.answer, finding=finding, words="已补", by=head) == (
        "not_released"
    )
    findings.release(finding=finding, by=congress)
    assert list(queries.to_answer(head.unit_id)) == [finding]
    findings.answer(finding=finding, words=" 已补传验收表。 ", by=head)
    shown = queries.shown(queries.public_findings())
    assert [answer.words for answer in shown[0].answers] == ["已补传验收表。"]
    assert not queries.to_answer(head.unit_id).exists()


def test_nobody_else_answers(
    finding: Finding, congress: User, reviewer: User, unit: Unit, office: User
) -> None:
    findings.release(finding=finding, by=congress)
    stranger = person("stranger", Role.HEAD, unit=unit_named("jtj"))
    editor = person("editor", Role.EDITOR, unit=unit)
    for user in (stranger, editor, congress, reviewer, office):
        call = {"finding": finding, "words": "好", "by": user}
        assert refused(findings.answer, **call) == "not_head"


def test_supplement_clock(
    finding: Finding, version: UpdateVersion, congress: User, project: Project,
    unit: Unit, office: User, time_machine: Any,
) -> None:  # fmt: skip
    time_machine.move_to(noon(Day(2025, 5, 8)), tick=False)
    findings.release(finding=finding, by=congress)

    def clock(at: Day) -> str | None:
        return queries.shown(queries.public_findings(), at)[0].clock

    assert clock(Day(2025, 5, 9)) == "not_due"
    assert clock(Day(2025, 5, 15)) == "due_soon"
    assert clock(Day(2025, 5, 23)) == "overdue"
    assert list(queries.to_supplement()) == [finding]
    said(project, unit, office, on=Day(2025, 5, 26), update=version.update)
    assert clock(Day(2025, 6, 1)) == "late"
    assert not queries.to_supplement().exists()


def test_finding_about_a_lapse_is_supplemented_by_the_disclosure(
    project: Project, administrator: User, reviewer: User, congress: User, unit: Unit,
    office: User, time_machine: Any,
) -> None:  # fmt: skip
    launch()
    rule(administrator)
    make_due(on=Day(2025, 3, 3))
    owed = Obligation.objects.get()
    time_machine.move_to(noon(Day(2025, 5, 8)), tick=False)
    found = findings.make(
        obligation=owed, value="to_be_supplemented", words="至今未公开。", by=reviewer
    )
    assert (found.unit, found.plan) == (unit, owed.plan)
    findings.release(finding=found, by=congress)
    assert queries.of_obligations([owed])[owed.pk][0].clock == "not_due"
    assert list(queries.to_supplement()) == [found]
    said(project, unit, office, on=Day(2025, 5, 12))
    shown = queries.of_obligations([owed])[owed.pk][0]
    assert (shown.clock, shown.supplemented_on) == ("on_time", Day(2025, 5, 12))
    assert not queries.to_supplement().exists()


def test_review_is_the_latest_released_finding(
    finding: Finding, version: UpdateVersion, congress: User, reviewer: User
) -> None:
    def review() -> str | None:
        return queries.with_review(UpdateVersion.objects.all()).get().review

    assert review() is None
    findings.release(finding=finding, by=congress)
    assert review() == "to_be_supplemented"
    later = findings.make(version=version, value="complete", words="齐", by=reviewer)
    assert review() == "to_be_supplemented"
    findings.release(finding=later, by=congress)
    assert review() == "complete"


def test_released_finding_and_its_answer_are_found(
    finding: Finding, congress: User, head: User
) -> None:
    findings.release(finding=finding, by=congress)
    findings.answer(finding=finding, words="已补传。", by=head)
    scope = f"finding:{finding.public_id}"
    assert list(scopes()) == [scope]
    document = next(iter(documents([scope])))
    assert document.text == "缺验收材料。\n已补传。"
    update = finding.version.update.public_id  # type: ignore[union-attr]
    assert document.path == (f"plan/korla-14/updates/{update}/#f-{finding.public_id}")
    assert (document.unit, document.state) == ("slj", "to_be_supplemented")


@pytest.mark.parametrize("path", ["update", "delete", "queryset"])
def test_no_path_changes_what_was_found(finding: Finding, path: str) -> None:
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        if path == "update":
            finding.words = "好"
            finding.save()
        elif path == "delete":
            finding.delete()
        else:
            Finding.objects.update(value="complete")
    finding.refresh_from_db()
    assert (finding.value, finding.words) == ("to_be_supplemented", "缺验收材料。")
