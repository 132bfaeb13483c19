"""One SQL statement for a whole results page: best hits of each kind, and all counts.

Both databases read the hits from their full-text index first, once, and do the rest on
the narrow rows of those hits.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import connection

from ..query import WHOLE, Found, Hit, Narrowing, Window
from .protocol import Dated

#: The same order in every engine; keys are compared byte by byte.
ORDER = "tier DESC, length, key"


@dataclass
class Match:
    """`source` is what stands after FROM, with the entry as `e`; `whole` is 0 or 1."""

    source: str
    where: str
    params: list[Any]
    whole: str = "0"
    whole_params: tuple[Any, ...] = ()


def build(match: Match, narrowing: Narrowing, window: Window) -> tuple[str, list[Any]]:
    """(statement, parameters); rows are (kind or facet, value, number)."""
    hits = (
        "WITH hit AS MATERIALIZED "  # noqa: S608
        "(SELECT e.key, e.kind, e.chapter, e.unit, e.year, "
        f"e.length, {match.whole} * {WHOLE} + e.boost AS tier "
        f"FROM {match.source} WHERE {match.where}) "
    )
    params: list[Any] = [*match.whole_params, *match.params]
    parts = []
    for facet in narrowing.FACETS:
        where, values = _where(narrowing, but=facet)
        parts.append(
            f"SELECT '@{facet}', CAST({facet} AS text), count(*) FROM hit "  # noqa: S608
            f"WHERE {where} GROUP BY {facet}"
        )
        params += values
    for kind in window.kinds:
        where, values = _where(narrowing, but="kind")
        parts.append(
            "SELECT * FROM (SELECT kind, key, tier FROM hit "  # noqa: S608
            f"WHERE kind = %s AND {where} "
            f"ORDER BY {ORDER} LIMIT %s OFFSET %s) AS best_{len(parts)}"
        )
        params += [kind, *values, window.limit, window.offset]
    return hits + " UNION ALL ".join(parts), params


def run(match: Match, narrowing: Narrowing, window: Window) -> Found:
    sql, params = build(match, narrowing, window)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows = cursor.fetchall()
    found = Found(counts={facet: {} for facet in narrowing.FACETS})
    for what, value, number in rows:
        if not what.startswith("@"):
            found.hits.append(Hit(key=value, kind=what, tier=number))
        elif value:
            found.counts[what[1:]][value] = number
    return found


def finds(match: Match) -> bool:
    """Stops at the first hit."""
    sql = f"SELECT 1 FROM {match.source} WHERE {match.where} LIMIT 1"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, match.params)
        return cursor.fetchone() is not None


def newest(match: Match, narrowing: Narrowing, most: int) -> list[Dated]:
    """Those with a day, the newest first."""
    where, values = _where(narrowing, but="", of="e.")
    sql = (
        f"SELECT e.key, e.day FROM {match.source} "  # noqa: S608
        f"WHERE {match.where} AND {where} AND e.day IS NOT NULL "
        "ORDER BY e.day DESC, e.key LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*match.params, *values, most])
        return [(key, _day(day)) for key, day in cursor.fetchall()]


def _day(written: Any) -> datetime.date:
    """SQLite keeps a date as text."""
    is_text = isinstance(written, str)
    return datetime.date.fromisoformat(written) if is_text else written


def _where(narrowing: Narrowing, *, but: str, of: str = "") -> tuple[str, list[Any]]:
    chosen = narrowing.chosen(but=but)
    where = " AND ".join(f"{of}{facet} = %s" for facet in chosen) or "1 = 1"
    return where, list(chosen.values())
