"""Six years of working days against a table made by hand from the announcements."""

import bisect
import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.clock import add_working_days, is_working_day, working_days_between

DAY = datetime.date
ONE = datetime.timedelta(days=1)
TABLE = Path(__file__).resolve().parents[2] / "golden" / "working-days.tsv"
YEARS = range(2021, 2027)
TERMS = (1, 3, 7, 10, 15, 20)


def days(first: DAY, last: DAY) -> Iterator[DAY]:
    return (first + ONE * step for step in range((last - first).days + 1))


def off_and_on() -> tuple[set[DAY], set[DAY]]:
    """(days off, weekend days worked) as the table has them."""
    off: set[DAY] = set()
    on: set[DAY] = set()
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            _notice, _name, first, last, worked = line.split("\t")
            off.update(days(DAY.fromisoformat(first), DAY.fromisoformat(last)))
            on.update(map(DAY.fromisoformat, worked.split()))
    return off, on


OFF, ON = off_and_on()
WORKING = [
    day
    for day in days(DAY(2021, 1, 1), DAY(2026, 12, 31))
    if day in ON or (day.weekday() < 5 and day not in OFF)
]


def test_table_is_consistent() -> None:
    """A day worked for a holiday is a weekend's, and no day off."""
    assert {day.weekday() for day in ON} <= {5, 6}
    assert OFF.isdisjoint(ON)
    assert {day.year for day in OFF} == set(YEARS)


@pytest.mark.parametrize(
    ("year", "count"),
    [(2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)],
)
def test_working_days_of_a_year(year: int, count: int) -> None:
    """Counted on a wall calendar: less weekends and days off, plus what is worked."""
    assert len([day for day in WORKING if day.year == year]) == count


@pytest.mark.parametrize("year", YEARS)
def test_every_day_is_as_announced(year: int) -> None:
    working = set(WORKING)
    found = {
        day: is_working_day(day) for day in days(DAY(year, 1, 1), DAY(year, 12, 31))
    }
    assert found == {day: (day in working, True) for day in found}


@pytest.mark.parametrize("term", TERMS)
def test_every_term_ends_as_counted_off_the_table(term: int) -> None:
    for start in days(DAY(2021, 1, 1), DAY(2026, 11, 15)):
        due = WORKING[bisect.bisect_right(WORKING, start) + term - 1]
        answer = add_working_days(start, term)
        assert (start, answer.on, answer.certain) == (start, due, True)
        assert working_days_between(start, due) == term


@pytest.mark.parametrize(
    ("start", "term", "due"),
    [
        # Twenty working days over the longest Spring Festival: 14 and 28 February on.
        (DAY(2026, 2, 6), 20, DAY(2026, 3, 12)),
        # Seven over National Day 2022, whose weekend after it is worked.
        (DAY(2022, 9, 30), 7, DAY(2022, 10, 14)),
        # Over the turn of a year that begins on its last day but one.
        (DAY(2022, 12, 30), 1, DAY(2023, 1, 3)),
        # Mid-autumn and National Day as one: 7 and 8 October on.
        (DAY(2023, 9, 28), 3, DAY(2023, 10, 9)),
    ],
)
def test_terms_counted_with_a_finger(start: DAY, term: int, due: DAY) -> None:
    assert add_working_days(start, term).on == due
