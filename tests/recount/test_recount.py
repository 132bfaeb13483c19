"""What a visitor takes away equals the recount, whatever was disclosed and measured."""

import csv
import datetime
import io
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from plan_pages.document.models import Plan
from plan_pages.obligations.clock import soon_until
from plan_pages.progress.models import (
    IndicatorRow,
)
from portal.accounts.roles import Role
from tests.feedback.people import person
from tests.plan_pages.cold import cold_get
from tests.plan_pages.owing import (
    noon,
    unit_named,
)
from tests.plan_pages.progress.figures import figure, paper
from tests.proofs import rounds

from . import schedule
from .recount import Counts, recount
from .world import World

Day = datetime.date
DAYS = [Day(2025, 5, 2), Day(2025, 7, 1), Day(2025, 9, 30), Day(2026, 3, 1)]


AXES = ("delivery", "schedule", "disclosure", "review")
#: The check values of the method, with the word that its bands give s.
GOLDEN = [
    dict(zip(("code", "base", "target", "now", "word"), line.split(), strict=True))
    for line in (
        "0.950 70 75 71.9 on_schedule", "0.893 35 28 32.5 slightly_behind",
        "0.80 10 20 13.2 slightly_behind", "0.625 0 120 30 slightly_behind",
        "1.00 200 0 120 on_schedule",
    )
]  # fmt: skip


Table = list[dict[str, str]]


def taken_away(client: Client, year: int) -> Table:
    """/scorecard.csv as a visitor gets it."""
    response, _count = cold_get(client, f"/scorecard.csv?cycle={year}")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def counts_of(table: Table) -> Counts:
    return {
        (line["项"], int(line["编号"] or 0), line["代码"]): int(line["数"])
        for line in table
        if line["范围"] == "章" and line["项"] in AXES
    }


def ratios_of(table: Table) -> dict[str, tuple[int, ...]]:
    """By unit and chapter: on time, due, present, required; where anything was due."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for line in table:
        scope = {"章": "chapter", "单位": "unit"}.get(line["范围"])
        if scope and line["项"] in ("timeliness", "completeness"):
            key = line["编号"] or "0"
            found[f"{scope}:{key}"][line["代码"]] = int(line["数"])
    keys = ("on_time", "due", "present", "required")
    return {
        name: tuple(sums[key] for key in keys)
        for name, sums in found.items()
        if sums["due"]
    }


@pytest.mark.parametrize("seed", range(rounds(2, 20)))
def test_scorecard_equals_the_recount(
    korla: Plan, seed: int, client: Client, time_machine: Any
) -> None:
    """What a visitor takes away, on several days, for every cycle that has begun."""
    World(korla, seed).fill()
    seen: dict[str, set[str]] = defaultdict(set)
    for at in DAYS:
        time_machine.move_to(noon(at), tick=False)
        for year in range(2025, at.year + 1):
            with connection.cursor() as cursor:
                counts, ratios = recount(
                    cursor.cursor, "korla-14", year, str(at), str(soon_until(at))
                )
            table = taken_away(client, year)
            assert counts == counts_of(table)
            assert ratios == ratios_of(table)
            for axis, _chapter, state in counts:
                seen[axis].add(state)
    assert len(seen["disclosure"]) >= 3 and "overdue" in seen["disclosure"]
    assert len(seen["schedule"]) >= 4


def test_recount_can_disagree(korla: Plan, client: Client, time_machine: Any) -> None:
    """A count of another day is another count: the comparison is worth something."""
    World(korla, 7).fill()
    time_machine.move_to(noon(DAYS[0]), tick=False)
    shown = counts_of(taken_away(client, 2025))
    with connection.cursor() as cursor:
        counts, _ratios = recount(
            cursor.cursor, "korla-14", 2025, str(DAYS[2]), str(DAYS[3])
        )
    assert counts != shown


def test_recount_of_the_words_can_disagree(
    korla: Plan, client: Client, time_machine: Any
) -> None:
    """A figure more, unseen by the page, is another word."""
    time_machine.move_to(noon(DAYS[0]), tick=False)
    before = counts_of(taken_away(client, 2025))
    office = person("office", Role.PUBLISHER)
    row = IndicatorRow.objects.get(code="3", indicator__plan=korla)
    figure(row, office, paper(office), unit_named("dw"), period=2025)
    with connection.cursor() as cursor:
        counts, _ratios = recount(
            cursor.cursor, "korla-14", 2025, str(DAYS[0]), str(DAYS[1])
        )
    assert counts["schedule", 0, "not_met"] == 1
    assert ("schedule", 0, "not_met") not in before


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: row["code"])
def test_second_method_knows_the_check_values(row: dict[str, str]) -> None:
    """design/progress-method.md, base 2025, latest 2027, target 2030."""
    made = schedule.Row(
        number=1, start=2026, end=2030, kind="level",
        up=Decimal(row["target"]) > Decimal(row["base"]), rate_unit=False,
        assigned_above=False, operator="", printed=Fraction(row["target"]),
        target_year=2030, base=Fraction(row["base"]), base_year=2025, refers_to=None,
        chapter=0,
    )  # fmt: skip
    made.figures[2027].add(Fraction(row["now"]))
    assert schedule.word(made, {}) == row["word"]
