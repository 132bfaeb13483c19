"""The imported plan's indicators: golden words, and what each can and cannot say."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plan_pages.document.models import Plan
from plan_pages.progress import yardsticks
from plan_pages.progress.assessing import AssessedRow, assess_plan
from plan_pages.progress.method import Reason, Schedule
from portal.accounts.models import User
from portal.units.models import Unit
from tests.plan_pages.progress.figures import given, paper, row_of

GOLDEN: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "golden" / "indicators.json").read_text("utf-8")
)
WORDS = {
    "完成": Schedule.MET,
    "未完成": Schedule.NOT_MET,
    "不可评估": Schedule.NOT_ASSESSABLE,
    "无基期值，仅列差距": Schedule.DISTANCE_ONLY,
}


def assessed(plan: Plan, code: str) -> AssessedRow:
    return next(
        row for each in assess_plan(plan) for row in each.rows if row.row.code == code
    )


@pytest.mark.parametrize(
    "check", GOLDEN["final_words_check"], ids=lambda check: f"{check['row']}:{check}"
)
def test_final_words_are_the_golden_ones(
    korla: Plan, publisher: User, unit: Unit, check: dict[str, str]
) -> None:
    [(name, value)] = [
        (key, each) for key, each in check.items() if key.startswith("value_")
    ]
    given(check["row"], int(name.removeprefix("value_")), value, publisher, unit)
    found = assessed(korla, check["row"]).assessment
    assert found.word == WORDS[check["word"]]
    final = name == "value_2025" and found.word in (Schedule.MET, Schedule.NOT_MET)
    assert found.final == final


def test_all_twenty_say_on_import_what_the_golden_list_says(korla: Plan) -> None:
    found = {each.indicator.number: each.word for each in assess_plan(korla)}
    wanted = {
        number: Schedule(word)
        for word, numbers in GOLDEN["totals"]["on_import"].items()
        for number in numbers
    }
    assert found == wanted and len(found) == 20


#: What a figure of 2023 alone lets the page say of every row.
WITH_A_FIGURE = {
    "1": ("not_assessable", "no_annual_target"),
    "2": ("not_assessable", "no_reference"),
    "3": ("ahead", ""),
    "4": ("ahead", ""),
    "5": ("ahead", ""),
    "6": ("distance_only", "no_base"),
    "7a": ("not_assessable", "no_tolerance"),
    "7b": ("not_assessable", "no_tolerance"),
    "8": ("not_met", ""),
    "9": ("ahead", ""),
    "10": ("ahead", ""),
    "11": ("ahead", ""),
    "12": ("ahead", ""),
    "13": ("ahead", ""),
    "14": ("met", ""),
    "15": ("not_assessable", "no_target"),
    "16": ("not_assessable", "no_target"),
    "17": ("not_assessable", "no_target"),
    "18": ("ahead", ""),
    "19": ("ahead", ""),
    "20": ("not_assessable", "no_target"),
}


@pytest.mark.parametrize("code", WITH_A_FIGURE)
def test_every_row_says_what_it_can(
    korla: Plan, publisher: User, unit: Unit, code: str
) -> None:
    given(code, 2023, "50000", publisher, unit)
    found = assessed(korla, code).assessment
    assert (found.word, found.reason) == WITH_A_FIGURE[code]
    assert found.final is False


def test_assigned_target_makes_a_row_assessable(
    korla: Plan, publisher: User, unit: Unit
) -> None:
    given("15", 2021, "3.40", publisher, unit)
    given("16", 2023, "76.50", publisher, unit)
    given("17", 2023, "100", publisher, unit)
    source = paper(publisher)
    for code, value in {"15": "15.5", "16": "78", "17": "100", "20": "1"}.items():
        yardsticks.assign_target(
            row=row_of(code), value=Decimal(value), source=source, by=publisher
        )
    rate, level, bound, none = (assessed(korla, c) for c in ("15", "16", "17", "20"))
    assert rate.assessment.steps[1].formula == "3.4 ÷ 15.5"
    assert (rate.word, rate.assessment.tau) == ("ahead", Decimal("0.2"))
    assert level.assessment.steps[0].formula == "(76.50 − 75.14) ÷ (78 − 75.14)"
    assert (level.word, bound.word, none.word) == ("slightly_behind", "met", "no_data")


def test_newest_assigned_target_counts(
    korla: Plan, publisher: User, unit: Unit
) -> None:
    given("16", 2025, "78.5", publisher, unit)
    common: dict[str, Any] = {"row": row_of("16"), "source": paper(publisher)}
    first = yardsticks.assign_target(value=Decimal(78), by=publisher, **common)
    assert assessed(korla, "16").word == Schedule.MET
    yardsticks.assign_target(
        value=Decimal(79), supersedes=first, reason="调整", by=publisher, **common
    )
    assert assessed(korla, "16").word == Schedule.NOT_MET


def test_composite_of_incomes_against_growth(
    korla: Plan, publisher: User, unit: Unit
) -> None:
    source = paper(publisher)
    given("1", 2021, "6.0", publisher, unit)
    given("7a", 2021, "35788", publisher, unit)  # 6.0 % above 33762
    given("7b", 2021, "22940", publisher, unit)  # 8.0 % above 21241
    for code in ("7a", "7b"):
        yardsticks.set_tolerance(
            row=row_of(code),
            value=Decimal("1.0"),
            basis="nominal",
            source=source,
            by=publisher,
        )
    seven = assess_plan(korla)[6]
    assert [row.word for row in seven.rows] == ["met", "not_met"]
    assert (seven.word, seven.deciding.row.code) == ("not_met", "7b")


def test_disagreeing_papers_are_not_assessable_when_the_word_differs(
    korla: Plan, publisher: User, unit: Unit
) -> None:
    given("3", 2025, "81", publisher, unit)
    given("3", 2025, "80.9", publisher, unit)
    found = assessed(korla, "3")
    assert found.known.disputed == [2025]
    assert found.assessment.reason == Reason.INCONSISTENT
    assert [each.word for each in found.assessment.alternatives] == ["met", "not_met"]


def test_papers_that_agree_are_no_dispute(
    korla: Plan, publisher: User, unit: Unit
) -> None:
    given("3", 2025, "81", publisher, unit)
    given("3", 2025, "81.0", publisher, unit)
    found = assessed(korla, "3")
    assert (found.known.disputed, found.word) == ([], "met")


def test_superseded_and_withdrawn_figures_count_no_more(
    korla: Plan, publisher: User, unit: Unit
) -> None:
    from plan_pages.progress import observations

    first = given("3", 2025, "81", publisher, unit)
    second = given(
        "3", 2025, "80.9", publisher, unit, supersedes=first, reason="年鉴修订"
    )
    assert assessed(korla, "3").word == Schedule.NOT_MET
    observations.withdraw_observation(observation=second, reason="误录", by=publisher)
    assert assessed(korla, "3").word == Schedule.NO_DATA


def test_whole_plan_costs_five_queries(
    korla: Plan, publisher: User, unit: Unit
) -> None:
    for code in ("3", "7a", "18"):
        for year in range(2021, 2026):
            given(code, year, "50", publisher, unit)
    with CaptureQueriesContext(connection) as seen:
        assess_plan(korla)
    assert len(seen) == 5
