"""What a costly set-up writes, kept as rows, so that each test gets it in milliseconds.

`take` runs the set-up once, notes the rows that it made or changed, and rolls it back;
`restore` writes those rows into the test's own transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from wagtail.models import Site

Rows = dict[Any, tuple[Any, ...]]


@dataclass
class Snapshot:
    """`made` and `changed` rows by table; columns in the table's own order."""

    columns: dict[str, list[str]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    made: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    changed: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)


def take(set_up: Callable[[], Any]) -> Snapshot:
    """Run `set_up` in a transaction that is rolled back; return what it wrote."""
    snapshot = Snapshot()
    with transaction.atomic():
        before = {table: _rows(snapshot, table, key) for table, key in _tables()}
        set_up()
        for table, key in _tables():
            after = _rows(snapshot, table, key)
            old = before[table]
            snapshot.made[table] = [after[pk] for pk in after.keys() - old.keys()]
            snapshot.changed[table] = [
                row for pk, row in after.items() if pk in old and old[pk] != row
            ]
        transaction.set_rollback(True)
    Site.clear_site_root_paths_cache()
    return snapshot


def everything() -> Snapshot:
    """All rows of all tables as they are now."""
    snapshot = Snapshot()
    for table, key in _tables():
        snapshot.made[table] = list(_rows(snapshot, table, key).values())
    return snapshot


def restore(snapshot: Snapshot) -> None:
    """Write the rows into the open transaction."""
    with connection.cursor() as cursor:
        for table, rows in snapshot.made.items():
            if rows:
                columns = ", ".join(f'"{name}"' for name in snapshot.columns[table])
                marks = ", ".join(["%s"] * len(snapshot.columns[table]))
                insert = f'INSERT INTO "{table}" ({columns}) VALUES ({marks})'
                cursor.executemany(insert, rows)
        for table, rows in snapshot.changed.items():
            names = snapshot.columns[table]
            key = snapshot.keys[table]
            sets = ", ".join(f'"{name}" = %s' for name in names)
            for row in rows:
                update = f'UPDATE "{table}" SET {sets} WHERE "{key}" = %s'
                cursor.execute(update, [*row, row[names.index(key)]])
    Site.clear_site_root_paths_cache()


def _tables() -> list[tuple[str, str]]:
    """(table, key column) of every model; full-text tables follow by their triggers."""
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model._meta.pk.column != "rowid"
    ]
    return sorted({m._meta.db_table: m._meta.pk.column for m in models}.items())


def _rows(snapshot: Snapshot, table: str, key: str) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        names = [column[0] for column in cursor.description]
        snapshot.columns[table], snapshot.keys[table] = names, key
        at = names.index(key)
        return {row[at]: tuple(row) for row in cursor.fetchall()}
