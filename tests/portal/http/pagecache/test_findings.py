"""A finding released and answered: every page that shows the claim is fresh at once,
and nothing that is internal makes any page anew.
"""

import datetime
from typing import Any

import pytest
from django.urls import reverse

from plan_pages.delivery.models import Anchor
from plan_pages.disclosure.models import UpdateVersion
from plan_pages.document.models import Plan
from plan_pages.obligations.models import Obligation
from plan_pages.oversight import findings
from plan_pages.progress.models import Indicator
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.units.models import Unit
from tests.feedback.people import person
from tests.plan_pages import owing

from .test_changes import Watch, head, unit, watch  # noqa: F401  fixtures

HOME, TIED, FAR = "/plan/korla-14/4/5/", "/plan/korla-14/12/4/", "/plan/korla-14/15/2/"
pytestmark = pytest.mark.once

LISTS = (
    "/", "/updates/", "/updates.csv", "/scorecard/", "/scorecard.csv", "/overdue/",
    "/overdue.csv", "/units/fgw/", HOME, TIED,
)  # fmt: skip
APART = (FAR, "/privacy/", "/plan/", "/en" + FAR)


@pytest.fixture
def reviewer(db: None) -> User:
    return person("reviewer", Role.REVIEWER)


@pytest.fixture
def office(db: None) -> User:
    return person("office", Role.CONGRESS_OFFICE)


@pytest.fixture
def publisher(db: None) -> User:
    return person("publisher", Role.PUBLISHER)


@pytest.fixture
def subject(korla: Plan, unit: Unit, publisher: User) -> Any:  # noqa: F811
    """A project at home in one section and tied to another, with a figure's word."""
    project = owing.project_row(owing.place_in(korla), publisher)
    owing.lead(unit, project, publisher)
    tied = owing.place_in(korla, "12/4")
    Anchor.objects.create(part=tied, project=project, by=publisher)
    return project


@pytest.fixture
def version(subject: Any, unit: Unit, publisher: User) -> UpdateVersion:  # noqa: F811
    return owing.said(subject, unit, publisher, on=datetime.date(2025, 4, 10))


def test_finding_of_a_claim_shows_at_once(
    watch: Watch, version: UpdateVersion, reviewer: User, office: User,  # noqa: F811
    head: User,  # noqa: F811
) -> None:  # fmt: skip
    own = (
        reverse("update", args=[version.update.public_id]),
        reverse("project", args=[version.update.project.public_id]),
    )
    watch.warm(*own, *LISTS, *APART)
    made: list[Any] = []
    assert not watch.after(
        lambda: made.append(
            findings.make(version=version, value="disputed", words="疑", by=reviewer)
        )
    )
    release = lambda: findings.release(finding=made[0], by=office)  # noqa: E731
    assert watch.after(release) == [*own, *LISTS]
    answer = lambda: findings.answer(finding=made[0], words="答", by=head)  # noqa: E731
    assert watch.after(answer) == [*own, *LISTS]


def test_finding_of_what_is_overdue_shows_at_once(
    watch: Watch, subject: Any, unit: Unit, reviewer: User, office: User,  # noqa: F811
) -> None:  # fmt: skip
    owing.launch()
    rule = owing.rule(person("administrator", Role.ADMINISTRATOR))
    owed: Obligation = owing.obligation(subject, unit, rule=rule)
    own = reverse("project", args=[subject.public_id])
    watch.warm(own, *LISTS, *APART)
    found = findings.make(obligation=owed, value="disputed", words="疑", by=reviewer)
    release = lambda: findings.release(finding=found, by=office)  # noqa: E731
    assert watch.after(release) == [own, *LISTS]


def test_finding_of_an_indicators_claim_shows_at_once(
    watch: Watch, korla: Plan, unit: Unit, publisher: User, reviewer: User,  # noqa: F811
    office: User,
) -> None:  # fmt: skip
    indicator = Indicator.objects.get(plan=korla, number=3)
    part = owing.place_in(korla)
    Anchor.objects.create(part=part, indicator=indicator, by=publisher)
    version = owing.said(
        indicator, unit, publisher, period="2024", on=datetime.date(2025, 4, 10)
    )
    table = "/" + indicator.part.page.url_path.split("/", 2)[2]
    shown = ["/indicators/3/", HOME, table]
    watch.warm(*shown, *APART)
    found = findings.make(version=version, value="disputed", words="疑", by=reviewer)
    release = lambda: findings.release(finding=found, by=office)  # noqa: E731
    assert watch.after(release) == shown
