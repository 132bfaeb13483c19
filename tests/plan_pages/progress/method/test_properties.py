"""What must hold for any numbers: no scale, monotone, missing never 0, zeros safe."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from plan_pages.progress.method import Figure, Inputs, Kind, Schedule, assess
from plan_pages.progress.method.words import WORST_FIRST
from tests.plan_pages.progress.method.cases import level, number, rows
from tests.proofs import rounds

MANY = settings(max_examples=rounds(60, 2_000), deadline=None)

VALUES = st.decimals(-1_000_000, 1_000_000, places=3)
FACTORS = st.decimals("0.001", 100_000, places=3)
RATES = st.decimals(-99, 99, places=2)
YEARS = st.integers(2026, 2030)
SEVERAL = st.dictionaries(YEARS, VALUES, max_size=5)
KINDS = st.sampled_from(list(Kind))


def scaled(figure: Figure | None, factor: Decimal) -> Figure | None:
    if figure is None:
        return None
    value = figure.value * factor
    return Figure(figure.year, value, f"{value:f}")


def all_scaled(made: Inputs, factor: Decimal) -> Inputs:
    return replace(
        made,
        base=scaled(made.base, factor),
        target=scaled(made.target, factor),
        **{
            name: {
                year: scaled(figure, factor)
                for year, figure in getattr(made, name).items()
            }
            for name in ("observations", "checkpoints")
        },
    )


@MANY
@given(VALUES, VALUES, SEVERAL, SEVERAL, st.booleans(), FACTORS)
def test_unit_of_a_level_changes_nothing(
    base: Decimal,
    target: Decimal,
    observed: dict,
    checkpoints: dict,
    up: bool,
    factor: Decimal,
) -> None:
    made = level(base, target, observed, checkpoints=checkpoints, up=up)
    ours, other = assess(made), assess(all_scaled(made, factor))
    assert (ours.word, ours.p, ours.tau, ours.s) == (
        other.word,
        other.p,
        other.tau,
        other.s,
    )
    assert (ours.second is None) == (other.second is None)
    if ours.second and other.second:
        assert (ours.second.word, ours.second.ratio) == (
            other.second.word,
            other.second.ratio,
        )


@MANY
@given(VALUES, SEVERAL, FACTORS, st.booleans())
def test_unit_of_a_quantity_changes_nothing(
    target: Decimal, observed: dict, factor: Decimal, up: bool
) -> None:
    moved = {year - 5: value for year, value in observed.items()}
    made = rows(Kind.CUMULATIVE_QUANTITY, moved, target=target, up=up)
    ours, other = assess(made), assess(all_scaled(made, factor))
    assert (ours.word, ours.p, ours.s) == (other.word, other.p, other.s)


def rank(word: Schedule) -> int:
    return WORST_FIRST.index(word)


@MANY
@given(VALUES, VALUES, SEVERAL, YEARS, VALUES, VALUES)
def test_more_is_never_worse_for_a_level(
    base: Decimal,
    target: Decimal,
    checkpoints: dict,
    year: int,
    one: Decimal,
    two: Decimal,
) -> None:
    up = target >= base
    low, high = sorted((one, two), reverse=not up)
    words = [
        assess(level(base, target, {year: value}, checkpoints=checkpoints, up=up)).word
        for value in (low, high)
    ]
    assert rank(words[0]) <= rank(words[1])


@MANY
@given(VALUES, SEVERAL, st.booleans(), VALUES)
def test_more_is_never_worse_for_a_bound(
    target: Decimal, observed: dict, up: bool, more: Decimal
) -> None:
    moved = {year - 5: value for year, value in observed.items()}
    better = {y: v + abs(more) if up else v - abs(more) for y, v in moved.items()}
    words = [
        assess(rows(Kind.BOUND, each, target=target, up=up)).word
        for each in (moved, better)
    ]
    assert rank(words[0]) <= rank(words[1])


@MANY
@given(st.lists(RATES, min_size=5, max_size=5), RATES, st.integers(0, 4))
def test_more_is_never_worse_for_rates(
    given_rates: list, target: Decimal, at: int
) -> None:
    worse = {2021 + i: rate for i, rate in enumerate(given_rates)}
    better = {**worse, 2021 + at: worse[2021 + at] + Decimal("0.5")}
    for kind in (Kind.CUMULATIVE_RATE, Kind.ANNUAL_GROWTH):
        words = [
            assess(rows(kind, each, target=target)).word for each in (worse, better)
        ]
        assert rank(words[0]) <= rank(words[1])


@MANY
@given(KINDS, SEVERAL, VALUES, VALUES, st.booleans(), st.booleans(), st.booleans())
def test_nothing_ever_fails(
    kind: Kind,
    observed: dict,
    base: Decimal,
    target: Decimal,
    up: bool,
    about: bool,
    growth: bool,
) -> None:
    made = replace(
        level(base, target, observed, up=up),
        kind=kind,
        about=about,
        growth=growth,
        tolerance=number(2026, 1),
        reference={year: number(year, 1) for year in range(2025, 2031)},
        reference_growth=growth,
    )
    for each in (
        made,
        replace(made, base=None),
        replace(made, target=None),
        replace(made, base=number(2025, 0)),
        replace(made, target=number(2030, 0)),
        replace(made, base=number(2025, 0), target=number(2030, 0)),
    ):
        assert assess(each).word in Schedule


@MANY
@given(KINDS, VALUES, VALUES, st.booleans())
def test_missing_is_never_zero(
    kind: Kind, base: Decimal, target: Decimal, up: bool
) -> None:
    """Without a figure there is neither a number nor a judgement."""
    found = assess(replace(level(base, target, {}, up=up), kind=kind))
    assert found.word in (Schedule.NO_DATA, Schedule.NOT_ASSESSABLE)
    assert (found.p, found.s, found.second, found.steps, found.years) == (
        None,
        None,
        None,
        (),
        (),
    )


@MANY
@given(SEVERAL, st.sampled_from(range(2022, 2026)), VALUES)
def test_a_gap_is_never_filled(observed: dict, gap: int, target: Decimal) -> None:
    """What follows a gap changes nothing in a sum that ends before it."""
    whole = {year - 5: value for year, value in observed.items()}
    whole[2021] = Decimal(1)
    with_gap = {y: v for y, v in whole.items() if y != gap}
    before = {y: v for y, v in whole.items() if y < gap}
    for kind in (Kind.CUMULATIVE_QUANTITY, Kind.CUMULATIVE_RATE):
        one = assess(rows(kind, with_gap, target=target))
        two = assess(rows(kind, before, target=target))
        assert (one.word, one.p, one.s, one.year) == (
            two.word,
            two.p,
            two.s,
            two.year,
        )
