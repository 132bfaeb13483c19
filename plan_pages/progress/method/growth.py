"""Yearly growth: each year against its own target, the period by geometric means."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from .arithmetic import geometric_mean, plain, shown, term
from .assessment import Assessment, Figure, Inputs, Step, YearResult
from .reasons import Reason
from .words import Schedule, verdict


def assess_growth(given: Inputs) -> Assessment:
    """Before the last year the word of the latest year; no five-year percentage."""
    latest = given.latest
    years = tuple(_years(given))
    if latest is None:
        if given.target or given.checkpoints:
            return Assessment(Schedule.NO_DATA, Reason.NO_OBSERVATION)
        return Assessment(Schedule.NOT_ASSESSABLE, Reason.NO_ANNUAL_TARGET)
    if latest.year == given.end:
        return _whole_period(given, years)
    steps = tuple(mean_step("ḡ", given.run))
    of_latest = next((each for each in years if each.year == latest.year), None)
    if of_latest is None:
        return Assessment(
            Schedule.NOT_ASSESSABLE,
            Reason.NO_ANNUAL_TARGET,
            latest.year,
            steps=steps,
            years=years,
        )
    return Assessment(of_latest.word, year=latest.year, steps=steps, years=years)


def _goal(given: Inputs, year: int) -> Figure | None:
    """The year's own target, or the plan's yearly number where it prints one."""
    return given.checkpoints.get(year) or given.target


def _years(given: Inputs) -> list[YearResult]:
    found = []
    for year in given.within:
        now, goal = given.observations[year], _goal(given, year)
        if goal is None:
            continue
        margin = now.value - goal.value if given.up else goal.value - now.value
        word = verdict(given.reaches(now.value, goal.value))
        found.append(YearResult(year, now.text, goal.text, word, plain(margin)))
    return found


def _whole_period(given: Inputs, years: tuple[YearResult, ...]) -> Assessment:
    """The mean of what was against the mean of what was asked for."""
    span = range(given.start, given.end + 1)
    open_ = Assessment(
        Schedule.NOT_ASSESSABLE,
        Reason.NO_ANNUAL_TARGET,
        given.end,
        steps=tuple(mean_step("ḡ", given.run)),
        years=years,
    )
    if len(given.run) < len(span):
        return replace(open_, word=Schedule.NO_DATA, reason=Reason.MISSING_YEARS)
    goals = [goal for year in span if (goal := _goal(given, year))]
    if len(goals) < len(span):
        return open_
    observed, asked = _mean(given.run), _mean(goals)
    if observed is None or asked is None:
        return replace(open_, reason=Reason.NO_RULE)
    return replace(
        open_,
        word=verdict(given.reaches(observed, asked)),
        reason="",
        final=True,
        steps=(*open_.steps, *mean_step("ḡ*", goals)),
    )


def _mean(figures: Sequence[Figure]) -> Decimal | None:
    return geometric_mean([figure.value for figure in figures])


def mean_step(name: str, figures: Sequence[Figure]) -> list[Step]:
    """The geometric mean of yearly growth as a line of the sum, where there is one."""
    mean = _mean(figures) if figures else None
    if mean is None:
        return []
    factors = " × ".join(f"(1 + {term(figure.text)}%)" for figure in figures)
    root = f"({factors})^(1/{len(figures)}) − 1"
    return [Step(name, root, f"{shown(mean, ())}%")]
