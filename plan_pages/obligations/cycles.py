"""The periods of a cycle, as rows and addresses write them."""

import datetime
from collections.abc import Iterator

from plan_pages.disclosure.periods import first_day, last_day

from .states import Cycle

_PARTS = {
    Cycle.ANNUAL: ("",),
    Cycle.HALF_YEAR: ("-H1", "-H2"),
    Cycle.QUARTER: ("-Q1", "-Q2", "-Q3", "-Q4"),
}


def begun(cycle: str, first_period: str, on: datetime.date) -> Iterator[str]:
    """Periods from `first_period` to the one that runs on that day, in order."""
    if cycle == Cycle.ONCE:
        if first_day(first_period) <= on:
            yield first_period
        return
    start = first_day(first_period)
    for year in range(start.year, on.year + 1):
        for part in _PARTS[Cycle(cycle)]:
            period = f"{year}{part}"
            if start <= first_day(period) <= on:
                yield period


def inside(period: str, first_year: int, last_year: int) -> bool:
    """Whether it lies in these years."""
    return first_day(period).year >= first_year and last_day(period).year <= last_year
