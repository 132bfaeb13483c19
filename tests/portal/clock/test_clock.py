import datetime

import pytest

from portal.clock import (
    add_working_days,
    is_working_day,
    latest_start_overdue,
    working_days_between,
)

DAY = datetime.date


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (DAY(2025, 1, 6), 3, DAY(2025, 1, 9)),
        (DAY(2025, 1, 10), 1, DAY(2025, 1, 13)),
        # Spring 2025: 28 January to 4 February off, 26 January and 8 February on.
        (DAY(2025, 1, 24), 1, DAY(2025, 1, 26)),
        (DAY(2025, 1, 24), 3, DAY(2025, 2, 5)),
        (DAY(2025, 2, 7), 1, DAY(2025, 2, 8)),
        # National Day 2025: 1 to 8 October off, 28 September and 11 October on.
        (DAY(2025, 9, 30), 7, DAY(2025, 10, 16)),
        (DAY(2025, 9, 27), 1, DAY(2025, 9, 28)),
        (DAY(2025, 1, 6), 0, DAY(2025, 1, 6)),
    ],
)
def test_add_working_days(start: DAY, days: int, due: DAY) -> None:
    result = add_working_days(start, days)
    assert (result.on, result.certain) == (due, True)
    if days:
        assert working_days_between(start, due) == days


def test_unknown_year_counts_weekends_only_and_says_so() -> None:
    assert is_working_day(DAY(2090, 10, 2)) == (True, False)
    assert is_working_day(DAY(2090, 10, 1)) == (False, False)
    result = add_working_days(DAY(2090, 9, 29), 3)
    assert (result.on, result.certain) == (DAY(2090, 10, 4), False)


def test_known_year_is_certain() -> None:
    assert is_working_day(DAY(2025, 10, 1)) == (False, True)


def test_working_days_between_other_way() -> None:
    assert working_days_between(DAY(2025, 1, 9), DAY(2025, 1, 6)) == -3


@pytest.mark.parametrize("offset", range(0, 40))
def test_latest_start_overdue_is_the_border(offset: int) -> None:
    at = DAY(2025, 1, 15) + datetime.timedelta(days=offset)
    start = latest_start_overdue(3, at)
    assert add_working_days(start, 3).on < at
    assert add_working_days(start + datetime.timedelta(days=1), 3).on >= at
