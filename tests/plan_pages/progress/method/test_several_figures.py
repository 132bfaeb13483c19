"""Papers that disagree, parts that differ, and the caller's own arithmetic."""

from plan_pages.progress.method import Kind, Schedule, assess
from plan_pages.progress.method.composite import Component, composite
from plan_pages.progress.method.words import WORST_FIRST
from tests.plan_pages.progress.method.cases import figures, level, number, rows


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
