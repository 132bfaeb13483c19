"""A lapse: the due day passes, and everybody is told, once."""

import datetime
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from plan_pages.delivery.models import Project
from plan_pages.obligations import daily
from plan_pages.obligations.daily import keep_the_clock
from plan_pages.obligations.due import make
from plan_pages.obligations.extensions import extend
from plan_pages.obligations.models import DueLetter, Obligation
from plan_pages.obligations.notices import TOPIC, remind
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.outbox.delivering import deliver
from portal.outbox.models import OutboxEvent, Purge
from portal.units.models import Unit
from tests.feedback.people import person
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


def addressed(name: str, role: Role, unit: Unit | None = None) -> User:
    user = person(name, role, unit=unit)
    User.objects.filter(pk=user.pk).update(email=f"{name}@example.org")
    return user


@pytest.fixture
def people(unit: Unit) -> None:
    addressed("editor", Role.EDITOR, unit)
    addressed("head", Role.HEAD, unit)
    addressed("publisher", Role.PUBLISHER)
    addressed("stranger", Role.EDITOR, unit_named("jtj"))
    addressed("reviewer", Role.REVIEWER)


@pytest.fixture
def owed(project: Project, administrator: User, people: None) -> Obligation:
    """Due on 2025-04-28."""
    launch()
    rule(administrator)
    make(on=Day(2025, 3, 3))
    return Obligation.objects.get()


def letters() -> list[OutboxEvent]:
    return list(OutboxEvent.objects.filter(topic=TOPIC).order_by("pk"))


def sent() -> Any:
    """The one mail that the waiting letter becomes."""
    mail.outbox.clear()
    (event,) = letters()
    assert deliver(event)
    (message,) = mail.outbox
    return message


def overdue_cells(client: Client) -> int:
    return client.get(reverse("scorecard")).content.count(b'data-state="overdue"')


def test_nobody_is_reminded_early(owed: Obligation) -> None:
    assert remind(on=Day(2025, 4, 21)) == 0
    assert not letters()


def test_unit_and_office_are_reminded_once(owed: Obligation, time_machine: Any) -> None:
    time_machine.move_to(noon(Day(2025, 4, 22)), tick=False)
    assert remind() == 1
    assert remind() == 0
    message = sent()
    assert message.subject == "将到期：水利局有 1 项应公开"
    assert message.to == ["editor@example.org", "head@example.org"]
    assert message.bcc == ["publisher@example.org"]
    for words in (
        "供水管网改造 2025年第一季度 季度进展", "2025-04-28 24:00", "规划承诺",
        "进展说明", "/plan/korla-14/overdue/?unit=slj",
    ):  # fmt: skip
        assert words in message.body
    assert remind(on=Day(2025, 4, 28)) == 0


def test_what_is_published_meanwhile_is_not_reminded_of(
    owed: Obligation, project: Project, unit: Unit, office: User, time_machine: Any
) -> None:
    time_machine.move_to(noon(Day(2025, 4, 22)), tick=False)
    remind()
    said(project, unit, office, on=Day(2025, 4, 22))
    (event,) = letters()
    mail.outbox.clear()
    assert deliver(event)
    assert not mail.outbox


def test_an_extension_is_reminded_of_anew(
    owed: Obligation, office: User, time_machine: Any
) -> None:
    time_machine.move_to(noon(Day(2025, 4, 22)), tick=False)
    remind()
    extend(obligation=owed, due_on=Day(2025, 5, 20), reason="汛期", by=office)
    assert remind(on=Day(2025, 4, 30)) == 0
    assert remind(on=Day(2025, 5, 19)) == 1


def test_one_letter_a_unit(
    owed: Obligation, project: Project, unit: Unit, office: User
) -> None:
    lead(unit, project_row(place_in(project.plan), office), office)
    lead(unit, project_row(place_in(project.plan), office), office)
    make(on=Day(2025, 3, 4))
    assert remind(on=Day(2025, 4, 22)) == 1
    assert DueLetter.objects.count() == 3
    assert len(letters()[0].payload["obligations"]) == 3


def test_lapse_shows_everywhere_and_is_mailed(
    owed: Obligation, client: Client, time_machine: Any
) -> None:
    """Section, scorecard, list, front door, mail: not at noon of the due day, but
    the next morning.
    """
    pages = ["/plan/korla-14/4/5/", reverse("overdue"), "/"]
    time_machine.move_to(noon(Day(2025, 4, 28)), tick=False)
    for path in pages:
        assert "逾期 1 个工作日" not in client.get(path).content.decode()
    assert (
        'data-state="overdue"' not in client.get(reverse("scorecard")).content.decode()
    )
    remind()
    OutboxEvent.objects.all().delete()
    time_machine.move_to(noon(Day(2025, 4, 29)), tick=False)
    Purge.objects.all().delete()
    assert remind() == 1
    message = sent()
    assert message.subject == "逾期未公开：水利局有 1 项"
    assert "逾期 1 个工作日" in message.body
    for path in pages:
        assert "逾期 1 个工作日" in client.get(path).content.decode()
    assert overdue_cells(client)
    purged = {key for row in Purge.objects.all() for key in row.keys}
    part = owed.project.part  # type: ignore[union-attr]
    assert {f"page:{part.page_id}", "overdue", "scorecard", "unit:slj"} <= purged


def test_daily_duty_makes_and_reminds(
    project: Project, administrator: User, people: None, time_machine: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    rule(administrator)
    time_machine.move_to(noon(Day(2025, 4, 21)), tick=False)
    daily._done.clear()
    with django_capture_on_commit_callbacks(execute=True):
        keep_the_clock()
    assert not Obligation.objects.exists()
    launch()
    with django_capture_on_commit_callbacks(execute=True):
        keep_the_clock()
    assert Obligation.objects.count() == 2
    assert daily._done == {"day": Day(2025, 4, 21)}
    daily._done.clear()
