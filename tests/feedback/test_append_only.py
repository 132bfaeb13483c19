"""No way leads around the triggers: ORM, save, delete, raw SQL."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from feedback.moderation import appeals, claims, contacts, proposals, takedowns
from feedback.replies import routing, versions
from feedback.suggestions.models import Suggestion, SuggestionContact
from portal.accounts.models import User
from portal.ledger import appendonly
from portal.units.models import Unit

from .lifecycle import send
from .replying import answered
from .unchanged import rows

LABELS = ("suggestions", "moderation", "replies")
GROWING = [
    model
    for label in LABELS
    for model in apps.get_app_config(label).get_models()
    if model._meta.db_table in appendonly.TABLES
]
WRITTEN_ONCE = [
    apps.get_model(label)
    for label in (
        "suggestions.SuggestionText",
        "suggestions.SuggestionContact",
        "moderation.AppealReason",
        "moderation.AppealText",
        "moderation.DecisionReason",
        "moderation.MaskedText",
        "moderation.ProposalWords",
    )
]
FROZEN = (
    "number", "kind", "visibility", "received_on", "channel", "publication_mode",
    "commitment", "entry_id", "entered_by_id", "resubmission_of_id",
)  # fmt: skip


@pytest.fixture
def all_rows(
    brought: Callable[..., Suggestion],
    moderator: User,
    second: User,
    head: User,
    unit: Unit,
) -> None:
    """A row in every one of these tables."""
    row = brought("published_masked")
    SuggestionContact.objects.create(suggestion=row, sealed=b"S1")
    claims.claim(suggestion=row, by=moderator)
    contacts.take_contact(suggestion=row, by=moderator)
    brought("taken_down")
    refused = brought("refused")
    appeal = appeals.open_appeal(suggestion=refused, text="请再看。")
    appeals.decide_appeal(appeal=appeal, outcome="upheld", reason="维持", by=second)
    proposal = proposals.propose_unlawful(
        suggestion=send(row.part).suggestion,
        kind="refuse",
        provision="某法第一条",
        reason="理由",
        by=moderator,
    )
    proposals.decline_unlawful(proposal=proposal, by=second)
    brought("withdrawn")
    late = brought("published")
    routing.route(suggestion=late, unit=unit, complexity="normal", by=moderator)
    due = routing.current_due(late)
    assert due is not None
    routing.extend(
        suggestion=late, due_on=due.replace(year=2999), reason="须现场核实", by=head
    )
    reply = answered(brought("published"), unit=unit, head=head, by=moderator)
    versions.withdraw_reply(reply=reply, reason="发错了", by=head)
    assert takedowns.restore_unconfirmed() == 0


def test_lists_of_tables_are_complete() -> None:
    assert len(GROWING) == 14
    floor = {
        model for label in LABELS for model in apps.get_app_config(label).get_models()
    }
    mutable = floor - set(GROWING) - set(WRITTEN_ONCE)
    assert {model.__name__ for model in mutable} == {
        "Suggestion", "FeedbackSettings", "Claim", "Reply", "ReplyTarget",
        "UnitHeadApprovalTask",
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


def test_written_words_refuse_a_change(all_rows: None) -> None:
    before = rows()
    for model in WRITTEN_ONCE:
        assert model._base_manager.exists(), model
        for change in (_update, _save, _raw_update):
            with pytest.raises(IntegrityError), transaction.atomic():
                change(model)
    assert rows() == before


def test_frozen_columns_of_a_suggestion(suggestion: Suggestion) -> None:
    before = rows()
    with connection.cursor() as cursor:
        for column in FROZEN:
            value = "1" if column.endswith("_id") and column != "entry_id" else "'x'"
            if column == "received_on":
                value = "'2020-01-01'"
            with pytest.raises(IntegrityError), transaction.atomic():
                cursor.execute(f"UPDATE suggestions_suggestion SET {column} = {value}")
    with pytest.raises(IntegrityError), transaction.atomic():
        Suggestion.objects.update(lookup_id="0" * 32)
    assert rows() == before


def _column(model: type[models.Model]) -> Any:
    """A column to write over; its own value will do for an append-only row."""
    return next(field for field in model._meta.concrete_fields if not field.primary_key)


def _update(model: type[models.Model]) -> None:
    name = _column(model).attname
    value = model._base_manager.values_list(name, flat=True).first()
    model._base_manager.update(**{name: value})


def _save(model: type[models.Model]) -> None:
    model._base_manager.first().save(force_update=True)


def _raw_update(model: type[models.Model]) -> None:
    column = _column(model).column
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = {column}")


def _delete(model: type[models.Model]) -> None:
    model._base_manager.all().delete()


def _raw_delete(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table}")
