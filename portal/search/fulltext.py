"""The databases' own full-text index, as a migration puts it on and takes it off.

SQLite: an FTS5 table over the entries' tokens, kept by triggers. The tokenizer `ascii`
splits at spaces and keeps every other script as it is.
PostgreSQL: a column with single tokens and neighbouring pairs of them as lexemes. Pairs
make a phrase of two an exact index lookup and leave few candidates for a longer one;
no positions are kept, so their limits (255 a lexeme, 16,383 a row) do not apply.
A later migration that makes search_entrytext anew must put them on again.
"""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

_SQLITE_ON = (
    "CREATE VIRTUAL TABLE search_tokens USING fts5("
    "tokens, content='search_entrytext', content_rowid='id', tokenize='ascii')",
    "CREATE TRIGGER search_tokens_insert AFTER INSERT ON search_entrytext BEGIN "
    "INSERT INTO search_tokens(rowid, tokens) VALUES (new.id, new.tokens); END",
    "CREATE TRIGGER search_tokens_delete AFTER DELETE ON search_entrytext BEGIN "
    "INSERT INTO search_tokens(search_tokens, rowid, tokens) "
    "VALUES ('delete', old.id, old.tokens); END",
    "CREATE TRIGGER search_tokens_update AFTER UPDATE OF tokens ON search_entrytext "
    "WHEN old.tokens <> new.tokens BEGIN "
    "INSERT INTO search_tokens(search_tokens, rowid, tokens) "
    "VALUES ('delete', old.id, old.tokens); "
    "INSERT INTO search_tokens(rowid, tokens) VALUES (new.id, new.tokens); END",
)
_SQLITE_OFF = (
    "DROP TRIGGER search_tokens_update",
    "DROP TRIGGER search_tokens_delete",
    "DROP TRIGGER search_tokens_insert",
    "DROP TABLE search_tokens",
)
_POSTGRESQL_ON = (
    "ALTER TABLE search_entry ADD COLUMN grams tsvector NOT NULL DEFAULT ''",
    # By bytes, as SQLite and Elasticsearch sort, whatever the database's language.
    'ALTER TABLE search_entry ALTER COLUMN key TYPE varchar(80) COLLATE "C"',
    # Lexemes go out of line, so that a row read for the counts stays narrow.
    "ALTER TABLE search_entry SET (toast_tuple_target = 128)",
    "CREATE INDEX search_entry_grams ON search_entry USING gin (grams)",
)
_POSTGRESQL_OFF = ("ALTER TABLE search_entry DROP COLUMN grams",)


class FullTextIndex(Operation):
    """Put the index of the database at hand on the tables of entries."""

    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        pass

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        sqlite = schema_editor.connection.vendor == "sqlite"
        _execute(schema_editor, _SQLITE_ON if sqlite else _POSTGRESQL_ON)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        sqlite = schema_editor.connection.vendor == "sqlite"
        _execute(schema_editor, _SQLITE_OFF if sqlite else _POSTGRESQL_OFF)

    def describe(self) -> str:
        return "Full-text index of the entries"


def _execute(
    schema_editor: BaseDatabaseSchemaEditor, statements: tuple[str, ...]
) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
