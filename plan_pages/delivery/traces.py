"""Every public row of this room leaves its hash in the ledger, in its transaction.

The hash is over the row's facts as sorted JSON, so that anyone who has the row can make
it again; who typed it is no part of it.
"""

import datetime
from decimal import Decimal
from typing import Any

from django.db import models

from plan_pages.progress.recording import content_hash
from portal.ledger.canonical import Value
from portal.ledger.entries import record
from portal.ledger.models import EntryType

#: Columns that are keys of the database or persons.
_LEFT_OUT = ("id", "by", "entered_by")


def leave(row: models.Model, *, about: Any, revises: bool = False) -> None:
    """An entry for `row`, a new one or (`revises`) one that changes what stood there;
    `about` is the thing whose page shows it.
    """
    record(
        type=EntryType.DISCLOSURE_REVISED
        if revises
        else EntryType.DISCLOSURE_PUBLISHED,
        subject=f"{about._meta.model_name}:{_named(about)}",
        data={"kind": str(row._meta.model_name), "hash": content_hash(facts_of(row))},
    )


def facts_of(row: models.Model) -> dict[str, Value]:
    """Column → text; what it points at by its public name."""
    fields = (f for f in row._meta.concrete_fields if f.name not in _LEFT_OUT)
    return {field.name: _text(getattr(row, field.name)) for field in fields}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, models.Model):
        return _named(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def _named(thing: Any) -> str:
    """By its id or key; an indicator by its Part; else by the hash of its facts."""
    for name in ("public_id", "key"):
        if known := getattr(thing, name, ""):
            return str(known)
    part = getattr(thing, "part", None)
    return str(part.public_id) if part else content_hash(facts_of(thing))
