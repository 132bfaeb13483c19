"""Relations and sums over years, for any numbers: monotone, and missing is never 0."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from plan_pages.progress.method import Figure, Inputs, Kind, Schedule, assess
from plan_pages.progress.method.words import WORST_FIRST
from tests.plan_pages.progress.method.cases import figures, number, rows
from tests.proofs import rounds

MANY = settings(max_examples=rounds(60, 2_000), deadline=None)

RATES = st.decimals(-90, 90, places=2)
LEVELS = st.decimals(1, 1_000_000, places=2)
QUANTITIES = st.decimals(1, 10_000, places=2)
PLAN = range(2021, 2026)
AT = st.sampled_from(PLAN)
SPANS = st.integers(1, 5)


def five(values: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(values, min_size=5, max_size=5)


def rank(word: Schedule) -> int:
    return WORST_FIRST.index(word)


def of_years(values: list[Decimal], span: int) -> dict[int, Decimal]:
    return dict(zip(list(PLAN)[:span], values, strict=False))


def relation(
    own: dict, other: dict, *, strict: bool = False, up: bool = True, **more: object
) -> Inputs:
    return rows(Kind.RELATION, own, reference=other, strict=strict, up=up, **more)


@MANY
@given(five(RATES), five(RATES), SPANS, AT, RATES, st.booleans(), st.booleans())
def test_more_growth_is_never_worse_against_another(
    own: list, other: list, span: int, at: int, more: Decimal, strict: bool, up: bool
) -> None:
    worse, theirs = of_years(own, span), of_years(other, span)
    change = abs(more) if up else -abs(more)
    better = {**worse, **({at: worse[at] + change} if at in worse else {})}
    if any(rate < -100 for rate in better.values()):
        return
    words = [
        assess(relation(each, theirs, strict=strict, up=up)).word
        for each in (worse, better)
    ]
    assert rank(words[0]) <= rank(words[1])


@MANY
@given(five(RATES), five(RATES), SPANS, AT, RATES)
def test_less_growth_of_the_other_is_never_worse(
    own: list, other: list, span: int, at: int, less: Decimal
) -> None:
    ours, before = of_years(own, span), of_years(other, span)
    after = {**before, **({at: before[at] - abs(less)} if at in before else {})}
    if any(rate < -100 for rate in after.values()):
        return
    words = [assess(relation(ours, each)).word for each in (before, after)]
    assert rank(words[0]) <= rank(words[1])


@MANY
@given(five(RATES), five(RATES), SPANS, st.decimals(0, 20, places=1), RATES)
def test_a_wider_tolerance_is_never_worse(
    own: list, other: list, span: int, allowed: Decimal, more: Decimal
) -> None:
    made = relation(of_years(own, span), of_years(other, span), about=True)
    words = [
        assess(replace(made, tolerance=number(2025, each))).word
        for each in (allowed, allowed + abs(more))
    ]
    assert rank(words[0]) <= rank(words[1])


@MANY
@given(five(LEVELS), five(RATES), SPANS, LEVELS, LEVELS)
def test_a_higher_last_level_is_never_worse(
    levels: list, other: list, span: int, base: Decimal, more: Decimal
) -> None:
    """Of levels a later one alone can rise: one in between lowers the next year."""
    worse = of_years(levels, span)
    better = {**worse, max(worse): worse[max(worse)] + more}
    words = [
        assess(
            replace(
                relation(each, of_years(other, span)),
                growth=False,
                base=Figure(2020, base, str(base)),
            )
        ).word
        for each in (worse, better)
    ]
    assert rank(words[0]) <= rank(words[1])


@MANY
@given(five(RATES), five(RATES), AT)
def test_a_relation_fills_no_gap(own: list, other: list, gap: int) -> None:
    """A missing year makes the period unknown, and says no word as if it were 0."""
    ours, theirs = of_years(own, 5), of_years(other, 5)
    for ours_now, theirs_now in (
        ({y: v for y, v in ours.items() if y != gap}, theirs),
        (ours, {y: v for y, v in theirs.items() if y != gap}),
    ):
        found = assess(relation(ours_now, theirs_now))
        assert gap not in [year.year for year in found.years]
        if gap != 2025:
            assert (found.word, found.steps) == (Schedule.NO_DATA, ())
        else:
            assert (found.year, found.final) == (2024, False)


@MANY
@given(five(QUANTITIES), AT, QUANTITIES)
def test_a_quantity_with_a_gap_ends_before_it(
    values: list, gap: int, target: Decimal
) -> None:
    """Neither 0 nor the year before stands in: the sum ends where the gap begins."""
    whole = of_years(values, 5)
    found = assess(
        rows(
            Kind.CUMULATIVE_QUANTITY,
            {y: v for y, v in whole.items() if y != gap},
            target=target,
        )
    )
    if gap == 2021:
        assert (found.word, found.p, found.steps) == (Schedule.NO_DATA, None, ())
        return
    so_far = sum(values[: gap - 2021], Decimal(0))
    assert (found.year, found.final) == (gap - 1, False)
    assert found.steps[0].result == f"{so_far.normalize():f}"
    assert found.word not in (Schedule.MET, Schedule.NOT_MET)
    filled = assess(rows(Kind.CUMULATIVE_QUANTITY, {**whole, gap: 0}, target=target))
    assert filled.final and filled.year == 2025


@MANY
@given(five(QUANTITIES), SPANS, AT, QUANTITIES, QUANTITIES)
def test_more_is_never_worse_for_a_quantity(
    values: list, span: int, at: int, more: Decimal, target: Decimal
) -> None:
    worse = of_years(values, span)
    better = {**worse, **({at: worse[at] + more} if at in worse else {})}
    words = [
        assess(rows(Kind.CUMULATIVE_QUANTITY, each, target=target)).word
        for each in (worse, better)
    ]
    assert rank(words[0]) <= rank(words[1])


def test_figures_of_the_gap_would_change_the_word() -> None:
    """The control: as a 0 the missing year would have been judged."""
    given_years = {2021: 10, 2022: 10, 2024: 10, 2025: 10}
    made = rows(Kind.CUMULATIVE_QUANTITY, given_years, target=50)
    assert assess(made).word == Schedule.ON_SCHEDULE
    zero = replace(made, observations=figures({**given_years, 2023: 0}))
    assert assess(zero).word == Schedule.NOT_MET
