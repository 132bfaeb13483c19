"""Scorecard and timeliness equal the recount, whatever was disclosed."""

import datetime
import random
from typing import Any

import pytest
from django.db import connection

from plan_pages.delivery.models import Anchor
from plan_pages.disclosure.models import UpdateWithdrawal
from plan_pages.document.contents import Contents
from plan_pages.document.models import Plan
from plan_pages.obligations.clock import soon_until
from plan_pages.obligations.due import make
from plan_pages.obligations.models import Obligation, ObligationExtension
from plan_pages.oversight import findings
from plan_pages.oversight.states import Value
from plan_pages.progress.models import Indicator, ObservationWithdrawal
from plan_pages.scorecard.cards import Card, card
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.units.models import Unit
from tests.feedback.people import person
from tests.plan_pages.owing import (
    launch,
    lead,
    place_in,
    project_row,
    rule,
    said,
    task_row,
    unit_named,
)
from tests.plan_pages.progress.figures import figure, paper
from tests.proofs import rounds

from .recount import Counts, recount

Day = datetime.date
PERIODS = ("2025-Q1", "2025-Q2", "2025")
DAYS = [Day(2025, 5, 2), Day(2025, 7, 1), Day(2025, 9, 30), Day(2026, 3, 1)]


class World:
    """Random rules, leads, disclosures, figures, findings; the seed decides."""

    def __init__(self, plan: Plan, seed: int) -> None:
        self.plan = plan
        self.chance = random.Random(seed)
        self.office = person(f"office{seed}", Role.PUBLISHER)
        self.units = [unit_named(f"dw{number}") for number in range(3)]
        self.things: list[Any] = []
        self.parts = [place_in(plan, name) for name in ("4/5", "8/1", "12/4")]

    def fill(self) -> None:
        launch()
        self._rules(person("administrator", Role.ADMINISTRATOR))
        self._things()
        make(on=Day(2025, 2, 10))
        make(on=Day(2025, 5, 10))
        for _each in range(40):
            self._say()
        self._measure()
        self._extend()

    def _rules(self, by: User) -> None:
        flip = self.chance.random
        for subject in ("project", "task", "unit"):
            needs = {
                f"needs_{name}": flip() < 0.5
                for name in ("evidence", "problems", "next_step", "figures")
            }
            rule(by, subject=subject, name=subject, **needs)
        rule(
            by, subject="indicator", cycle="annual", first_period="2025", name="数据",
            needs_value=True, needs_words=flip() < 0.5,
        )  # fmt: skip

    def _things(self) -> None:
        for part in self.parts:
            for _each in range(2):
                self.things.append(project_row(part, self.office))
            self.things.append(task_row(part, self.office))
        indicators = Indicator.objects.filter(plan=self.plan, number__in=[3, 7, 14, 9])
        self.things += indicators
        for thing in self.things:
            lead(self.chance.choice(self.units), thing, self.office)
        for indicator in indicators[:2]:
            for part in self.chance.sample(self.parts, 2):
                Anchor.objects.create(part=part, indicator=indicator, by=self.office)

    def _day(self) -> Day:
        return Day(2025, 3, 1) + datetime.timedelta(self.chance.randrange(330))

    def _say(self) -> None:
        flip = self.chance
        unit: Unit = flip.choice(self.units)
        on = self._day()
        extra: dict[str, Any] = {
            "evidence": flip.randrange(2),
            "problems": flip.choice(["", "缺资金"]),
            "next_step": flip.choice(["", "续建"]),
            "figures": flip.choice(
                [[], [{"name": "里程", "value": "3", "unit": "km"}]]
            ),
            "delivery": flip.choice(["in_progress", "completed", "not_started"]),
        }
        subject = flip.choice([*self.things, *self.parts])
        period = flip.choice(PERIODS)
        version = said(subject, unit, self.office, period=period, on=on, **extra)
        if flip.random() < 0.3:
            later = on + datetime.timedelta(flip.randrange(40))
            extra["evidence"] = 1
            version = said(
                subject, unit, self.office, period=period, on=later,
                update=version.update, **extra,
            )  # fmt: skip
        self._find(version)
        if flip.random() < 0.15:
            UpdateWithdrawal.objects.create(
                update=version.update, reason="错", withdrawn_on=on, by=self.office
            )

    def _find(self, version: Any) -> None:
        reviewer = _somebody("reviewer", Role.REVIEWER)
        congress = _somebody("congress", Role.CONGRESS_OFFICE)
        for _each in range(self.chance.randrange(3)):
            found = findings.make(
                version=version, value=self.chance.choice(Value.values),
                words="已核。", by=reviewer,
            )  # fmt: skip
            if self.chance.random() < 0.7:
                findings.release(finding=found, by=congress)

    def _measure(self) -> None:
        source, unit = paper(self.office), self.units[0]
        for thing in self.things:
            for row in thing.rows.all() if isinstance(thing, Indicator) else ():
                if self.chance.random() < 0.7:
                    entered = figure(
                        row, self.office, source, unit, period=2025,
                        entered_on=self._day() + datetime.timedelta(300),
                    )  # fmt: skip
                    if self.chance.random() < 0.2:
                        ObservationWithdrawal.objects.create(
                            observation=entered, reason="错", withdrawn_by=self.office,
                            withdrawn_on=Day(2026, 3, 1),
                        )  # fmt: skip

    def _extend(self) -> None:
        for row in Obligation.objects.all():
            later = datetime.timedelta(self.chance.randrange(1, 60))
            if self.chance.random() < 0.2:
                ObligationExtension.objects.create(
                    obligation=row, reason="汛期", extended_on=Day(2025, 2, 1),
                    by=self.office,
                    due_on=row.due_on + later,
                )  # fmt: skip


def _somebody(name: str, role: Role) -> User:
    return User.objects.filter(username=name).first() or person(name, role)


def counts_of(shown: Card) -> Counts:
    return {
        (axis, row["chapter"], state): number
        for row in shown["rows"]
        for axis in ("delivery", "disclosure", "review")
        for state, number in row[axis].items()
        if number
    }


def ratios_of(shown: Card) -> dict[str, tuple[int, ...]]:
    named = [(f"unit:{row['key']}", row) for row in shown["units"]]
    named += [(f"chapter:{row['chapter']}", row) for row in shown["rows"]]
    keys = ("on_time", "due", "present", "required")
    return {name: tuple(row[key] for key in keys) for name, row in named if row["due"]}


@pytest.mark.parametrize("seed", range(rounds(2, 20)))
def test_scorecard_equals_the_recount(korla: Plan, seed: int) -> None:
    World(korla, seed).fill()
    contents = Contents(korla, "")
    seen: set[str] = set()
    for at in DAYS:
        for year in (2025, 2026):
            with connection.cursor() as cursor:
                counts, ratios = recount(
                    cursor.cursor, "korla-14", year, str(at), str(soon_until(at))
                )
            shown = card(korla, contents, year, at)
            assert counts == counts_of(shown)
            assert ratios == ratios_of(shown)
            seen |= {state for axis, _chapter, state in counts if axis == "disclosure"}
    assert len(seen) >= 3 and "overdue" in seen


def test_recount_can_disagree(korla: Plan) -> None:
    """A count of another day is another count: the comparison is worth something."""
    World(korla, 7).fill()
    shown = counts_of(card(korla, Contents(korla, ""), 2025, DAYS[0]))
    with connection.cursor() as cursor:
        counts, _ratios = recount(
            cursor.cursor, "korla-14", 2025, str(DAYS[2]), str(DAYS[3])
        )
    assert counts != shown
