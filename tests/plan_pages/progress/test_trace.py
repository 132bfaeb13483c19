"""No path changes a published figure: ORM, bulk, raw SQL. What the tables demand."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from plan_pages.progress.models import (
    AssignedTarget,
    Checkpoint,
    Handover,
    Observation,
    ObservationWithdrawal,
    Tolerance,
    YardstickWithdrawal,
)
from portal.accounts.models import User
from portal.ledger import appendonly
from portal.media.models import PortalDocument
from portal.units.models import Unit
from tests.plan_pages.progress.figures import figure, paper, row_of

GROWING = [
    model
    for model in apps.get_app_config("progress").get_models()
    if model._meta.db_table in appendonly.TABLES
]


@pytest.fixture
def observation(publisher: User, unit: Unit) -> Observation:
    return figure(row_of("3"), publisher, paper(publisher), unit)


@pytest.fixture
def all_rows(observation: Observation, publisher: User) -> None:
    """A row in every one of these tables."""
    common: dict[str, Any] = {
        "row": observation.row,
        "value": Decimal("1"),
        "source": observation.source,
        "content_hash": "0" * 64,
        "entered_by": publisher,
        "entered_on": datetime.date(2022, 4, 2),
    }
    target = AssignedTarget.objects.create(**common)
    YardstickWithdrawal.objects.create(
        assignedtarget=target,
        reason="录错行",
        withdrawn_by=publisher,
        withdrawn_on=datetime.date(2022, 4, 3),
    )
    Checkpoint.objects.create(**common, period=2021)
    Tolerance.objects.create(**common, basis="nominal")
    Handover.objects.create(
        unit=observation.reporting_unit,
        stamped=PortalDocument.objects.create(title="盖章件"),
        stamped_sha256="0" * 64,
        sheet_sha256="0" * 64,
        entered_by=publisher,
        entered_on=datetime.date(2022, 4, 2),
    )
    ObservationWithdrawal.objects.create(
        observation=observation,
        reason="录错行",
        withdrawn_by=publisher,
        withdrawn_on=datetime.date(2022, 4, 3),
    )


def test_list_of_tables_is_complete() -> None:
    assert {model.__name__ for model in GROWING} == {
        "AssignedTarget",
        "Checkpoint",
        "Handover",
        "Observation",
        "ObservationWithdrawal",
        "SourceDocument",
        "Tolerance",
        "YardstickWithdrawal",
    }


def _save(row: models.Model) -> None:
    row.save(force_update=True)


def _raw_update(row: models.Model) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {row._meta.db_table} SET id = id")


def _raw_delete(row: models.Model) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {row._meta.db_table}")


def _bulk_update(row: models.Model) -> None:
    name = next(f.name for f in row._meta.fields if isinstance(f, models.DateField))
    type(row)._default_manager.bulk_update([row], [name])


def _queryset_update(row: models.Model) -> None:
    name = next(f.name for f in row._meta.fields if isinstance(f, models.DateField))
    type(row)._default_manager.update(**{name: datetime.date(2000, 1, 1)})


def _upsert(row: models.Model) -> None:
    name = next(f.name for f in row._meta.fields if isinstance(f, models.DateField))
    type(row)._default_manager.bulk_create(
        [row], update_conflicts=True, unique_fields=["id"], update_fields=[name]
    )


def _raw_queryset_delete(row: models.Model) -> None:
    found = type(row)._default_manager.all()
    found._raw_delete(using=found.db)


PATHS = (
    _save,
    _raw_update,
    _raw_delete,
    _bulk_update,
    _queryset_update,
    _upsert,
    _raw_queryset_delete,
)


@pytest.mark.parametrize("model", GROWING, ids=lambda model: model.__name__)
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__)
def test_no_path_changes_a_row(
    all_rows: None, model: type[models.Model], path: Callable[[models.Model], None]
) -> None:
    before = list(model._default_manager.order_by("pk").values())
    row = model._default_manager.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        path(row)
    assert list(model._default_manager.order_by("pk").values()) == before != []


def test_second_figure_of_a_paper_without_revision_is_refused(
    observation: Observation, publisher: User, unit: Unit
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        figure(
            observation.row, publisher, observation.source, unit, value=Decimal("80")
        )
    assert Observation.objects.count() == 1


@pytest.mark.parametrize(
    "columns",
    [
        {"revision": 2},
        {"revision": 2, "reason": "核实"},
        {"status": "guessed"},
        {"period": 21},
        {"places": 7},
    ],
)
def test_database_refuses_a_figure_that_does_not_hold_together(
    observation: Observation, publisher: User, unit: Unit, columns: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        figure(
            observation.row,
            publisher,
            observation.source,
            unit,
            **{"period": 2022, **columns},
        )
    assert Observation.objects.count() == 1


def test_revision_without_reason_is_refused(
    observation: Observation, publisher: User, unit: Unit
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        figure(
            observation.row,
            publisher,
            observation.source,
            unit,
            revision=2,
            supersedes=observation,
        )
    assert Observation.objects.count() == 1


def test_row_of_another_year_hides_no_figure(
    observation: Observation, publisher: User, unit: Unit
) -> None:
    figure(
        observation.row,
        publisher,
        observation.source,
        unit,
        period=2022,
        revision=2,
        supersedes=observation,
        reason="放错",
    )
    assert list(Observation.objects.current().values_list("period", flat=True)) == [
        2021,
        2022,
    ]


def test_source_that_nobody_can_find_is_refused(publisher: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        paper(publisher, number="")
