"""An administrator who sets rules, the office, a unit with a project."""

import pytest

from plan_pages.delivery.models import Project
from plan_pages.document.models import Plan
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.units.models import Unit
from tests.feedback.people import person
from tests.plan_pages.owing import lead, place_in, project_row, unit_named


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
def project(korla: Plan, office: User, unit: Unit) -> Project:
    """Led by the unit, at home in 4.5."""
    project = project_row(place_in(korla), office)
    lead(unit, project, office)
    return project
