"""A cache in front of the whole portal, with a bell of its own."""

from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from portal.http.pagecache.application import PageCache

from .asking import Counted


@pytest.fixture(autouse=True)
def _own_bell(settings: Any, tmp_path: Path) -> None:
    settings.PURGE_BELL = tmp_path / "purges"


@pytest.fixture
def django_side(db: None) -> Counted:
    return Counted(WSGIHandler())


@pytest.fixture
def cache(django_side: Counted) -> PageCache:
    return PageCache(django_side)


@pytest.fixture(autouse=True)
def _connection_stays(monkeypatch: Any) -> None:
    """A test's transaction outlives its requests, as under Django's test client."""
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
