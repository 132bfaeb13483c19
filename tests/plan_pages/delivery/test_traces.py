"""What the office registers and the ledger's entry of it stand or fall together."""

import datetime
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from plan_pages.delivery import projects, responsibilities, tasks, traces
from plan_pages.delivery.models import Anchor, Project
from plan_pages.delivery.traces import facts_of
from plan_pages.document.models import Part, Plan
from plan_pages.obligations.extensions import extend
from plan_pages.oversight import findings
from plan_pages.oversight.models import FindingAnswer
from plan_pages.progress.models import Indicator
from plan_pages.progress.recording import content_hash
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.ledger.models import Entry
from portal.units.models import Unit
from tests.feedback.people import person
from tests.plan_pages import owing
from tests.plan_pages.disclosing import paragraph, project_at
from tests.plan_pages.disclosure.unchanged import rows

DAY = datetime.date(2024, 5, 6)
PUBLISHED, REVISED = "disclosure.published", "disclosure.revised"
Act = Callable[[], Any]


def known() -> list[Any]:
    """Entries are in no order: their ids are random."""
    return list(Entry.objects.values_list("pk", flat=True))


def sum_of(project: Project, by: User, amount: int, reason: str = "") -> Any:
    return projects.record_investment(
        project=project, year=2024, kind="planned", amount=Decimal(amount), by=by,
        reason=reason,
    )  # fmt: skip


@pytest.fixture
def acts(
    project: Project, korla: Plan, unit: Unit, office: User
) -> dict[str, tuple[Act, str, str]]:
    """Name → (the write, which returns its row; type; kind)."""
    step = tasks.set_milestone(of=project, name="开工", due_on=DAY, by=office)
    indicator = Indicator.objects.get(plan=korla, number=3)
    held = responsibilities.assign(unit=unit, role="lead", subject=indicator, by=office)
    sum_of(project, office, 1)
    part = paragraph(korla, "15/2")
    subject: dict[str, Any] = {"subject": project, "by": office}
    return {
        "project": (
            lambda: project_at(part, office).versions.get(),
            PUBLISHED, "projectversion",
        ),
        "project again": (
            lambda: projects.revise_project(
                project=project, note="更名", name="新名", by=office
            ), REVISED, "projectversion",
        ),
        "task": (
            lambda: tasks.add_task(part=part, by=office, name="任务").versions.get(),
            PUBLISHED, "taskversion",
        ),
        "stage": (
            lambda: projects.enter_stage(
                project=project, stage="reserve", on=DAY, by=office
            ), PUBLISHED, "stagechange",
        ),
        "sum again": (
            lambda: sum_of(project, office, 2, "调整"), REVISED, "investment",
        ),
        "milestone": (
            lambda: tasks.set_milestone(of=project, name="竣工", due_on=DAY, by=office),
            PUBLISHED, "milestone",
        ),
        "milestone again": (
            lambda: tasks.change_milestone(
                milestone=step, reason="已开工", done_on=DAY, by=office
            ), REVISED, "milestone",
        ),
        "duty": (
            lambda: responsibilities.assign(unit=unit, role="lead", **subject),
            PUBLISHED, "responsibility",
        ),
        "duty ended": (
            lambda: responsibilities.end(
                responsibility=held, reason="机构改革", by=office
            ), REVISED, "responsibilityend",
        ),
        "anchor": (
            lambda: responsibilities.set_anchor(part=part, **subject),
            PUBLISHED, "anchor",
        ),
    }  # fmt: skip


NAMES = (
    "project", "project again", "task", "stage", "sum again", "milestone",
    "milestone again", "duty", "duty ended", "anchor",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_row_leaves_its_hash_in_the_ledger(acts: Any, name: str) -> None:
    act, type_, kind = acts[name]
    before = known()
    row = act()
    (entry,) = Entry.objects.exclude(pk__in=before)
    said = json.loads(entry.payload)
    assert (said["type"], said["kind"]) == (type_, kind)
    kept = type(row).objects.get(pk=row.pk)
    assert said["hash"] == content_hash(facts_of(kept))


@pytest.mark.parametrize("name", NAMES)
def test_without_its_entry_there_is_no_row(
    acts: Any, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows()

    def fails(**_options: Any) -> None:
        raise RuntimeError("no ledger")

    monkeypatch.setattr(traces, "record", fails)
    with pytest.raises(RuntimeError, match="no ledger"):
        acts[name][0]()
    assert rows() == before


def test_taking_an_anchor_away_leaves_what_it_was(
    part: Part, korla: Plan, office: User
) -> None:
    indicator = Indicator.objects.get(plan=korla, number=3)
    anchor = responsibilities.set_anchor(part=part, subject=indicator, by=office)
    before = known()
    was = content_hash(facts_of(anchor))
    responsibilities.remove_anchor(anchor=anchor, by=office)
    assert not Anchor.objects.exists()
    (removed,) = Entry.objects.exclude(pk__in=before)
    assert removed.type == REVISED
    assert removed.subject == f"indicator:{indicator.part.public_id}"
    assert json.loads(removed.payload)["hash"] == was


def test_extension_and_answer_leave_theirs(
    project: Project, unit: Unit, head: User, office: User
) -> None:
    made = owing.rule(person("administrator", Role.ADMINISTRATOR))
    owed = owing.obligation(project, unit, rule=made, period="2099-Q1")
    later = owed.due_on + datetime.timedelta(days=9)
    before = known()
    row = extend(obligation=owed, due_on=later, reason="汛期", by=office)
    (entry,) = Entry.objects.exclude(pk__in=before)
    assert (entry.type, entry.subject) == (REVISED, f"obligation:{owed.public_id}")
    assert json.loads(entry.payload)["hash"] == content_hash(facts_of(row))
    version = owing.said(project, unit, office, on=DAY)
    reviewer, congress = (
        person("reviewer", Role.REVIEWER), person("congress", Role.CONGRESS_OFFICE),
    )  # fmt: skip
    finding = findings.make(version=version, value="disputed", words="x", by=reviewer)
    findings.release(finding=finding, by=congress)
    before = known()
    findings.answer(finding=finding, words="已补充。", by=head)
    (entry,) = Entry.objects.exclude(pk__in=before)
    assert (entry.type, entry.subject) == (PUBLISHED, f"finding:{finding.public_id}")
    answer = FindingAnswer.objects.get()
    assert json.loads(entry.payload)["hash"] == content_hash(facts_of(answer))
