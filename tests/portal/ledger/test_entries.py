import datetime
import hashlib
import json

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from portal.clock import iso_week
from portal.ledger.canonical import NotCanonical
from portal.ledger.entries import record
from portal.ledger.models import WEEKLY, Entry, EntryType

DAY = datetime.date(2026, 11, 23)


def test_record_writes_canonical_payload(db: None) -> None:
    entry = record(
        type=EntryType.SUGGESTION_RECEIVED, subject="s1", data={"rules": 3}, on=DAY
    )
    stored = Entry.objects.get()
    assert stored.payload == (
        f'{{"id":"{entry.entry_id}","rules":3,"subject":"s1",'
        '"type":"suggestion.received","version":1,"week":"2026-W48"}'
    )
    assert len(entry.entry_id) == 26
    leaf = hashlib.sha256(b"\0" + stored.payload.encode()).digest()
    assert stored.leaf_hash == leaf


@pytest.mark.parametrize("kind", EntryType)
def test_record_says_week_or_date_and_no_time(db: None, kind: EntryType) -> None:
    payload = json.loads(record(type=kind, subject="x", on=DAY).payload)
    when = {"week": "2026-W48"} if kind in WEEKLY else {"date": "2026-11-23"}
    assert payload == {
        "version": 1,
        "type": kind.value,
        "id": Entry.objects.get().entry_id,
        "subject": "x",
        **when,
    }


def test_record_weekly_are_all_about_people() -> None:
    prefixes = ("suggestion.", "moderation.", "appeal.")
    assert {kind for kind in EntryType if kind.value.startswith(prefixes)} == WEEKLY


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (datetime.date(2026, 12, 31), "2026-W53"),
        (datetime.date(2027, 1, 3), "2026-W53"),
        (datetime.date(2027, 1, 4), "2027-W01"),
        (datetime.date(2024, 12, 30), "2025-W01"),
    ],
)
def test_iso_week_around_new_year(day: datetime.date, week: str) -> None:
    assert iso_week(day) == week


def test_record_takes_beijing_date(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    # 16:30 UTC on Sunday is Monday in Beijing, and the next ISO week.
    moment = datetime.datetime(2026, 11, 22, 16, 30, tzinfo=datetime.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    entry = record(type=EntryType.SUGGESTION_RECEIVED, subject="s")
    assert json.loads(entry.payload)["week"] == "2026-W48"


@pytest.mark.parametrize(
    "data",
    [
        {"text": "把路灯修好"},
        {"reason": "two words"},
        {"week": "2026-W01"},
        {"id": "x"},
        {"date": "2026-11-23"},
        {"at": 12.5},
    ],
)
def test_record_refuses_and_writes_nothing(db: None, data: dict) -> None:
    with pytest.raises(NotCanonical):
        record(type=EntryType.MODERATION_DECIDED, subject="s", data=data)
    assert not Entry.objects.exists()


def test_record_refuses_time_of_day(db: None) -> None:
    moment = datetime.datetime(2026, 11, 23, 10, tzinfo=datetime.UTC)
    with pytest.raises(NotCanonical):
        record(type=EntryType.RULES_CHANGED, subject="s", on=moment)
    assert not Entry.objects.exists()


def test_record_refuses_unknown_type(db: None) -> None:
    with pytest.raises(ValueError, match=r"suggestion\.liked"):
        record(type="suggestion.liked", subject="s")  # type: ignore[arg-type]
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_record_needs_the_callers_transaction() -> None:
    with pytest.raises(DatabaseError, match="caller's transaction"):
        record(type=EntryType.RULES_CHANGED, subject="s")
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_record_goes_with_the_rolled_back_row() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        record(type=EntryType.RULES_CHANGED, subject="s")
        raise RuntimeError
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_entry SET payload = '{}'",
        "UPDATE ledger_entry SET subject = 'y'",
        "DELETE FROM ledger_entry",
    ],
)
def test_entry_is_append_only(db: None, sql: str) -> None:
    entry = record(type=EntryType.RULES_CHANGED, subject="s")
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert Entry.objects.get().payload == entry.payload


def test_entry_database_refuses_long_payload_and_unknown_type(db: None) -> None:
    for values in (
        {"payload": "x" * 1025, "type": EntryType.RULES_CHANGED},
        {"payload": "{}", "type": "other"},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            Entry.objects.create(entry_id="e", subject="s", **values)
    assert not Entry.objects.exists()


def test_entry_key_tells_no_order(db: None) -> None:
    keys = [record(type=EntryType.RULES_CHANGED, subject="s").pk for _ in range(30)]
    assert keys != sorted(keys)
    assert all(0 < key < 2**63 for key in keys)
