"""Who enters figures, and for whom."""

import pytest

from plan_pages.document.models import Plan
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.units.models import Unit
from tests.plan_pages.progress.figures import person


@pytest.fixture
def publisher(korla: Plan) -> User:
    return person("publisher", Role.PUBLISHER)


@pytest.fixture
def unit(db: None) -> Unit:
    return Unit.objects.create(key="tongji", name="统计局", kind="department")
