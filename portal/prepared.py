"""Statements of every request: their SQL is worked out once a process.

Django works out the SQL of a queryset each time it is asked, and how its columns make
an instance; an insert's as well. For the plan and the furniture of a page that takes
several times as long as the database's answer. PostgreSQL is asked to keep them planned
(https://www.postgresql.org/docs/current/sql-prepare.html): joins of a few tables take
it longer to plan than to answer.
"""

from collections.abc import Callable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper
from django.db.models import Field, Model, QuerySet
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery

M = TypeVar("M", bound=Model)


#: Stand for values while the SQL is worked out; the last numbers that a column takes.
_SLOTS: dict[type, Callable[[int], str | int]] = {
    str: lambda at: f"\0value {at}",
    int: lambda at: 2**31 - 1 - at,
}


class _Statement(NamedTuple):
    """`fields`: names of the model's columns, which come first from column `start`;
    `annotations`: (name, column); `converters`: (column, functions, expression).
    """

    model: type[Any]
    sql: str
    params: tuple[Any, ...]
    start: int
    fields: list[str]
    annotations: list[tuple[str, int]]
    converters: list[tuple[int, list[Callable[..., Any]], Any]]


class Prepared(Generic[M]):
    """`build` takes a value of each of `kinds` (str, int), gives the queryset.

    The instances are the queryset's own: deferred fields are deferred, annotations are
    attributes. What `select_related` would join is to be annotated.
    """

    def __init__(self, build: Callable[..., QuerySet[M]], *kinds: type) -> None:
        self._build = build
        self._slots = [_SLOTS[kind](at) for at, kind in enumerate(kinds)]
        self._first: _Statement | None = None
        self._all: _Statement | None = None

    def first(self, *values: str | int) -> M | None:
        """The first row, or None. One query."""
        if self._first is None:
            rows = self._build(*self._slots)
            ordered = rows if rows.ordered else rows.order_by("pk")
            self._first = _worked_out(ordered[:1])
        return next(iter(self._asked(self._first, values)), None)

    def all(self, *values: str | int) -> list[M]:
        """Every row, in the queryset's order. One query."""
        if self._all is None:
            self._all = _worked_out(self._build(*self._slots))
        return self._asked(self._all, values)

    def _asked(self, statement: _Statement, values: Sequence[str | int]) -> list[M]:
        given = dict(zip(self._slots, values, strict=True))
        params = [given.get(p, p) if type(p) in _SLOTS else p for p in statement.params]
        with _cursor() as cursor:
            cursor.execute(statement.sql, params)
            rows = cursor.fetchall()
        return [_instance(statement, list(row)) for row in rows]


def _worked_out(rows: QuerySet[Any]) -> _Statement:
    compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
    sql, params = compiler.as_sql()
    columns = [column for column, _sql, _alias in compiler.select]
    ours = compiler.klass_info["select_fields"]
    converters = compiler.get_converters(columns)
    return _Statement(
        model=compiler.klass_info["model"],
        sql=sql,
        params=tuple(params),
        start=ours[0],
        fields=[columns[at].target.attname for at in ours],
        annotations=list((compiler.annotation_col_map or {}).items()),
        converters=[(at, *each) for at, each in converters.items()],
    )


def _instance(statement: _Statement, row: list[Any]) -> Any:
    for at, functions, expression in statement.converters:
        for convert in functions:
            row[at] = convert(row[at], expression, connection)
    end = statement.start + len(statement.fields)
    values = row[statement.start : end]
    found = statement.model.from_db(DEFAULT_DB_ALIAS, statement.fields, values)
    for name, at in statement.annotations:
        setattr(found, name, row[at])
    return found


class PreparedInsert(Generic[M]):
    """Called with an instance, inserts it as `bulk_create([instance])` does: one
    statement, its key filled in, no signals.

    Where a row with the same `unique` field stands already, its `update` fields are
    overwritten; the key is then not filled in. Raises ValueError for a model whose row
    stands in more than one table.
    """

    def __init__(
        self, model: type[M], *, unique: str = "", update: Sequence[str] = ()
    ) -> None:
        meta = model._meta
        if meta.parents:
            raise ValueError(f"{model.__name__} stands in more than one table")
        self._model = model
        self._fields: list[Field[Any, Any]] = [
            field
            for field in meta.local_concrete_fields
            if field is not meta.auto_field
        ]
        self._unique = [meta.get_field(unique)] if unique else []
        self._update = [meta.get_field(name) for name in update]
        self._key = None if unique else meta.auto_field
        self._sql: str | None = None

    def __call__(self, row: M) -> None:
        if self._sql is None:
            self._sql = self._worked_out(row)
        params = [
            field.get_db_prep_save(field.pre_save(row, add=True), connection)
            for field in self._fields
        ]
        with _cursor() as cursor:
            cursor.execute(self._sql, params)
            if self._key is not None:
                setattr(row, self._key.attname, cursor.fetchone()[0])
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS

    def _worked_out(self, row: M) -> str:
        query = InsertQuery(
            self._model,
            on_conflict=OnConflict.UPDATE if self._unique else None,
            update_fields=self._update,
            unique_fields=self._unique,
        )
        query.insert_values(self._fields, [row])
        compiler = query.get_compiler(DEFAULT_DB_ALIAS)
        compiler.returning_fields = [self._key] if self._key is not None else None
        [(sql, _params)] = compiler.as_sql()
        return str(sql)


def _cursor() -> CursorWrapper:
    """One whose statements the server keeps, where it can (DATABASE_PREPARES).

    Django's own puts the values into the text, so that every statement is a new one;
    where statements are logged it is taken all the same, for psycopg tells no text of
    those that the server knows.
    """
    if connection.vendor != "postgresql" or connection.queries_logged:
        return connection.cursor()
    connection.ensure_connection()
    server = connection.connection
    usual, server.cursor_factory = server.cursor_factory, ServerBindingCursor
    try:
        return connection.cursor()
    finally:
        server.cursor_factory = usual
