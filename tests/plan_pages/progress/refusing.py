"""What was written, and that a refusal wrote nothing."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from plan_pages.progress.models import (
    AssignedTarget,
    Checkpoint,
    Observation,
    ObservationWithdrawal,
    SourceDocument,
    Tolerance,
)
from portal.ledger.models import Entry
from portal.outbox.models import OutboxEvent, Purge
from portal.refusals import Refused

WRITTEN = (
    AssignedTarget, Checkpoint, Entry, Observation, ObservationWithdrawal,
    OutboxEvent, Purge, SourceDocument, Tolerance,
)  # fmt: skip


def counts() -> list[int]:
    return [model._default_manager.count() for model in WRITTEN]


def refused(code: str, write: Callable[[], Any]) -> None:
    """`write` is refused with `code`, and nothing was written."""
    before = counts()
    with pytest.raises(Refused) as refusal:
        write()
    assert (refusal.value.code, counts()) == (code, before)


def entries() -> list[tuple[str, str, dict[str, Any]]]:
    found = []
    for entry in Entry.objects.all():
        payload = json.loads(entry.payload)
        found.append((entry.type, entry.subject, payload))
    return found
