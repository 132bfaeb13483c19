"""What is owed stands at the unit's desk, and beside what nobody has spoken of yet."""

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from plan_pages.delivery.models import Project
from plan_pages.disclosure.models import Update
from plan_pages.obligations.awaiting import duties_of
from plan_pages.obligations.due import make
from plan_pages.obligations.extensions import extend
from plan_pages.obligations.models import Obligation
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.outbox.models import Purge
from portal.units.models import Unit
from tests.feedback.people import person
from tests.plan_pages.disclosing import drafted
from tests.plan_pages.owing import (
    launch,
    lead,
    noon,
    place_in,
    project_row,
    rule,
    said,
    unit_named,
)

Day = datetime.date
MARCH = Day(2025, 3, 3)


@pytest.fixture
def editor(unit: Unit) -> User:
    return person("editor", Role.EDITOR, unit=unit)


@pytest.fixture
def owed(project: Project, administrator: User) -> Obligation:
    """Due on 2025-04-28."""
    launch()
    rule(administrator)
    make(on=MARCH)
    return Obligation.objects.get()


def test_duty_leads_to_the_form_filled_in(
    owed: Obligation, project: Project, editor: User, client: Client
) -> None:
    with time_machine.travel(noon(MARCH), tick=False):
        (duty,) = duties_of(editor, 10)
        assert (duty.reference, duty.due_on) == (owed.public_id, Day(2025, 4, 28))
        assert duty.place == "供水管网改造 2025年第一季度 季度进展"
        client.force_login(editor)
        today = client.get(reverse("today")).text
        assert f"about=projects%2F{project.public_id}&amp;period=2025-Q1" in today
        form = client.get(duty.url).text
    assert 'name="period" value="2025-Q1"' in form
    assert f'value="projects/{project.public_id}"' in form


def test_duty_leads_to_the_draft_and_ends_with_the_disclosure(
    owed: Obligation, project: Project, editor: User, office: User, unit: Unit
) -> None:
    draft = drafted(project, editor, evidence=False, period="2025-Q1")
    with time_machine.travel(noon(MARCH), tick=False):
        (duty,) = duties_of(editor, 10)
        assert duty.url == reverse("disclosure_case", args=[draft.public_id])
        said(project, unit, office, on=MARCH)
        assert list(duties_of(editor, 10)) == []
    assert Update.objects.count() == 2


def test_duties_are_the_own_units_alone(owed: Obligation) -> None:
    stranger = person("stranger", Role.EDITOR, unit=unit_named("jtj"))
    assert list(duties_of(stranger, 10)) == []
    assert list(duties_of(person("m", Role.MODERATOR), 10)) == []


def test_duties_cost_the_same_however_many(
    owed: Obligation, editor: User, office: User, unit: Unit,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    with django_assert_num_queries(4):
        assert len(list(duties_of(editor, 10))) == 1
    for number in range(6):
        part = place_in(owed.plan, at=number % 2)
        lead(unit, project_row(part, office), office)
    make(on=MARCH)
    editor = User.objects.get(pk=editor.pk)
    with django_assert_num_queries(4):
        assert len(list(duties_of(editor, 10))) == 7


def test_silence_says_who_owes_it_and_by_when(
    owed: Obligation, project: Project, office: User, client: Client
) -> None:
    section = project.part.page.get_url()
    own = reverse("project", args=[project.public_id])
    with time_machine.travel(noon(MARCH), tick=False):
        for page in (section, own, reverse("unit", args=["slj"])):
            assert "水利局应于 2025-04-28 前公开" in client.get(page).text, page
        later = Day(2025, 5, 12)
        extend(obligation=owed, due_on=later, reason="汛期", by=office)
        assert "水利局应于 2025-05-12 前公开" in client.get(section).text
        said(project, owed.unit, office, on=MARCH)
    assert "还没有公开" not in client.get(section).text


def test_silence_without_a_day_names_the_lead_or_says_that_there_is_none(
    project: Project, office: User, client: Client
) -> None:
    project_row(place_in(project.plan, at=1), office, name="无人负责")
    page = client.get(project.part.page.get_url()).text
    assert page.count("还没有公开：由水利局负责，公开期限还没有登记") == 1
    assert page.count("还没有公开：责任单位还没有登记") == 1


def test_what_becomes_due_purges_the_pages_that_say_so(
    project: Project, administrator: User
) -> None:
    launch()
    rule(administrator)
    Purge.objects.all().delete()
    make(on=MARCH)
    (keys,) = Purge.objects.values_list("keys", flat=True)
    assert {f"page:{project.part.page_id}", "unit:slj", "scorecard"} <= set(keys)
