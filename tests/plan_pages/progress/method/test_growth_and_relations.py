"""Yearly growth, and growth held against another's: by year and over the period."""

from decimal import Decimal

import pytest

from plan_pages.progress.method import Kind, assess
from plan_pages.progress.method.arithmetic import (
    geometric_mean,
)
from tests.plan_pages.progress.method.cases import number, rows


def test_growth_compares_each_year_with_its_own_target() -> None:
    found = assess(
        rows(
            Kind.ANNUAL_GROWTH,
            {2021: "6.5", 2022: "3", 2023: "7"},
            checkpoints={2021: 6, 2022: "5.5"},
        )
    )
    assert [(y.year, y.word, y.margin) for y in found.years] == [
        (2021, "met", "0.5"),
        (2022, "not_met", "−2.5"),
    ]
    assert (found.word, found.reason) == ("not_assessable", "no_annual_target")
    assert found.p is None and found.second is None


def test_growth_of_the_period_is_the_geometric_mean() -> None:
    assert geometric_mean([Decimal(21), Decimal(0)]) == Decimal(10)
    assert geometric_mean([Decimal(-100), Decimal(50)]) == Decimal(-100)
    assert geometric_mean([Decimal(-101)]) is None
    years = dict(zip(range(2021, 2026), (10, 0, 10, 0, 5), strict=True))
    asked = dict.fromkeys(years, 5)
    found = assess(rows(Kind.ANNUAL_GROWTH, years, checkpoints=asked))
    # the plain mean is 5
    assert (found.word, found.final) == ("not_met", True)
    assert [(step.name, step.result) for step in found.steps] == [
        ("ḡ", "4.905%"),
        ("ḡ*", "5%"),
    ]


def test_growth_of_the_period_needs_every_year() -> None:
    some = {2021: 5, 2025: 5}
    asked = dict.fromkeys(range(2021, 2026), 5)
    gap = assess(rows(Kind.ANNUAL_GROWTH, some, checkpoints=asked))
    assert (gap.word, gap.reason) == ("no_data", "missing_years")
    unasked = assess(
        rows(Kind.ANNUAL_GROWTH, dict.fromkeys(range(2021, 2026), 5), checkpoints=some)
    )
    assert (unasked.word, unasked.reason) == ("not_assessable", "no_annual_target")


@pytest.mark.parametrize(
    ("own", "other", "word"), [("7", "6", "met"), ("6", "6", "not_met")]
)
def test_relation_higher_is_strictly_higher(own: str, other: str, word: str) -> None:
    given = rows(Kind.RELATION, {2021: own}, reference={2021: other}, strict=True)
    assert assess(given).word == word


def test_relation_of_levels_compares_their_growth() -> None:
    given = rows(
        Kind.RELATION,
        {2021: 33762 * 1.08},
        base=number(2020, 33762),
        reference={2021: 7},
        growth=False,
        about=True,
        tolerance=number(2021, 1),
    )
    found = assess(given)
    assert (found.word, found.years[0].text, found.years[0].against) == (
        "met",
        "8%",
        "7%",
    )
    assert found.years[0].margin == "1"


def test_relation_without_tolerance_shows_both_and_says_no_word() -> None:
    found = assess(rows(Kind.RELATION, {2021: 8}, reference={2021: 7}, about=True))
    assert (found.word, found.reason) == ("not_assessable", "no_tolerance")
    assert [(y.text, y.against, y.word) for y in found.years] == [
        ("8%", "7%", "not_assessable")
    ]


@pytest.mark.parametrize(
    ("own", "other", "more", "reason"),
    [
        ({}, {2021: 7}, {"strict": True}, "no_observation"),
        ({2021: 7}, {}, {"strict": True}, "no_reference"),
        ({2021: 7}, {2022: 7}, {"strict": True}, "no_reference"),
    ],
)
def test_relation_needs_both(own: dict, other: dict, more: dict, reason: str) -> None:
    found = assess(rows(Kind.RELATION, own, reference=other, **more))
    assert (found.word, found.reason) == ("not_assessable", reason)


def test_relation_in_real_growth_is_not_judged_by_nominal_levels() -> None:
    found = assess(
        rows(
            Kind.RELATION,
            {2021: 110},
            base=number(2020, 100),
            growth=False,
            about=True,
            real=True,
            tolerance=number(2021, 1),
            reference={2021: 9},
        )
    )
    assert (found.word, found.reason) == ("not_assessable", "real_growth")


def test_relation_of_the_period_takes_geometric_means() -> None:
    own = dict(zip(range(2021, 2026), (20, 0, 20, 0, 6), strict=True))
    other = dict.fromkeys(own, 9)
    found = assess(rows(Kind.RELATION, own, reference=other, strict=True))
    assert (found.word, found.final) == ("not_met", True)
    assert [step.name for step in found.steps] == ["ḡ", "ḡ₁", "Δ"]
    assert found.steps[2].result.startswith("−")
