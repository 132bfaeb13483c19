"""Columns that never change while their row lives; the row may be deleted.

For what an erasure takes away but nobody may edit (a citizen's words), and for facts of
a row whose other columns do change. Beside portal.ledger.appendonly, on both databases.
SQLite drops triggers when a migration remakes the table: repeat the operation then.
"""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

_MESSAGE = "frozen columns: they are written once"

_POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION portal_refuse_rewrite() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION '{_MESSAGE} (%)', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END;
$$ LANGUAGE plpgsql
"""


class Frozen(Operation):
    """Migration operation: `columns` of `table` are never updated (none: no column).

    A column of `emptied` may still become NULL, and nothing else.
    """

    reversible = True

    def __init__(
        self,
        table: str,
        columns: tuple[str, ...] = (),
        emptied: tuple[str, ...] = (),
    ) -> None:
        self.table = table
        self.columns = columns
        self.emptied = emptied

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of the models' state."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: Any
    ) -> None:
        with schema_editor.connection.cursor() as cursor:
            for statement in self._statements(schema_editor.connection.vendor):
                cursor.execute(statement)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: Any
    ) -> None:
        on_table = schema_editor.connection.vendor == "postgresql"
        tail = f" ON {self.table}" if on_table else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.table}_frozen{tail}")

    def describe(self) -> str:
        return f"Freeze {', '.join(self.columns) or 'every column'} of {self.table}"

    def _statements(self, vendor: str) -> list[str]:
        if vendor == "sqlite":
            return [
                f"DROP TRIGGER IF EXISTS {self.table}_frozen",
                f"CREATE TRIGGER {self.table}_frozen BEFORE UPDATE ON {self.table} "
                f"{self._when('IS NOT')} "
                f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END",
            ]
        return [
            _POSTGRES_FUNCTION,
            f"DROP TRIGGER IF EXISTS {self.table}_frozen ON {self.table}",
            f"CREATE TRIGGER {self.table}_frozen BEFORE UPDATE ON {self.table} "
            f"FOR EACH ROW {self._when('IS DISTINCT FROM')} "
            "EXECUTE FUNCTION portal_refuse_rewrite()",
        ]

    def _when(self, differs: str) -> str:
        if not self.columns:
            return ""
        tests = [f"NEW.{name} {differs} OLD.{name}" for name in self.columns]
        tests += [
            f"(NEW.{name} IS NOT NULL AND NEW.{name} {differs} OLD.{name})"
            for name in self.emptied
        ]
        return f"WHEN ({' OR '.join(tests)})"
