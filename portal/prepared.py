"""A query that every request asks: its SQL is worked out once a process.

Django works out the SQL of a queryset each time it is asked, and how its columns make
an instance. For the plan and the furniture of a page that takes several times as long
as the database's answer.
"""

from collections.abc import Callable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet

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
        with connection.cursor() as cursor:
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
