"""Figures that are refused, and for whom; nothing is written then."""

from decimal import Decimal
from typing import Any

import pytest

from plan_pages.progress import observations, yardsticks
from plan_pages.progress.figures import Figure
from plan_pages.progress.models import (
    Observation,
)
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.units.models import Unit
from tests.plan_pages.progress.figures import given, paper, person, row_of
from tests.plan_pages.progress.refusing import refused


def test_second_figure_of_one_paper_must_name_the_first(
    publisher: User, unit: Unit
) -> None:
    first = given("3", 2021, "79.3", publisher, unit)
    refused(
        "already",
        lambda: given("3", 2021, "79.4", publisher, unit, source=first.source),
    )


def test_same_figure_twice_in_one_batch_is_refused(publisher: User, unit: Unit) -> None:
    source = paper(publisher)
    twice = Figure(row_of("3"), 2021, Decimal("79.3"), "final", source, unit)
    refused(
        "already",
        lambda: observations.record_observations(figures=[twice, twice], by=publisher),
    )


def test_only_the_newest_is_revised(publisher: User, unit: Unit) -> None:
    first = given("3", 2021, "79.3", publisher, unit)
    same = {"source": first.source, "supersedes": first, "reason": "核定"}
    given("3", 2021, "79.4", publisher, unit, **same)
    refused("superseded", lambda: given("3", 2021, "79.5", publisher, unit, **same))


def test_revision_of_another_year_is_refused(publisher: User, unit: Unit) -> None:
    first = given("3", 2021, "79.3", publisher, unit)
    source = paper(publisher)
    columns = {"source": source, "supersedes": first, "reason": "核定"}
    refused(
        "supersedes_other", lambda: given("3", 2022, "80", publisher, unit, **columns)
    )
    refused(
        "supersedes_other", lambda: given("4", 2021, "2", publisher, unit, **columns)
    )


def test_reason_and_revision_belong_together(publisher: User, unit: Unit) -> None:
    first = given("3", 2021, "79.3", publisher, unit)
    source = first.source
    refused(
        "reason",
        lambda: given(
            "3", 2021, "79.4", publisher, unit, source=source, supersedes=first
        ),
    )
    refused(
        "reason",
        lambda: given("3", 2022, "79.4", publisher, unit, source=source, reason="x"),
    )


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"value": Decimal("NaN")}, "value"),
        ({"value": Decimal("Infinity")}, "value"),
        ({"value": Decimal("1.1234567")}, "value"),
        ({"value": Decimal("1E14")}, "value"),
        ({"value": Decimal("1234567890.123456")}, "value"),
        ({"value": 79.3}, "value"),
        ({"status": "guessed"}, "status"),
        ({"period": 21}, "period"),
    ],
)
def test_figure_is_refused(
    publisher: User, unit: Unit, columns: dict, code: str
) -> None:
    whole: dict[str, Any] = {
        "row": row_of("3"),
        "period": 2021,
        "value": Decimal("79.3"),
        "status": "final",
        "source": paper(publisher),
        "reporting_unit": unit,
        **columns,
    }
    refused(code, lambda: observations.record_observation(by=publisher, **whole))


def test_largest_value_fits(publisher: User, unit: Unit) -> None:
    given("19", 2021, "99999999999999.9", publisher, unit)
    given("19", 2020, "123456789.123456", publisher, unit)
    given("19", 2022, "-3", publisher, unit)
    given("19", 2023, "1E+3", publisher, unit)
    assert [each.printed for each in Observation.objects.all()] == [
        "123456789.123456",
        "99999999999999.9",
        "-3",
        "1000",
    ]


def test_row_that_left_the_text_takes_no_figures(publisher: User, unit: Unit) -> None:
    row, source = row_of("3"), paper(publisher)
    row.code = None
    refused(
        "row_gone",
        lambda: observations.record_observation(
            row=row,
            period=2021,
            value=Decimal(1),
            status="final",
            source=source,
            reporting_unit=unit,
            by=publisher,
        ),
    )


@pytest.mark.parametrize(
    "roles", [(), (Role.EDITOR,), (Role.HEAD,), (Role.MODERATOR,)], ids=str
)
def test_only_a_publisher_enters(publisher: User, unit: Unit, roles: tuple) -> None:
    first = given("3", 2021, "79.3", publisher, unit)
    other = person("other", *roles, unit=unit)
    source, row = first.source, row_of("16")
    for write in (
        lambda: given("4", 2021, "2", other, unit, source=source),
        lambda: observations.record_source(
            title="a", issuer="b", number="1", dated=source.dated, by=other
        ),
        lambda: observations.withdraw_observation(
            observation=first, reason="x", by=other
        ),
        lambda: yardsticks.assign_target(
            row=row, value=Decimal(78), source=source, by=other
        ),
        lambda: yardsticks.set_checkpoint(
            row=row, period=2021, value=Decimal(76), source=source, by=other
        ),
        lambda: yardsticks.set_tolerance(
            row=row_of("7a"), value=Decimal(1), basis="real", source=source, by=other
        ),
    ):
        refused("not_publisher", write)
