"""States by the clock: the pure rule, and that the database says the same."""

import datetime
import random
from decimal import Decimal
from typing import Any

import pytest

from plan_pages.delivery.models import Project
from plan_pages.disclosure.models import UpdateWithdrawal
from plan_pages.document.models import Plan
from plan_pages.obligations.clock import (
    soon_until,
    state_of,
    with_clock,
    with_days,
    with_fields,
)
from plan_pages.obligations.due import make
from plan_pages.obligations.models import Obligation, ObligationExtension
from plan_pages.obligations.states import ClockState
from plan_pages.progress.models import Indicator, ObservationWithdrawal
from portal.accounts.models import User
from portal.clock import add_working_days
from portal.units.models import Unit
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

Day = datetime.date
DUE = Day(2025, 4, 28)


@pytest.fixture
def owed(project: Project, administrator: User) -> Obligation:
    """Due on 2025-04-28."""
    launch()
    rule(administrator, needs_evidence=True)
    make(on=Day(2025, 3, 3))
    return Obligation.objects.get()


def state(owed: Obligation, at: Day) -> str:
    return with_clock(Obligation.objects.filter(pk=owed.pk), at).get().clock


@pytest.mark.parametrize(
    ("satisfied_on", "at", "expected"),
    [
        (None, Day(2025, 4, 21), "not_due"),
        (None, Day(2025, 4, 22), "due_soon"),
        (None, Day(2025, 4, 28), "due_soon"),
        (None, Day(2025, 4, 29), "overdue"),
        (Day(2025, 3, 1), Day(2025, 4, 1), "on_time"),
        (Day(2025, 4, 28), Day(2026, 1, 1), "on_time"),
        (Day(2025, 4, 29), Day(2025, 4, 29), "late"),
    ],
)
def test_state_of(satisfied_on: Day | None, at: Day, expected: str) -> None:
    """Five working days: from Tuesday 22 to Monday 28 April, Sunday 27 among them."""
    soon = add_working_days(at, 5).on
    found = state_of(due_on=DUE, satisfied_on=satisfied_on, at=at, soon_until=soon)
    assert found == expected


def test_soon_is_a_setting(db: None) -> None:
    launch(due_soon_days=5)
    assert soon_until(Day(2025, 4, 21)) == Day(2025, 4, 27)
    launch(due_soon_days=2)
    assert soon_until(Day(2025, 4, 21)) == Day(2025, 4, 23)


def test_a_day_ends_at_midnight_in_beijing(owed: Obligation, time_machine: Any) -> None:
    """15:59 UTC is still the due day there, 16:00 the next."""
    utc = datetime.UTC
    time_machine.move_to(datetime.datetime(2025, 4, 28, 15, 59, tzinfo=utc), tick=False)
    assert with_clock(Obligation.objects.all()).get().clock == "due_soon"
    time_machine.move_to(datetime.datetime(2025, 4, 28, 16, 0, tzinfo=utc), tick=False)
    assert with_clock(Obligation.objects.all()).get().clock == "overdue"


def test_first_whole_version_satisfies(
    owed: Obligation, project: Project, unit: Unit, office: User
) -> None:
    """Without the evidence it does not count; with it, from that day."""
    first = said(project, unit, office, on=Day(2025, 4, 1))
    assert state(owed, Day(2025, 4, 29)) == "overdue"
    said(project, unit, office, on=Day(2025, 5, 6), update=first.update, evidence=1)
    row = with_clock(Obligation.objects.all(), Day(2025, 6, 1)).get()
    assert (row.clock, row.satisfied_on) == ("late", Day(2025, 5, 6))
    said(project, unit, office, on=Day(2025, 4, 28), evidence=1)
    assert state(owed, Day(2025, 6, 1)) == "on_time"


def test_another_period_or_subject_does_not_count(
    owed: Obligation, project: Project, korla: Plan, unit: Unit, office: User
) -> None:
    said(project, unit, office, on=Day(2025, 4, 1), evidence=1, period="2025-Q2")
    said(project, unit, office, on=Day(2025, 4, 1), evidence=1, period="2025")
    other = project_row(place_in(korla), office)
    said(other, unit, office, on=Day(2025, 4, 1), evidence=1)
    said(place_in(korla), unit, office, on=Day(2025, 4, 1), evidence=1)
    assert state(owed, Day(2025, 4, 29)) == "overdue"


def test_withdrawn_update_satisfies_nothing(
    owed: Obligation, project: Project, unit: Unit, office: User
) -> None:
    version = said(project, unit, office, on=Day(2025, 4, 1), evidence=1)
    assert state(owed, Day(2025, 4, 29)) == "on_time"
    UpdateWithdrawal.objects.create(
        update=version.update,
        reason="填错项目",
        withdrawn_on=Day(2025, 4, 2),
        by=office,
    )
    assert state(owed, Day(2025, 4, 29)) == "overdue"


def test_extension_moves_the_day(owed: Obligation, office: User) -> None:
    for day in (Day(2025, 5, 20), Day(2025, 5, 12)):
        ObligationExtension.objects.create(
            obligation=owed, due_on=day, reason="汛期", extended_on=DUE, by=office
        )
    row = with_clock(Obligation.objects.all(), Day(2025, 5, 20)).get()
    assert (row.last_day, row.due_on) == (Day(2025, 5, 20), DUE)
    assert row.clock == "due_soon"
    assert state(owed, Day(2025, 5, 21)) == "overdue"


@pytest.fixture
def indicator(korla: Plan, unit: Unit, office: User) -> Indicator:
    """7, which has two rows."""
    seventh = Indicator.objects.get(plan=korla, number=7)
    lead(unit, seventh, office)
    return seventh


def test_value_counts_when_every_row_has_one(
    indicator: Indicator, unit: Unit, office: User, administrator: User
) -> None:
    launch()
    rule(
        administrator, subject="indicator", cycle="annual", first_period="2025",
        needs_value=True, needs_words=False,
    )  # fmt: skip
    make(on=Day(2025, 3, 3))
    owed, source = Obligation.objects.get(), paper(office)
    one, other = indicator.rows.order_by("order")
    figure(one, office, source, unit, period=2025, entered_on=Day(2026, 1, 5))
    figure(other, office, source, unit, period=2024, entered_on=Day(2025, 1, 5))
    row = with_fields(with_clock(Obligation.objects.all(), owed.due_on)).get()
    assert (row.satisfied_on, row.required, row.present) == (None, 1, 0)
    last = figure(other, office, source, unit, period=2025, entered_on=Day(2026, 1, 9))
    row = with_fields(with_clock(Obligation.objects.all(), owed.due_on)).get()
    assert (row.satisfied_on, row.clock) == (Day(2026, 1, 9), "on_time")
    assert (row.required, row.present) == (1, 1)
    ObservationWithdrawal.objects.create(
        observation=last, reason="录错", withdrawn_by=office,
        withdrawn_on=Day(2026, 1, 10),
    )  # fmt: skip
    assert state(owed, Day(2027, 1, 1)) == "overdue"


def test_value_and_words_count_together(
    indicator: Indicator, unit: Unit, office: User, administrator: User
) -> None:
    launch()
    rule(
        administrator, subject="indicator", cycle="annual", first_period="2025",
        needs_value=True, needs_words=True,
    )  # fmt: skip
    make(on=Day(2025, 3, 3))
    source = paper(office)
    for each in indicator.rows.all():
        figure(each, office, source, unit, period=2025, entered_on=Day(2026, 1, 5))
    assert with_days(Obligation.objects.all()).get().satisfied_on is None
    said(indicator, unit, office, period="2025", on=Day(2026, 1, 8))
    assert with_days(Obligation.objects.all()).get().satisfied_on == Day(2026, 1, 8)


def test_unit_report_is_an_update_about_the_text_by_that_unit(
    project: Project, korla: Plan, unit: Unit, office: User, administrator: User
) -> None:
    launch()
    rule(administrator, subject="unit", cycle="annual", first_period="2025")
    make(on=Day(2025, 3, 3))
    part = place_in(korla)
    said(part, unit_named("jtj"), office, period="2025", on=Day(2026, 1, 5))
    said(project, unit, office, period="2025", on=Day(2026, 1, 5))
    assert with_days(Obligation.objects.all()).get().satisfied_on is None
    said(part, unit, office, period="2025", on=Day(2026, 1, 6))
    assert with_days(Obligation.objects.all()).get().satisfied_on == Day(2026, 1, 6)


def test_present_counts_the_version_that_has_most(
    project: Project, unit: Unit, office: User, administrator: User
) -> None:
    launch()
    rule(
        administrator, needs_evidence=True, needs_problems=True, needs_next_step=True,
        needs_figures=True,
    )  # fmt: skip
    make(on=Day(2025, 3, 3))

    def present() -> tuple[int, int]:
        row = with_fields(Obligation.objects.all()).get()
        return row.present, row.required

    assert present() == (0, 5)
    version = said(project, unit, office, on=Day(2025, 4, 1), problems="缺资金")
    assert present() == (2, 5)
    said(project, unit, office, on=Day(2025, 4, 1), next_step="续建")
    assert present() == (2, 5)
    said(
        project, unit, office, on=Day(2025, 4, 2), update=version.update, evidence=2,
        problems="缺资金", next_step="续建",
        figures=[{"name": "完成", "value": Decimal(3).to_eng_string(), "unit": "公里"}],
    )  # fmt: skip
    assert present() == (5, 5)
    assert with_days(Obligation.objects.all()).get().satisfied_on == Day(2025, 4, 2)


def test_database_agrees_with_the_rule(
    korla: Plan, unit: Unit, office: User, administrator: User
) -> None:
    """Random subjects, versions, withdrawals, extensions, days; seeded."""
    chance = random.Random(20250428)
    launch(Day(2024, 1, 1))
    fields = ("evidence", "problems", "next_step")
    for subject in ("project", "task"):
        for number in range(3):
            needs = {f"needs_{field}": chance.random() < 0.5 for field in fields}
            rule(administrator, subject=subject, name=f"规则{number}", **needs)
    part = place_in(korla)
    things: list[Any] = [project_row(part, office) for _each in range(6)]
    things += [task_row(part, office) for _each in range(6)]
    for thing in things:
        lead(unit, thing, office)
    make(on=Day(2025, 3, 1))
    start = Day(2025, 3, 1)
    for _each in range(60):
        version = said(
            chance.choice(things), unit, office,
            on=start + datetime.timedelta(chance.randrange(100)),
            evidence=chance.randrange(2),
            problems=chance.choice(["", "缺资金"]),
            next_step=chance.choice(["", "续建"]),
        )  # fmt: skip
        if chance.random() < 0.2:
            UpdateWithdrawal.objects.create(
                update=version.update, reason="错", withdrawn_on=start, by=office
            )
    for row in Obligation.objects.all():
        if chance.random() < 0.3:
            ObligationExtension.objects.create(
                obligation=row, reason="汛期", extended_on=start, by=office,
                due_on=row.due_on + datetime.timedelta(chance.randrange(1, 30)),
            )  # fmt: skip
    seen, steps = set(), rounds(12, 120)
    for step in range(steps):
        at = start + datetime.timedelta(step * (120 // steps))
        soon = soon_until(at)
        for row in with_clock(Obligation.objects.all(), at):
            assert row.clock == state_of(
                due_on=row.last_day, satisfied_on=row.satisfied_on, at=at,
                soon_until=soon,
            )  # fmt: skip
            assert row.satisfied_on == by_hand(row)
            seen.add(row.clock)
    assert seen == set(ClockState)


def by_hand(row: Any) -> Day | None:
    """The first version with everything, found by reading all of them."""
    subject = row.project or row.task
    found = []
    for update in subject.updates.all():
        if hasattr(update, "withdrawal"):
            continue
        for version in update.versions.filter(period=row.period):
            whole = (
                (version.evidence.exists() or not row.rule.needs_evidence)
                and (version.problems or not row.rule.needs_problems)
                and (version.next_step or not row.rule.needs_next_step)
            )
            if whole:
                found.append(version.published_on)
    return min(found, default=None)
