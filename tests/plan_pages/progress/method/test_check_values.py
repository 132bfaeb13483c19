"""The printed check values and every rule of the published method, by exact numbers."""

from decimal import Decimal
from typing import Any

import pytest

from plan_pages.progress.method import Kind, Reason, Schedule, SecondWord, assess
from plan_pages.progress.method.arithmetic import (
    compounded,
    geometric_mean,
    shown,
)
from plan_pages.progress.method.composite import Component, composite
from plan_pages.progress.method.words import WORST_FIRST, band
from tests.plan_pages.progress.method.cases import figures, level, number, rows


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


def test_disputed_figures_that_agree_on_the_word_give_it() -> None:
    given = level(70, 75, {2027: 71.9})
    both = {2027: [number(2027, 71.9), number(2027, 72)]}
    found = assess(given, both)
    assert (found.word, found.disputed) == ("on_schedule", (2027,))


def test_disputed_figures_that_differ_are_not_assessable() -> None:
    both = {2027: [number(2027, 71.9), number(2027, 71.8)]}
    found = assess(level(70, 75, {}), both)
    assert (found.word, found.reason) == ("not_assessable", "inconsistent")
    assert [each.word for each in found.alternatives] == [
        "on_schedule",
        "slightly_behind",
    ]


def test_dispute_about_an_earlier_year_leaves_the_word() -> None:
    both = {
        2026: [number(2026, 60), number(2026, 80)],
        2027: [number(2027, 71.9), number(2027, "71.90")],
    }
    found = assess(level(70, 75, {}), both)
    assert (found.word, found.disputed) == ("on_schedule", (2026,))


def test_dispute_about_the_reference_counts_too() -> None:
    given = rows(Kind.RELATION, {2021: 7}, strict=True)
    found = assess(
        given,
        {2021: [number(2021, 7)]},
        {2021: [number(2021, 6), number(2021, 8)]},
    )
    assert (found.word, found.reason) == ("not_assessable", "inconsistent")


def test_too_many_disputes_are_not_believed() -> None:
    both = {
        year: [number(year, value) for value in range(8)] for year in range(2026, 2029)
    }
    found = assess(level(70, 75, {}), both)
    assert (found.word, found.reason) == ("not_assessable", "inconsistent")


def test_composite_worst_decides_and_a_binding_one_first() -> None:
    def parts(*words: tuple[str, bool]) -> list[Component]:
        made = assess(level(70, 75, {2027: 71.9}))
        return [
            Component(type(made)(Schedule(word)), binding) for word, binding in words
        ]

    assert composite(parts(("met", False), ("behind", False))) == 1
    assert composite(parts(("behind", False), ("no_data", True))) == 0
    assert composite(parts(("met", False), ("no_data", False))) == 1
    assert composite(parts(("behind", False), ("behind", True))) == 1
    assert composite(parts(("no_data", False), ("no_data", False))) == 0
    assert sorted(WORST_FIRST) == sorted(Schedule)


def test_callers_arithmetic_context_changes_nothing() -> None:
    from decimal import localcontext

    given = level(3, 7, {2027: 4})
    wanted = assess(given)
    with localcontext() as context:
        context.prec = 3
        assert assess(given) == wanted
    assert figures({}) == {}
