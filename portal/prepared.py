"""A query that every request asks: its SQL is worked out once a process.

Django works out the SQL of a queryset each time it is asked. For the plan and the
furniture of a page that takes several times as long as the database's answer.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


#: Stand for values while the SQL is worked out; the last numbers that a column takes.
_SLOTS: dict[type, Callable[[int], str | int]] = {
    str: lambda at: f"\0value {at}",
    int: lambda at: 2**31 - 1 - at,
}


class Prepared(Generic[M]):
    """`build` takes a value of each of `kinds` (str, int), gives the queryset.

    The instances are the queryset's own: deferred fields are deferred, annotations are
    attributes. What `select_related` would join is to be annotated.
    """

    def __init__(self, build: Callable[..., QuerySet[M]], *kinds: type) -> None:
        self._build = build
        self._slots = [_SLOTS[kind](at) for at, kind in enumerate(kinds)]
        self._known: tuple[type[M], str, tuple[Any, ...]] | None = None

    def first(self, *values: str | int) -> M | None:
        """The first row, or None. One query."""
        model, sql, params = self._known or self._work_out()
        given = dict(zip(self._slots, values, strict=True))
        filled = [given.get(p, p) if type(p) in _SLOTS else p for p in params]
        return next(iter(model._default_manager.raw(sql, filled)), None)

    def _work_out(self) -> tuple[type[M], str, tuple[Any, ...]]:
        rows = self._build(*self._slots)
        ordered = rows if rows.ordered else rows.order_by("pk")
        sql, params = ordered[:1].query.sql_with_params()
        self._known = rows.model, sql, tuple(params)
        return self._known
