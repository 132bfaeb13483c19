"""Running imports in tests: a text in, a report out; and what the tables hold."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection

from plan_pages.importer.importing import Order, import_plan


def run(tmp_path: Path, text: str | bytes, **order: Any) -> dict[str, Any]:
    """Import the text from a file; returns the report."""
    path = tmp_path / "plan.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return import_plan(Order(path, **order))


def correct(tmp_path: Path, text: str, reason: str = "勘误") -> dict[str, Any]:
    """Import the text as a correction of the real plan."""
    return run(tmp_path, text, key="korla-14", correction=reason)


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, so that "nothing changed" means nothing."""
    tables = {m._meta.db_table for m in apps.get_models(include_auto_created=True)}
    rows = {}
    with connection.cursor() as cursor:
        for table in sorted(t for t in tables if not t.endswith("_fts")):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows[table] = sorted(map(repr, cursor.fetchall()))
    return rows
