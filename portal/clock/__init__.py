"""Working days as the State Council announces them, 调休 included.

Deadlines end at 24:00 Beijing time of the last working day. The first working day is
the one after the start, whatever day the start is.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

import chinese_calendar
from django.utils import timezone

__all__ = [
    "BEIJING",
    "Due",
    "add_working_days",
    "as_if",
    "is_working_day",
    "iso_week",
    "monday_of",
    "today",
    "working_days_between",
]

BEIJING = ZoneInfo("Asia/Shanghai")
_DAY = datetime.timedelta(days=1)
_as_if: ContextVar[datetime.date | None] = ContextVar("as if it were", default=None)


def today() -> datetime.date:
    """The date in Beijing, whatever clock the machine keeps."""
    return _as_if.get() or timezone.localdate(timezone=BEIJING)


@contextmanager
def as_if(day: datetime.date) -> Iterator[None]:
    """Inside, it is `day`: for demonstration data, which needs a past."""
    token = _as_if.set(day)
    try:
        yield
    finally:
        _as_if.reset(token)


def iso_week(day: datetime.date) -> str:
    """2026-W47; the year is the week's, which differs around New Year."""
    year, week, _weekday = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def monday_of(day: datetime.date) -> datetime.date:
    """The first day of its ISO week: a date that tells no more than the week."""
    return day - _DAY * day.weekday()


@dataclass(frozen=True)
class Due:
    """`certain` is False when a year without a published calendar was counted."""

    on: datetime.date
    certain: bool


@lru_cache(maxsize=4096)
def is_working_day(day: datetime.date) -> tuple[bool, bool]:
    """(working day?, from a published calendar?); else Monday to Friday."""
    try:
        return chinese_calendar.is_workday(day), True
    except NotImplementedError:
        return day.weekday() < 5, False


def add_working_days(start: datetime.date, days: int) -> Due:
    """The last day of a term of `days` ≥ 0 working days that runs from `start`."""
    day, certain, left = start, True, days
    while left:
        day += _DAY
        working, known = is_working_day(day)
        certain = certain and known
        left -= working
    return Due(day, certain)


def working_days_between(start: datetime.date, end: datetime.date) -> int:
    """Working days after `start` up to and with `end`; negative the other way."""
    if end < start:
        return -working_days_between(end, start)
    span = (end - start).days
    return sum(is_working_day(start + _DAY * step)[0] for step in range(1, span + 1))


def latest_start_overdue(days: int, at: datetime.date) -> datetime.date:
    """The latest start whose term of `days` working days has ended before `at`.

    Lets a query compare dates instead of counting days row by row.
    """
    start = at - _DAY
    while add_working_days(start, days).on >= at:
        start -= _DAY
    return start
