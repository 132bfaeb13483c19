"""The people of the congress."""

import pytest

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.units.models import Unit
from tests.feedback.people import person


@pytest.fixture
def congress(db: None) -> Unit:
    return Unit.objects.create(key="rd", name="人大办公室", kind="congress")


@pytest.fixture
def reviewer(congress: Unit) -> User:
    return person("reviewer", Role.REVIEWER, unit=congress)


@pytest.fixture
def office(congress: Unit) -> User:
    return person("office", Role.CONGRESS_OFFICE, unit=congress)
