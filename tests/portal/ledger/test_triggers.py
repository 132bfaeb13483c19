"""Triggers outlive every migration: SQLite drops them with a table that is remade."""

import pytest
from django.db import connection

from portal.ledger.appendonly import TABLES


@pytest.mark.parametrize("table", TABLES)
def test_append_only_triggers_outlive_the_migrations(db: None, table: str) -> None:
    wanted = {
        "sqlite": {f"{table}_no_update", f"{table}_no_delete"},
        "postgresql": {f"{table}_no_change", f"{table}_no_truncate"},
    }
    question = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name=%s",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid=%s::regclass",
    }
    with connection.cursor() as cursor:
        cursor.execute(question[connection.vendor], [table])
        found = {row[0] for row in cursor.fetchall()}
    assert wanted[connection.vendor] <= found
