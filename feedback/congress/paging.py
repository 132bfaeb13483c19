"""Pages of a list that runs by day: the next one begins after the last line here."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

Key = tuple[datetime.date, int]


@dataclass(frozen=True)
class Page:
    """`after` leads to the next page; empty on the last."""

    lines: list[Any]
    after: str


def begin_after(rows: Any, day: str, after: str) -> Any:
    """What stands behind the line `after` in the order of `day` and key; all of it
    where that is empty or no line.
    """
    on, _, key = after.partition("_")
    try:
        last, number = datetime.date.fromisoformat(on), int(key)
    except ValueError:
        return rows
    return rows.filter(Q(**{f"{day}__gt": last}) | Q(**{day: last}, pk__gt=number))


def cut(lines: list[Any], most: int, key: Callable[[Any], Key]) -> Page:
    """`lines` was read with one more than `most`."""
    shown = lines[:most]
    if len(lines) <= most:
        return Page(shown, "")
    on, number = key(shown[-1])
    return Page(shown, f"{on.isoformat()}_{number}")
