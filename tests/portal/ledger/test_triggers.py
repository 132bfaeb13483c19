"""Triggers outlive every migration: SQLite drops them with a table that is remade."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from wagtail.admin.viewsets import viewsets
from wagtail.snippets.models import get_snippet_models

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


@pytest.mark.parametrize("table", TABLES)
def test_append_only_table_is_not_truncated(db: None, table: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE; its DELETE is refused")
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("table", TABLES)
def test_append_only_table_is_edited_by_no_admin(table: str) -> None:
    """Neither as a snippet nor by any view set of Wagtail's admin."""
    (model,) = [each for each in apps.get_models() if each._meta.db_table == table]
    assert model not in get_snippet_models()
    edited = [getattr(each, "model", None) for each in viewsets.viewsets]
    assert model not in edited
