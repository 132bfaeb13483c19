"""The publisher's pages for a later due day, and nobody else's."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from plan_pages.delivery.models import Project
from plan_pages.obligations.models import Obligation, ObligationExtension
from portal.accounts.models import User
from portal.accounts.roles import Role
from tests.feedback.people import person
from tests.plan_pages.owing import launch, noon, obligation, rule, unit_named

#: The obligation of 2025-Q1 is due on 2025-04-20.
BEFORE, AFTER = noon(datetime.date(2025, 4, 10)), noon(datetime.date(2025, 4, 21))
LATER = {"due_on": "2025-05-09", "reason": "审计尚未结束。"}


@pytest.fixture
def owed(project: Project, administrator: User) -> Obligation:
    launch()
    return obligation(project, unit_named("slj"), rule=rule(administrator))


@pytest.fixture
def desk(owed: Obligation, client: Client) -> Client:
    client.force_login(person("publisher", Role.PUBLISHER))
    return client


def test_due_day_is_moved_and_the_reason_stands(
    owed: Obligation, desk: Client, time_machine
) -> None:
    time_machine.move_to(BEFORE)
    listed = desk.get(reverse("extension_list")).content.decode()
    assert reverse("extension_edit", args=[owed.public_id]) in listed
    assert "2025-04-20" in listed
    path = reverse("extension_edit", args=[owed.public_id])
    response = desk.post(path, LATER, follow=True)
    words = response.content.decode()
    assert "已延至 2025-05-09，理由已公开。" in words
    assert "审计尚未结束。" in words
    row = ObligationExtension.objects.get()
    assert (row.obligation, row.due_on.isoformat()) == (owed, "2025-05-09")
    assert row.by.username == "publisher"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reason": ""}, "延期须写明理由"),
        ({"due_on": "2025-04-20"}, "新期限须晚于原期限"),
        ({"due_on": "明天"}, "请填写日期"),
    ],
)
def test_bad_extension_says_why_and_keeps_what_was_typed(
    owed: Obligation, desk: Client, time_machine, changes: dict[str, str], said: str
) -> None:
    time_machine.move_to(BEFORE)
    path = reverse("extension_edit", args=[owed.public_id])
    response = desk.post(path, LATER | changes)
    words = response.content.decode()
    assert response.status_code == 422
    assert said in words
    assert all(value in words for value in (LATER | changes).values())
    assert not ObligationExtension.objects.exists()


def test_what_is_overdue_is_neither_listed_nor_moved(
    owed: Obligation, desk: Client, time_machine
) -> None:
    time_machine.move_to(AFTER)
    assert owed.public_id not in desk.get(reverse("extension_list")).content.decode()
    response = desk.post(reverse("extension_edit", args=[owed.public_id]), LATER)
    assert response.status_code == 422
    assert "期限已过" in response.content.decode()
    assert not ObligationExtension.objects.exists()


def test_list_is_narrowed_to_a_unit(
    owed: Obligation, desk: Client, time_machine
) -> None:
    time_machine.move_to(BEFORE)
    path = reverse("extension_list")
    assert owed.public_id in desk.get(f"{path}?unit=slj").content.decode()
    unit_named("jtj")
    assert desk.get(path).content.decode().count("?unit=") == 1


@pytest.mark.parametrize("role", [Role.EDITOR, Role.HEAD, Role.ADMINISTRATOR])
def test_others_have_no_way_in(
    owed: Obligation, client: Client, role: Role, time_machine
) -> None:
    time_machine.move_to(BEFORE)
    client.force_login(person("other", role))
    path = reverse("extension_edit", args=[owed.public_id])
    assert client.get(reverse("extension_list")).status_code == 403
    assert client.post(path, LATER).status_code == 403
    assert not ObligationExtension.objects.exists()
