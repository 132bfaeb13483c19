"""Entries are written here and nowhere else, in the transaction of the business row."""

import datetime
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portal.clock import iso_week, today
from portal.prepared import PreparedInsert
from portal.writing import require_transaction

from .canonical import NotCanonical, Value, canonical
from .models import WEEKLY, Entry, EntryType

VERSION = 1
#: Keys that `record` sets itself.
COMMON = frozenset({"version", "type", "id", "subject", "week", "date"})

_keep = PreparedInsert(Entry)
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


@dataclass(frozen=True)
class Fact:
    """What `record` takes, for `entries_of`."""

    type: EntryType
    subject: str
    data: Mapping[str, Value] = field(default_factory=dict)


def record(
    *,
    type: EntryType,
    subject: str,
    data: Mapping[str, Value] | None = None,
    on: datetime.date | None = None,
) -> Entry:
    """Append an entry about `subject` (a random id or a public token, never a person).

    `data` holds integers and tokens only: hashes, codes, versions. `on` is the Beijing
    date (today when left out) and becomes `week` for everything about a suggestion,
    `date` for the rest. Raises NotCanonical; DatabaseError outside a transaction.
    """
    require_transaction("record")
    entry = _entry(Fact(type, subject, data or {}), on or today())
    _keep(entry)
    return entry


def entries_of(
    facts: Sequence[Fact], *, on: datetime.date | None = None
) -> list[Entry]:
    """`record` for each, made and not kept yet: what takes time comes before the turn
    of the writer. Raises NotCanonical.
    """
    day = on or today()
    return [_entry(fact, day) for fact in facts]


def append(entries: Sequence[Entry]) -> None:
    """Keep what `entries_of` made. Raises DatabaseError outside a transaction."""
    require_transaction("append")
    Entry.objects.bulk_create(entries, batch_size=500)


def _entry(fact: Fact, day: datetime.date) -> Entry:
    kind = EntryType(fact.type)
    entry_id = new_id()
    payload: dict[str, Value] = {
        "version": VERSION,
        "type": kind.value,
        "id": entry_id,
        "subject": fact.subject,
        **_when(kind, day),
        **_own_keys_only(fact.data),
    }
    return Entry(
        entry_id=entry_id, type=kind, subject=fact.subject, payload=canonical(payload)
    )


def new_id() -> str:
    """130 random bits as 26 lower-case Crockford characters."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(26))


def _when(kind: EntryType, day: datetime.date) -> dict[str, Value]:
    if isinstance(day, datetime.datetime):
        raise NotCanonical("a date is needed, never a time of day")
    if kind in WEEKLY:
        return {"week": iso_week(day)}
    return {"date": day.isoformat()}


def _own_keys_only(data: Mapping[str, Value]) -> Mapping[str, Value]:
    if taken := COMMON & data.keys():
        raise NotCanonical(f"keys set by the ledger: {', '.join(sorted(taken))}")
    return data
