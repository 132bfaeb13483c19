"""What is written down as owed: by whom, for which periods, by when."""

import datetime
from typing import Any

import pytest
from django.core.management import call_command

from plan_pages.delivery.models import Project, ResponsibilityEnd, StageChange
from plan_pages.document.models import Plan
from plan_pages.obligations.due import make
from plan_pages.obligations.models import Obligation
from plan_pages.obligations.rules import revise_rule
from plan_pages.progress.models import Indicator
from portal.accounts.models import User
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

Day = datetime.date
MARCH = Day(2025, 3, 3)


def rows(**columns: Any) -> list[tuple[str, Day]]:
    found = Obligation.objects.filter(**columns).order_by("due_on", "pk")
    return list(found.values_list("period", "due_on"))


def test_nothing_is_owed_without_a_launch_day(
    project: Project, administrator: User
) -> None:
    rule(administrator)
    assert make(on=MARCH) == 0
    assert not Obligation.objects.exists()


def test_nothing_is_owed_before_the_launch_day(
    project: Project, administrator: User
) -> None:
    rule(administrator)
    launch(MARCH)
    assert make(on=Day(2025, 3, 2)) == 0
    assert make(on=MARCH) == 1


def test_nothing_is_owed_without_a_rule(project: Project) -> None:
    launch()
    assert make(on=MARCH) == 0


def test_lead_unit_owes_the_running_period(
    project: Project, unit: Unit, administrator: User
) -> None:
    """20 working days after 31 March: Qingming, Labour Day, and make-up days."""
    launch()
    version = rule(administrator)
    assert make(on=MARCH) == 1
    owed = Obligation.objects.get()
    assert (owed.unit, owed.project, owed.rule) == (unit, project, version)
    assert (owed.subject, owed.period) == ("project", "2025-Q1")
    assert owed.period_end == Day(2025, 3, 31)
    assert owed.due_on == Day(2025, 4, 28)
    assert owed.certain and owed.made_on == MARCH


def test_make_again_writes_nothing(project: Project, administrator: User) -> None:
    launch()
    rule(administrator)
    make(on=MARCH)
    assert make(on=Day(2025, 3, 20)) == 0
    assert Obligation.objects.count() == 1


def test_next_period_is_owed_when_it_begins(
    project: Project, administrator: User
) -> None:
    launch()
    rule(administrator)
    make(on=MARCH)
    assert make(on=Day(2025, 3, 31)) == 0
    assert make(on=Day(2025, 4, 1)) == 1
    assert [period for period, _due in rows()] == ["2025-Q1", "2025-Q2"]


def test_period_that_ended_is_due_from_the_day_it_was_written(
    project: Project, administrator: User
) -> None:
    """Nobody is late with what nobody had asked for."""
    launch(Day(2025, 7, 1))
    rule(administrator)
    make(on=Day(2025, 7, 1))
    assert rows() == [
        ("2025-Q1", Day(2025, 7, 29)),
        ("2025-Q2", Day(2025, 7, 29)),
        ("2025-Q3", Day(2025, 11, 4)),
    ]


def test_cooperating_unit_owes_nothing(
    project: Project, office: User, administrator: User
) -> None:
    launch()
    rule(administrator)
    lead(unit_named("jtj"), project, office, role="cooperating")
    make(on=MARCH)
    assert Obligation.objects.get().unit.key == "slj"


def test_two_leads_owe_each(
    project: Project, office: User, administrator: User
) -> None:
    launch()
    rule(administrator)
    lead(unit_named("jtj"), project, office)
    assert make(on=MARCH) == 2


def test_new_lead_owes_from_the_next_period(
    project: Project, unit: Unit, office: User, administrator: User
) -> None:
    launch()
    rule(administrator)
    make(on=MARCH)
    ResponsibilityEnd.objects.create(
        responsibility=project.responsibilities.get(),
        on=MARCH,
        reason="划转",
        by=office,
    )
    lead(unit_named("jtj"), project, office)
    assert make(on=Day(2025, 3, 20)) == 0
    make(on=Day(2025, 4, 1))
    units = Obligation.objects.order_by("period").values_list("period", "unit__key")
    assert list(units) == [("2025-Q1", "slj"), ("2025-Q2", "jtj")]


def test_another_phase_owes_nothing(
    project: Project, korla: Plan, administrator: User
) -> None:
    launch()
    rule(administrator, phases=["implementing"])
    assert korla.phase == "final_evaluation"
    assert make(on=MARCH) == 0


def test_periods_outside_the_plans_years_are_not_owed(
    project: Project, administrator: User
) -> None:
    launch()
    rule(administrator, cycle="annual", first_period="2019")
    make(on=Day(2027, 3, 1))
    assert [period for period, _due in rows()] == [
        "2021", "2022", "2023", "2024", "2025",
    ]  # fmt: skip


def test_once_is_owed_once_whatever_the_year(
    project: Project, administrator: User
) -> None:
    launch()
    rule(administrator, cycle="once", first_period="2026")
    assert make(on=Day(2025, 12, 31)) == 0
    assert make(on=Day(2026, 1, 4)) == 1
    assert make(on=Day(2027, 1, 4)) == 0


def test_half_years(project: Project, administrator: User) -> None:
    launch()
    rule(administrator, cycle="half_year", first_period="2024-H2")
    make(on=MARCH)
    assert [period for period, _due in rows()] == ["2024-H2", "2025-H1"]


def test_project_that_begins_later_owes_nothing_before(
    korla: Plan, unit: Unit, office: User, administrator: User
) -> None:
    launch()
    rule(administrator, cycle="annual", first_period="2023")
    lead(unit, project_row(place_in(korla), office, first_year=2025), office)
    make(on=MARCH)
    assert [period for period, _due in rows()] == ["2025"]


def test_task_that_starts_later_owes_nothing_before(
    korla: Plan, unit: Unit, office: User, administrator: User
) -> None:
    launch()
    rule(administrator, subject="task")
    task = task_row(place_in(korla), office, starts_on=Day(2025, 4, 1))
    lead(unit, task, office)
    assert make(on=MARCH) == 0
    assert make(on=Day(2025, 4, 1)) == 1


@pytest.mark.parametrize("delivery", ["completed", "stopped"])
def test_finished_project_owes_nothing_after(
    project: Project, unit: Unit, office: User, administrator: User, delivery: str
) -> None:
    launch()
    rule(administrator)
    said(
        project, unit, office, on=Day(2025, 3, 1), delivery=delivery, decided_by="批复"
    )
    make(on=Day(2025, 4, 1))
    assert [period for period, _due in rows()] == ["2025-Q1"]


def test_project_taken_off_owes_nothing_after(
    project: Project, office: User, administrator: User
) -> None:
    launch()
    rule(administrator)
    StageChange.objects.create(
        project=project, stage="withdrawn", on=MARCH, entered_on=MARCH, by=office
    )
    make(on=Day(2025, 4, 1))
    assert [period for period, _due in rows()] == ["2025-Q1"]


def test_indicator_that_left_the_text_owes_nothing(
    korla: Plan, unit: Unit, office: User, administrator: User
) -> None:
    launch()
    rule(
        administrator, subject="indicator", cycle="annual", first_period="2025",
        needs_value=True, needs_words=False,
    )  # fmt: skip
    ninth = Indicator.objects.get(plan=korla, number=9)
    tenth = Indicator.objects.get(plan=korla, number=10)
    lead(unit, ninth, office)
    lead(unit, tenth, office)
    Indicator.objects.filter(pk=tenth.pk).update(number=None)
    make(on=MARCH)
    assert Obligation.objects.get().indicator == ninth


def test_unit_report_is_owed_by_every_leading_unit(
    project: Project, unit: Unit, korla: Plan, office: User, administrator: User
) -> None:
    launch()
    rule(administrator, subject="unit", cycle="annual", first_period="2025")
    lead(unit, task_row(place_in(korla), office), office)
    lead(unit_named("jtj"), task_row(place_in(korla), office), office)
    make(on=MARCH)
    found = Obligation.objects.order_by("unit__key").values_list("unit__key", "project")
    assert list(found) == [("jtj", None), ("slj", None)]
    lead(unit_named("mzj"), task_row(place_in(korla), office), office)
    assert make(on=MARCH) == 1


def test_later_version_holds_for_its_periods_alone(
    project: Project, administrator: User
) -> None:
    launch()
    first = rule(administrator)
    make(on=MARCH)
    revise_rule(
        rule=first, by=administrator, note="放宽", term_days=30, first_period="2025-Q3"
    )
    make(on=Day(2025, 7, 1))
    terms = Obligation.objects.order_by("period").values_list(
        "period", "rule__term_days"
    )
    assert list(terms) == [("2025-Q1", 20), ("2025-Q2", 20), ("2025-Q3", 30)]


def test_rule_that_ended_asks_for_nothing_more(
    project: Project, administrator: User
) -> None:
    launch()
    first = rule(administrator)
    revise_rule(
        rule=first, by=administrator, note="停用", active=False, first_period="2025-Q2"
    )
    make(on=Day(2025, 7, 1))
    assert [period for period, _due in rows()] == ["2025-Q1"]


def test_beyond_the_published_calendar_is_not_certain(
    project: Project, administrator: User
) -> None:
    launch()
    rule(administrator, cycle="once", first_period="2038")
    make(on=Day(2038, 1, 4))
    assert not Obligation.objects.get().certain


def test_queries_do_not_grow_with_projects(
    korla: Plan, unit: Unit, office: User, administrator: User,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    launch()
    rule(administrator)
    for _each in range(5):
        lead(unit, project_row(place_in(korla), office), office)
    with django_assert_max_num_queries(15):
        assert make(on=MARCH) == 5


def test_command_says_what_it_did(
    project: Project, administrator: User, capsys: Any
) -> None:
    call_command("obligations")
    assert "没有设置启用日期" in capsys.readouterr().out
    launch()
    rule(administrator, cycle="once", first_period="2025")
    call_command("obligations")
    assert "新登记 1 项，提醒 0 封" in capsys.readouterr().out
