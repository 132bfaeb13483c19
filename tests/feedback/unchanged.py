"""Every row of the floor, so that a refusal can be shown to have changed nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps

from portal.intake.models import SpentChallenge
from portal.ledger.models import Entry, Salt
from portal.outbox.models import OutboxEvent, Purge
from portal.refusals import Refused


def rows() -> dict[str, list[Any]]:
    floor = [
        model
        for label in ("suggestions", "moderation", "replies")
        for model in apps.get_app_config(label).get_models()
    ]
    models = [*floor, Entry, Salt, OutboxEvent, Purge, SpentChallenge]
    return {
        model._meta.label: sorted(model._base_manager.values_list(), key=repr)
        for model in models
    }


@contextmanager
def refused(code: str) -> Iterator[pytest.ExceptionInfo[Refused]]:
    """The block raises Refused with `code`, and no row anywhere has changed."""
    before = rows()
    with pytest.raises(Refused) as caught:
        yield caught
    assert caught.value.code == code
    assert rows() == before
