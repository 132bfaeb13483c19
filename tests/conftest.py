"""Fixtures of the whole suite. SQLite is a file; append-only triggers are real.

A transactional test ends in a flush, which the triggers would refuse: they are taken
off before and put back after.
"""

from collections.abc import Iterator

import pytest
from django.db import connection

from portal.ledger import appendonly


@pytest.fixture(autouse=True)
def _triggers_around_flush(request: pytest.FixtureRequest) -> Iterator[None]:
    """Requested before the database fixtures, so it ends after their flush."""
    names = request.fixturenames
    marker = request.node.get_closest_marker("django_db")
    transactional = bool({"transactional_db", "live_server"} & set(names)) or bool(
        marker and marker.kwargs.get("transaction")
    )
    yield
    if transactional:
        _put_triggers_back(request)


def _put_triggers_back(request: pytest.FixtureRequest) -> None:
    blocker = request.getfixturevalue("django_db_blocker")
    with blocker.unblock():
        for table in appendonly.TABLES:
            appendonly.put_on(connection, table)
