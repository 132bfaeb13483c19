"""The two units' world, built once a session and written into each test anew.

The rows of everybody's signed-in session are among it.
"""

import copy
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from plan_pages.document.models import Plan
from tests.snapshots import Snapshot, restore, take

from .world import World, build


@pytest.fixture(scope="session")
def _world_rows(
    _korla_rows: Snapshot, django_db_blocker: Any
) -> tuple[Snapshot, World]:
    made: list[World] = []

    def set_up() -> None:
        restore(_korla_rows)
        made.append(build(Plan.objects.get(key="korla-14")))

    with django_db_blocker.unblock():
        return take(set_up), made[0]


@pytest.fixture
def real_world(db: None, _world_rows: tuple[Snapshot, World]) -> Iterator[World]:
    """Refusals are what is asked for: nothing to log."""
    rows, world = _world_rows
    restore(rows)
    logging.disable(logging.ERROR)
    yield copy.copy(world)
    logging.disable(logging.NOTSET)
