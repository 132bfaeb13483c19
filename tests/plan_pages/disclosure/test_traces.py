"""No way leads around the triggers: ORM, save, delete, raw SQL, the admin's forms."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from wagtail.documents.forms import get_document_form

from plan_pages.delivery import projects, responsibilities, tasks
from plan_pages.disclosure import versions
from plan_pages.disclosure.models import Update, UpdateVersion
from plan_pages.document.models import Part
from plan_pages.progress.models import Indicator
from portal.accounts.models import User
from portal.ledger import appendonly
from portal.media.forms import DocumentForm
from portal.media.models import PortalDocument
from portal.units.models import Unit
from tests.feedback.test_append_only import (
    _delete,
    _raw_delete,
    _raw_update,
    _save,
    _update,
)
from tests.plan_pages.disclosing import drafted, released

from .unchanged import rows

LABELS = ("delivery", "disclosure")
GROWING = [
    model
    for label in LABELS
    for model in apps.get_app_config(label).get_models()
    if model._meta.db_table in appendonly.TABLES
]
DAY = datetime.date(2024, 5, 6)


@pytest.fixture
def all_rows(
    version: UpdateVersion, part: Part, office: User, unit: Unit, editor: User,
    head: User,
) -> None:  # fmt: skip
    """A row in every one of these tables."""
    project: Any = version.update.project
    projects.enter_stage(project=project, stage="reserve", on=DAY, by=office)
    projects.record_investment(
        project=project, year=2024, kind="actual", amount=Decimal(1), by=office
    )
    task = tasks.add_task(part=part, by=office, name="任务")
    tasks.set_milestone(of=task, name="节点", due_on=DAY, by=office)
    row = responsibilities.assign(unit=unit, role="lead", subject=task, by=office)
    responsibilities.end(responsibility=row, reason="机构改革", by=office)
    versions.withdraw(update=version.update, reason="填错", by=office)
    figure = {"name": "城镇化率", "value": "79.3", "unit": "%", "row": "3"}
    indicator = Indicator.objects.get(plan=part.plan_id, number=3)
    measured = drafted(indicator, editor, figures=[figure])
    released(measured, editor=editor, head=head, office=office)


def test_lists_of_tables_are_complete() -> None:
    assert len(GROWING) == 14
    every = {m for label in LABELS for m in apps.get_app_config(label).get_models()}
    assert {model.__name__ for model in every - set(GROWING)} == {
        "Anchor", "Update", "DraftEvidence", "UnitHeadTask", "PublishingOfficeTask",
    }  # fmt: skip


def test_append_only_rows_refuse_every_change(all_rows: None) -> None:
    before = rows()
    for model in GROWING:
        assert model._base_manager.exists(), model
        for change in (_update, _save, _raw_update, _delete, _raw_delete):
            refusals = (IntegrityError, models.ProtectedError)
            with pytest.raises(refusals), transaction.atomic():
                change(model)
    assert rows() == before


@pytest.mark.parametrize(
    "column",
    ["public_id", "plan_id", "home_id", "unit_id", "on_behalf", "project_id",
     "part_id"],
)  # fmt: skip
def test_what_an_update_is_about_never_changes(draft: Update, column: str) -> None:
    value = "'x'" if column == "public_id" else "NOT on_behalf"
    if column.endswith("_id") and column != "public_id":
        value = f"COALESCE({column}, 0) + 1"
    before = rows()
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE disclosure_update SET {column} = {value}")
    assert rows() == before


def test_file_is_never_exchanged_under_what_shows_it(draft: Update) -> None:
    document: Any = draft.draft_evidence.get().document
    before = rows()
    with pytest.raises(IntegrityError), transaction.atomic():
        PortalDocument.objects.update(file="documents/other.pdf")
    with pytest.raises(models.ProtectedError), transaction.atomic():
        document.delete()
    assert rows() == before


def test_admin_form_offers_no_other_file(draft: Update, office: User) -> None:
    office.is_superuser = True
    form_of = get_document_form(PortalDocument)
    assert issubclass(form_of, DocumentForm)
    kept = form_of(instance=draft.draft_evidence.get().document, user=office)
    assert kept.fields["file"].disabled and kept.fields["unit"].disabled
    assert not form_of(user=office).fields["file"].disabled
