"""Rules change by versions, and by administrators alone."""

import datetime
import json
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from plan_pages.delivery.models import Project
from plan_pages.obligations.due import make
from plan_pages.obligations.extensions import extend
from plan_pages.obligations.models import Obligation, ObligationExtension, Rule
from plan_pages.obligations.rules import content_of, revise_rule
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.ledger.commitments import public_hash
from portal.ledger.models import Entry
from portal.refusals import Refused
from portal.units.models import Unit
from tests.feedback.people import person
from tests.plan_pages.owing import launch, noon, rule, said

Day = datetime.date


def refused(call: Any, *arguments: Any, **named: Any) -> str:
    """The code; nothing was written."""
    before = (Rule.objects.count(), ObligationExtension.objects.count())
    with pytest.raises(Refused) as caught:
        call(*arguments, **named)
    assert (Rule.objects.count(), ObligationExtension.objects.count()) == before
    return caught.value.code


def test_rule_stands_in_the_ledger(administrator: User) -> None:
    made = rule(administrator)
    entry = json.loads(Entry.objects.get(type="rules.changed").payload)
    assert entry["subject"] == f"rule:{made.key}"
    assert entry["hash"] == public_hash(content_of(made))


@pytest.mark.parametrize(
    "role",
    [Role.EDITOR, Role.HEAD, Role.PUBLISHER, Role.REVIEWER, Role.CONGRESS_OFFICE],
)
def test_nobody_else_sets_rules(administrator: User, role: Role) -> None:
    made, other = rule(administrator), person("other", role)
    assert refused(rule, other) == "not_administrator"
    change = {"rule": made, "note": "改", "term_days": 5, "by": other}
    assert refused(revise_rule, **change) == "not_administrator"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"phases": []}, "phases"),
        ({"phases": ["later"]}, "phases"),
        ({"needs_words": False}, "invalid"),
        ({"needs_value": True}, "invalid"),
        ({"first_period": "2025"}, "invalid"),
        ({"first_period": "soon"}, "invalid"),
        ({"term_days": 0}, "invalid"),
        ({"basis_text": ""}, "invalid"),
        ({"name": ""}, "invalid"),
        ({"basis": "habit"}, "invalid"),
    ],
)
def test_rule_that_does_not_hold_together_is_refused(
    administrator: User, facts: dict[str, Any], code: str
) -> None:
    assert refused(rule, administrator, **facts) == code


def test_revision_is_a_version_of_its_own(administrator: User) -> None:
    first = rule(administrator)
    second = revise_rule(rule=first, note="放宽", term_days=30, by=administrator)
    assert (second.key, second.number, second.term_days) == (first.key, 2, 30)
    assert second.name == first.name
    first.refresh_from_db()
    assert first.term_days == 20
    assert list(Rule.objects.newest()) == [second]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"note": " ", "term_days": 5}, "note"),
        ({"note": "改"}, "unchanged"),
        ({"note": "改", "subject": "task"}, "another_rule"),
        ({"note": "改", "cycle": "annual", "first_period": "2025"}, "another_rule"),
        ({"note": "改", "first_period": "2024-Q4"}, "back"),
    ],
)
def test_revision_is_refused(
    administrator: User, change: dict[str, Any], code: str
) -> None:
    made = rule(administrator)
    assert refused(revise_rule, rule=made, by=administrator, **change) == code


def test_two_people_revise_one_version_once(administrator: User) -> None:
    made = rule(administrator)
    revise_rule(rule=made, note="放宽", term_days=30, by=administrator)
    again = {"rule": made, "note": "收紧", "term_days": 10, "by": administrator}
    assert refused(revise_rule, **again) == "superseded"


@pytest.mark.parametrize("path", ["save", "update", "delete"])
def test_no_path_changes_a_rule(administrator: User, path: str) -> None:
    made = rule(administrator)
    made.term_days = 90
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        if path == "save":
            made.save()
        elif path == "update":
            Rule.objects.update(term_days=90)
        else:
            made.delete()
    made.refresh_from_db()
    assert made.term_days == 20


@pytest.fixture
def owed(project: Project, administrator: User, time_machine: Any) -> Obligation:
    """Due on 2025-04-28; it is the 21st."""
    launch()
    rule(administrator)
    make(on=Day(2025, 3, 3))
    time_machine.move_to(noon(Day(2025, 4, 21)), tick=False)
    return Obligation.objects.get()


def test_office_extends_with_a_reason(owed: Obligation, office: User) -> None:
    row = extend(obligation=owed, due_on=Day(2025, 5, 12), reason="汛期", by=office)
    assert (row.due_on, row.extended_on) == (Day(2025, 5, 12), Day(2025, 4, 21))
    owed.refresh_from_db()
    assert owed.due_on == Day(2025, 4, 28)


def test_extension_is_refused(
    owed: Obligation, office: User, administrator: User, time_machine: Any
) -> None:
    later = {"obligation": owed, "due_on": Day(2025, 5, 12), "reason": "汛期"}
    assert refused(extend, **later, by=administrator) == "not_publisher"
    assert refused(extend, **later | {"reason": " "}, by=office) == "reason"
    same = later | {"due_on": Day(2025, 4, 28)}
    assert refused(extend, **same, by=office) == "not_later"
    time_machine.move_to(noon(Day(2025, 4, 29)), tick=False)
    assert refused(extend, **later, by=office) == "passed"


def test_what_is_published_is_not_extended(
    owed: Obligation, project: Project, unit: Unit, office: User
) -> None:
    said(project, unit, office, on=Day(2025, 4, 20))
    later = {"obligation": owed, "due_on": Day(2025, 5, 12), "reason": "汛期"}
    assert refused(extend, **later, by=office) == "satisfied"
