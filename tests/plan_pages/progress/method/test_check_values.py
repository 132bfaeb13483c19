"""The printed check values and every rule of a level, by exact numbers."""

from decimal import Decimal
from typing import Any

import pytest

from plan_pages.progress.method import Reason, SecondWord, assess
from plan_pages.progress.method.arithmetic import (
    shown,
)
from plan_pages.progress.method.words import band
from tests.plan_pages.progress.method.cases import level


@pytest.mark.parametrize(
    ("base", "target", "now", "s", "r", "word", "second"),
    [
        (70, 75, 71.9, "0.95", "0.970", "on_schedule", "on_track"),
        (35, 28, 32.5, "0.893", "0.833", "slightly_behind", "acceleration_needed"),
        (10, 20, 13.2, "0.8", "1.001", "slightly_behind", "on_track"),
        (0, 120, 30, "0.625", None, "slightly_behind", None),
        (200, 0, 120, "1", None, "on_schedule", None),
    ],
)
def test_check_values(
    base: int,
    target: int,
    now: float,
    s: str,
    r: str | None,
    word: str,
    second: str | None,
) -> None:
    found = assess(level(base, target, {2027: now}))
    assert found.tau == Decimal("0.4")
    assert found.s is not None and shown(found.s) == s
    assert (found.word, found.final, found.year) == (word, False, 2027)
    if r is None:
        assert found.second is None
    else:
        assert found.second is not None
        assert found.second.ratio.quantize(Decimal("0.001")) == Decimal(r)
        assert found.second.word == second


def test_sum_is_shown_with_the_printed_numbers() -> None:
    found = assess(level(70, 75, {2027: 71.9}))
    assert [(step.name, step.formula, step.result) for step in found.steps] == [
        ("p", "(71.9 − 70) ÷ (75 − 70)", "0.38"),
        ("τ", "(2027 − 2025) ÷ (2030 − 2025)", "0.4"),
        ("s", "0.38 ÷ 0.4", "0.95"),
    ]


def test_negative_numbers_stand_in_brackets() -> None:
    found = assess(level(-4, 6, {2027: -1}))
    assert found.steps[0].formula == "((−1) − (−4)) ÷ (6 − (−4))"
    assert found.steps[0].result == "0.3"


@pytest.mark.parametrize(
    ("ratio", "word"),
    [
        ("1.050000001", "ahead"),
        ("1.05", "on_schedule"),
        ("0.95", "on_schedule"),
        ("0.949999999", "slightly_behind"),
        ("0.6", "slightly_behind"),
        ("0.599999999", "behind"),
        ("0", "behind"),
        ("-0.000000001", "moving_away"),
        ("12", "ahead"),
    ],
)
def test_bands(ratio: str, word: str) -> None:
    assert band(Decimal(ratio)) == word


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0.9496", "0.9496"),  # never printed as 0.95 beside 略有滞后
        ("0.94999999", "0.94999999"),
        ("1.0501", "1.0501"),
        ("0.38", "0.38"),
        ("-0.0001", "−0.0001"),
        ("2", "2"),
        ("1000", "1000"),
    ],
)
def test_shown_keeps_a_number_on_its_side_of_a_band(value: str, text: str) -> None:
    assert shown(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "word"), [("81", "met"), ("80.9", "not_met"), ("85", "met")]
)
def test_last_year_has_final_words_only(value: str, word: str) -> None:
    given = level(78.9, 81, {2024: 80, 2025: value}, start=2021, end=2025)
    found = assess(given)
    assert (found.word, found.final, found.s) == (word, True, None)


def test_last_year_shows_the_comparison_and_the_way() -> None:
    found = assess(level(78.9, 81, {2025: 80.9}, start=2021, end=2025))
    assert [step.formula for step in found.steps] == [
        "80.9 < 81",
        "(80.9 − 78.9) ÷ (81 − 78.9)",
    ]
    assert found.steps[1].result == "0.952"


def test_checkpoint_of_the_year_overrides_tau() -> None:
    found = assess(level(70, 75, {2027: 71.9}, checkpoints={2027: 73}))
    assert (found.tau, found.word) == (Decimal("0.6"), "slightly_behind")
    assert [step.formula for step in found.steps] == [
        "(71.9 − 70) ÷ (75 − 70)",
        "(73 − 70) ÷ (75 − 70)",
        "0.38 ÷ 0.6",
    ]
    other_year = assess(level(70, 75, {2027: 71.9}, checkpoints={2026: 73}))
    assert other_year.tau == Decimal("0.4")


@pytest.mark.parametrize(
    ("checkpoint", "now", "word"),
    [
        (70, 70, "on_schedule"),
        (70, 71, "ahead"),
        (70, 69, "moving_away"),
        (69, 69, "on_schedule"),
        (69, 68, "moving_away"),
        (69, 69.5, "ahead"),
    ],
)
def test_checkpoint_that_asks_for_no_progress(
    checkpoint: float, now: float, word: str
) -> None:
    found = assess(level(70, 75, {2026: now}, checkpoints={2026: checkpoint}))
    assert (found.word, found.s) == (word, None)


def test_overfulfilment_is_not_capped() -> None:
    found = assess(level(70, 75, {2027: 90}))
    assert (found.p, found.word) == (4, "ahead")


def test_missing_years_take_the_datas_period() -> None:
    found = assess(level(70, 75, {2026: 71}))
    assert (found.year, found.tau, found.s) == (2026, Decimal("0.2"), 1)


def test_figures_outside_the_period_count_for_nothing() -> None:
    found = assess(level(70, 75, {2025: 70, 2031: 80}))
    assert (found.word, found.reason) == ("no_data", Reason.NO_OBSERVATION)


@pytest.mark.parametrize(
    ("given", "word", "reason"),
    [
        (level(70, 75, {}), "no_data", "no_observation"),
        (level(None, None, {2027: 3}), "not_assessable", "no_target"),
        (level(70, None, {2027: 3}), "not_assessable", "no_target"),
        (level(None, 45, {2027: 30}), "distance_only", "no_base"),
        (level(75, 75, {2027: 80}), "distance_only", "base_is_target"),
        (level(None, 45, {2030: 45}), "met", ""),
    ],
)
def test_level_without_what_it_needs(given: Any, word: str, reason: str) -> None:
    found = assess(given)
    assert (found.word, found.reason) == (word, reason)


def test_distance_is_what_is_left() -> None:
    assert assess(level(None, 45, {2027: 30})).distance == "15"
    assert assess(level(None, 28, {2027: "32.50"}, up=False)).distance == "4.5"


def test_second_opinion_says_achieved_whatever_the_trend() -> None:
    down = assess(level(80, 75, {2027: 78}, up=True)).second
    assert down is not None and down.word == SecondWord.ACHIEVED


@pytest.mark.parametrize(
    ("base", "target", "now"), [(0, 5, 1), (5, 0, 1), (-2, 5, 1), (5, 9, -1), (5, 5, 6)]
)
def test_second_opinion_is_absent_where_not_valid(
    base: int, target: int, now: int
) -> None:
    assert assess(level(base, target, {2027: now})).second is None


def test_second_opinion_of_negative_levels_keeps_its_sign() -> None:
    better = assess(level(-10, -5, {2027: -8})).second
    worse = assess(level(-10, -5, {2027: -12})).second
    assert better is not None and better.ratio > 0
    assert worse is not None and worse.word == SecondWord.DETERIORATION
