"""A refusal leaves every row of both rooms, and what they owe, as it was."""

from typing import Any

import pytest
from django.apps import apps
from wagtail.models import Revision, TaskState, WorkflowState

from portal.ledger.models import Entry
from portal.outbox.models import OutboxEvent, Purge
from portal.refusals import Refused

LABELS = ("delivery", "disclosure", "progress", "media")
OTHERS = (Entry, OutboxEvent, Purge, Revision, TaskState, WorkflowState)


def rows() -> dict[str, list[Any]]:
    own = [m for label in LABELS for m in apps.get_app_config(label).get_models()]
    return {
        model._meta.label: sorted(model._base_manager.values_list(), key=repr)
        for model in (*own, *OTHERS)
    }


def refused(code: str, call: Any, **options: Any) -> None:
    """`call(**options)` is refused with `code`, and nothing was written."""
    before = rows()
    with pytest.raises(Refused) as refusal:
        call(**options)
    assert refusal.value.code == code
    assert rows() == before
