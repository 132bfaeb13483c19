"""The administrator's pages for rules: a new version, and nobody else."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plan_pages.delivery.models import Project
from plan_pages.obligations.models import Obligation, Rule
from portal.accounts.models import User
from portal.accounts.roles import Role
from tests.feedback.people import person
from tests.plan_pages.owing import launch, rule

NEW = {
    "name": "季度进展",
    "subject": "project",
    "cycle": "quarter",
    "first_period": "2025-Q4",
    "term_days": "20",
    "needs": ["words", "evidence"],
    "basis": "plan",
    "basis_text": "第十五章第二节",
    "phases": ["final_evaluation"],
}


@pytest.fixture
def desk(administrator: User, client: Client) -> Client:
    client.force_login(administrator)
    return client


def test_administrator_sets_a_rule_and_it_is_owed(
    project: Project, desk: Client
) -> None:
    launch()
    response = desk.post(reverse("rule_list"), NEW, follow=True)
    assert "第 1 版已公布，新登记应公开事项 1 项" in response.content.decode()
    made = Rule.objects.get()
    assert (made.needs_words, made.needs_evidence, made.needs_problems) == (
        True, True, False,
    )  # fmt: skip
    assert Obligation.objects.get().period == "2025-Q4"


def test_bad_rule_says_why_and_keeps_what_was_typed(
    administrator: User, desk: Client
) -> None:
    response = desk.post(reverse("rule_list"), NEW | {"first_period": "2025"})
    assert response.status_code == 422
    words = response.content.decode()
    assert "写法与周期不符" in words and "第十五章第二节" in words
    assert not Rule.objects.exists()


def test_revision_is_a_new_version(administrator: User, desk: Client) -> None:
    made = rule(administrator)
    path = reverse("rule_edit", args=[made.key])
    assert "现行第 1 版" in desk.get(path).content.decode()
    change: dict[str, Any] = {
        key: value for key, value in NEW.items() if key not in ("subject", "cycle")
    }
    change |= {"number": "1", "active": "on", "note": "放宽", "term_days": "30"}
    desk.post(path, change)
    assert list(
        Rule.objects.order_by("number").values_list("number", "term_days", "note")
    ) == [(1, 20, ""), (2, 30, "放宽")]
    again = desk.post(path, change | {"term_days": "40"})
    assert again.status_code == 422
    assert "已有新的版本" in again.content.decode()
    assert Rule.objects.count() == 2


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_else_gets_in(administrator: User, client: Client, role: Role) -> None:
    made = rule(administrator)
    client.force_login(person("other", role))
    for path in (reverse("rule_list"), reverse("rule_edit", args=[made.key])):
        assert client.get(path).status_code == 403
        assert client.post(path, NEW).status_code == 403
    assert Rule.objects.count() == 1


def test_stranger_is_sent_to_the_login(db: None, client: Client) -> None:
    response = client.get(reverse("rule_list"))
    assert response.status_code == 302
    assert reverse("account_login") in response.url  # type: ignore[attr-defined]
