"""Append-only tables, held by triggers in SQLite and PostgreSQL alike.

`TABLES` is the one list. A migration of the owning app puts the triggers on with
`AppendOnly(table)`; the suite's fixture takes them off around a flush.
"""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

#: Every append-only table of the project.
TABLES: tuple[str, ...] = (
    "congress_refusedlook",
    "delivery_investment",
    "delivery_milestone",
    "delivery_project",
    "delivery_projectversion",
    "delivery_responsibility",
    "delivery_responsibilityend",
    "delivery_stagechange",
    "delivery_task",
    "delivery_taskversion",
    "disclosure_evidence",
    "disclosure_releaserecord",
    "disclosure_updateversion",
    "disclosure_updatewithdrawal",
    "disclosure_versionfigure",
    "document_partamendment",
    "importer_importrun",
    "ledger_entry",
    "moderation_appeal",
    "moderation_appealdecision",
    "moderation_contactlook",
    "moderation_decision",
    "moderation_proposaldecline",
    "moderation_rulesversion",
    "moderation_takedownoutcome",
    "moderation_unlawfulproposal",
    "obligations_dueletter",
    "obligations_obligation",
    "obligations_obligationextension",
    "obligations_rule",
    "oversight_finding",
    "oversight_findinganswer",
    "oversight_findingrelease",
    "progress_assignedtarget",
    "progress_checkpoint",
    "progress_handover",
    "progress_observation",
    "progress_observationwithdrawal",
    "progress_sourcedocument",
    "progress_tolerance",
    "progress_yardstickwithdrawal",
    "replies_answeredsuggestion",
    "replies_extension",
    "replies_replyversion",
    "replies_replywithdrawal",
    "replies_routing",
    "scorecard_cyclesnapshot",
    "suggestions_withdrawal",
)

_MESSAGE = "append-only table: rows are never changed or deleted"

_POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION portal_refuse_change() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION '{_MESSAGE} (%)', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END;
$$ LANGUAGE plpgsql
"""


def put_on(connection: Any, table: str) -> None:
    """Refuse UPDATE and DELETE (and TRUNCATE on PostgreSQL) on `table` from now on."""
    with connection.cursor() as cursor:
        for statement in _statements_on(connection.vendor, table):
            cursor.execute(statement)


def take_off(connection: Any, table: str) -> None:
    """Undo `put_on`; for the suite's flush and for a migration backwards."""
    with connection.cursor() as cursor:
        for statement in _statements_off(connection.vendor, table):
            cursor.execute(statement)


def _statements_on(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} "
            f"BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        _POSTGRES_FUNCTION,
        f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}",
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION portal_refuse_change()",
        f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse_change()",
    ]


def _statements_off(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for verb in ("update", "delete")
        ]
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_{what} ON {table}"
        for what in ("change", "truncate")
    ]


class AppendOnly(Operation):
    """Migration operation: the table may only grow. Must name a table in TABLES."""

    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: Any) -> None:
        if self.table not in TABLES:
            raise ValueError(
                f"{self.table} is missing in portal.ledger.appendonly.TABLES"
            )

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: Any
    ) -> None:
        put_on(schema_editor.connection, self.table)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: Any
    ) -> None:
        take_off(schema_editor.connection, self.table)

    def describe(self) -> str:
        return f"Make {self.table} append-only"
