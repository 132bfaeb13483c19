"""A limit that every year keeps or breaks: a margin and a trend, no percentage."""

from .arithmetic import plain
from .assessment import Assessment, Figure, Inputs, YearResult
from .reasons import Reason
from .words import Schedule, verdict


def assess_bound(given: Inputs) -> Assessment:
    """The word of the latest year; each year has its own."""
    latest = given.latest
    if given.target is None:
        year = latest.year if latest else None
        return Assessment(Schedule.NOT_ASSESSABLE, Reason.NO_TARGET, year)
    if latest is None:
        return Assessment(Schedule.NO_DATA, Reason.NO_OBSERVATION)
    years = [
        _year(given, given.observations[year], given.target) for year in given.within
    ]
    return Assessment(
        years[-1].word,
        year=latest.year,
        final=latest.year == given.end,
        years=tuple(years),
        distance=years[-1].margin,
    )


def _year(given: Inputs, now: Figure, limit: Figure) -> YearResult:
    margin = now.value - limit.value if given.up else limit.value - now.value
    return YearResult(
        now.year,
        now.text,
        limit.text,
        verdict(given.reaches(now.value, limit.value)),
        plain(margin),
    )
