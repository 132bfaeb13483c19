"""Bounds, quantities and rates over the years: exact numbers, gaps, caps."""

from decimal import Decimal

from plan_pages.progress.method import Kind, assess
from plan_pages.progress.method.arithmetic import (
    compounded,
)
from tests.plan_pages.progress.method.cases import rows


def test_bound_is_met_or_not_every_year_with_margin() -> None:
    found = assess(
        rows(
            Kind.BOUND, {2021: "2.54", 2022: "3.8", 2023: "3.81"}, target=3.8, up=False
        )
    )
    assert [(y.year, y.word, y.margin) for y in found.years] == [
        (2021, "met", "1.26"),
        (2022, "met", "0"),
        (2023, "not_met", "−0.01"),
    ]
    assert (found.word, found.final, found.p, found.s) == (
        "not_met",
        False,
        None,
        None,
    )


def test_bound_that_may_not_be_touched() -> None:
    found = assess(rows(Kind.BOUND, {2021: 97}, target=97, strict=True))
    assert found.word == "not_met"


def test_bound_without_number_is_not_assessable() -> None:
    found = assess(rows(Kind.BOUND, {2021: 97}))
    assert (found.word, found.reason) == ("not_assessable", "no_target")


def test_quantity_is_summed_against_the_whole() -> None:
    found = assess(rows(Kind.CUMULATIVE_QUANTITY, {2021: "1.2", 2022: "0.9"}, target=5))
    assert [(step.name, step.formula, step.result) for step in found.steps] == [
        ("Σ", "1.2 + 0.9", "2.1"),
        ("p", "2.1 ÷ 5", "0.42"),
        ("τ", "2 ÷ 5", "0.4"),
        ("s", "0.42 ÷ 0.4", "1.05"),
    ]
    assert found.word == "on_schedule"


def test_quantity_with_a_gap_stops_there() -> None:
    found = assess(rows(Kind.CUMULATIVE_QUANTITY, {2021: 1, 2023: 9}, target=5))
    assert (found.year, found.s, found.reason) == (2021, 1, "missing_years")
    late = assess(rows(Kind.CUMULATIVE_QUANTITY, {2022: 1}, target=5))
    assert (late.word, late.reason) == ("no_data", "missing_years")


def test_quantity_in_the_last_year_is_final() -> None:
    years = dict.fromkeys(range(2021, 2026), 1)
    assert assess(rows(Kind.CUMULATIVE_QUANTITY, years, target=5)).word == "met"
    found = assess(rows(Kind.CUMULATIVE_QUANTITY, years, target="5.1"))
    assert (found.word, found.final) == ("not_met", True)


def test_quantity_takes_annual_targets_when_all_are_there() -> None:
    given = {2021: 1, 2022: 1}
    with_all = rows(
        Kind.CUMULATIVE_QUANTITY, given, target=5, checkpoints={2021: 2, 2022: 2}
    )
    assert (assess(with_all).tau, assess(with_all).s) == (
        Decimal("0.8"),
        Decimal("0.5"),
    )
    with_one = rows(Kind.CUMULATIVE_QUANTITY, given, target=5, checkpoints={2022: 2})
    assert assess(with_one).tau == Decimal("0.4")


def test_quantity_with_zero_target_or_as_a_cap_has_no_ratio() -> None:
    zero = assess(rows(Kind.CUMULATIVE_QUANTITY, {2021: 1}, target=0))
    assert (zero.word, zero.reason, zero.p) == ("distance_only", "zero_target", None)
    cap = assess(rows(Kind.CUMULATIVE_QUANTITY, {2021: 1}, target=5, up=False))
    assert (cap.word, cap.reason, cap.distance) == ("distance_only", "cap", "4")


def test_rates_are_compounded_and_never_summed() -> None:
    assert compounded([Decimal("3.40")] * 5).quantize(Decimal("0.01")) == Decimal(
        "15.88"
    )
    years = dict.fromkeys(range(2021, 2026), "3.40")
    assert assess(rows(Kind.CUMULATIVE_RATE, years, target=17)).word == "not_met"
    found = assess(rows(Kind.CUMULATIVE_RATE, years, target="15.88"))
    assert (found.word, found.steps[0].result) == ("met", "15.883")
    assert found.steps[0].formula == "1 − " + " × ".join(["(1 − 3.40%)"] * 5)


def test_rate_without_assigned_number_shows_its_sum_and_no_word() -> None:
    found = assess(rows(Kind.CUMULATIVE_RATE, {2021: "3.40"}))
    assert (found.word, found.reason) == ("not_assessable", "no_target")
    assert [(s.name, s.result) for s in found.steps] == [("C", "3.4")]
