"""A real server on the suite's kind of database, with forms that need not wait."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.real_database import portal_with_plan
from tests.real_portal import RealPortal


@pytest.fixture(scope="package")
def ready(
    prepared_var: Path, tmp_path_factory: pytest.TempPathFactory, django_db_keepdb: bool
) -> Iterator[RealPortal]:
    """Not running. The relay is off, so that what is owed can be counted."""
    var = tmp_path_factory.mktemp("server") / "var"
    with portal_with_plan(
        var,
        prepared_var,
        RELAY_IN_PROCESS="false",
        INTAKE_MINIMUM_SECONDS="0",
        INTAKE_SLOW_SECONDS="0",
    ) as portal:
        yield portal
