"""A plan with random rules, disclosures and figures; the seed decides."""

import datetime
import random
from decimal import Decimal
from typing import Any

from plan_pages.delivery.models import Anchor
from plan_pages.disclosure.models import UpdateWithdrawal
from plan_pages.document.models import Plan
from plan_pages.obligations.due import make
from plan_pages.obligations.models import Obligation, ObligationExtension
from plan_pages.oversight import findings
from plan_pages.oversight.states import Value
from plan_pages.progress.models import (
    AssignedTarget,
    Checkpoint,
    Indicator,
    IndicatorRow,
    ObservationWithdrawal,
    SourceDocument,
    Tolerance,
    YardstickWithdrawal,
)
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

Day = datetime.date
PERIODS = ("2025-Q1", "2025-Q2", "2025")


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
        """Figures of some years of most rows, and what they are held against."""
        rows = IndicatorRow.objects.filter(
            indicator__plan=self.plan, code__isnull=False
        ).order_by("pk")
        papers = [paper(self.office, number=f"{at}号") for at in range(2)]
        for row in rows:
            for year in range(2021, self.chance.randrange(2021, 2027)):
                if self.chance.random() < 0.9:
                    self._figure(row, year, papers[0])
                if self.chance.random() < 0.05:
                    self._figure(row, year, papers[1])
            self._hold_against(row, papers[0])

    def _figure(self, row: IndicatorRow, year: int, source: SourceDocument) -> None:
        entered = figure(
            row, self.office, source, self.units[0], period=year,
            value=self._value(row), places=2,
            entered_on=self._day() + datetime.timedelta(300),
        )  # fmt: skip
        if self.chance.random() < 0.1:
            ObservationWithdrawal.objects.create(
                observation=entered, reason="错", withdrawn_by=self.office,
                withdrawn_on=Day(2026, 3, 1),
            )  # fmt: skip

    def _value(self, row: IndicatorRow) -> Decimal:
        """On the way from the baseline to the target, or past it, or back."""
        start, goal = row.baseline_value, row.target_value
        if start is None or goal is None or start == goal:
            return Decimal(self.chance.randrange(0, 1200)) / 100
        way = Decimal(self.chance.randrange(-20, 130)) / 100
        return (start + (goal - start) * way).quantize(Decimal("0.01"))

    def _hold_against(self, row: IndicatorRow, source: SourceDocument) -> None:
        common: dict[str, Any] = {
            "row": row, "source": source, "places": 2, "content_hash": "0" * 64,
            "entered_by": self.office, "entered_on": Day(2025, 1, 10),
        }  # fmt: skip
        made: list[tuple[str, Any]] = []
        if row.target_form == "assigned_above" and self.chance.random() < 0.7:
            value = self._value(row)
            made.append(("assignedtarget", AssignedTarget(value=value, **common)))
        if row.kind == "relation" and self.chance.random() < 0.7:
            basis = self.chance.choice(["nominal", "real"])
            made.append((
                "tolerance", Tolerance(value=Decimal(3), basis=basis, **common)
            ))  # fmt: skip
        if self.chance.random() < 0.5:
            for year in range(2021, 2026):
                value = self._value(row)
                target = Checkpoint(period=year, value=value, **common)
                made.append(("checkpoint", target))
        for kind, each in made:
            each.save()
            if self.chance.random() < 0.1:
                YardstickWithdrawal.objects.create(
                    reason="错", withdrawn_by=self.office,
                    withdrawn_on=Day(2025, 2, 1), **{kind: each},
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
