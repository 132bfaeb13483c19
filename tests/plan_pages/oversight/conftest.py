"""A published version of a unit's project, and people of the congress office."""

import datetime

import pytest

from plan_pages.delivery.models import Project
from plan_pages.disclosure.models import UpdateVersion
from plan_pages.document.models import Plan
from plan_pages.oversight import findings
from plan_pages.oversight.models import Finding
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.units.models import Unit
from tests.feedback.people import person
from tests.plan_pages.owing import lead, place_in, project_row, said, unit_named


@pytest.fixture
def administrator(db: None) -> User:
    return person("administrator", Role.ADMINISTRATOR)


@pytest.fixture
def office(db: None) -> User:
    return person("office", Role.PUBLISHER)


@pytest.fixture
def unit(db: None) -> Unit:
    return unit_named("slj", "水利局")


@pytest.fixture
def head(unit: Unit) -> User:
    return person("head", Role.HEAD, unit=unit)


@pytest.fixture
def reviewer(db: None) -> User:
    return person("reviewer", Role.REVIEWER)


@pytest.fixture
def congress(db: None) -> User:
    return person("congress", Role.CONGRESS_OFFICE)


@pytest.fixture
def project(korla: Plan, office: User, unit: Unit) -> Project:
    project = project_row(place_in(korla), office)
    lead(unit, project, office)
    return project


@pytest.fixture
def version(project: Project, unit: Unit, office: User) -> UpdateVersion:
    return said(project, unit, office, on=datetime.date(2025, 4, 10))


@pytest.fixture
def finding(version: UpdateVersion, reviewer: User) -> Finding:
    return findings.make(
        version=version, value="to_be_supplemented", words="缺验收材料。", by=reviewer
    )
