import datetime

import pytest
from django.db import DatabaseError
from django.utils import timezone

from portal.outbox.models import Purge
from portal.outbox.purges import PurgeCursor, drop_read_purges, purge


def test_purge_reaches_every_cursor_once(db: None) -> None:
    one, other = PurgeCursor(), PurgeCursor()
    purge(keys=["part:a", "/plan/"])
    purge(keys=["part:b"])
    assert one.fresh() == {"part:a", "part:b", "/plan/"}
    assert one.fresh() == set()
    assert other.fresh() == {"part:a", "part:b", "/plan/"}


def test_purge_cursor_starts_at_now(db: None) -> None:
    purge(keys=["old"])
    cursor = PurgeCursor()
    assert cursor.fresh() == set()


def test_purge_cursor_sees_a_lower_id_that_commits_later(db: None) -> None:
    later = timezone.now() + datetime.timedelta(hours=1)
    cursor = PurgeCursor()
    Purge.objects.create(id=900, keys=["high"], gone_after=later)
    assert cursor.fresh() == {"high"}
    Purge.objects.create(id=800, keys=["low"], gone_after=later)
    assert cursor.fresh() == {"low"}


def test_purge_rows_go_within_the_hour_and_round_their_time(db: None) -> None:
    purge(keys=["a"])
    gone_after = Purge.objects.get().gone_after
    assert gone_after.timestamp() % 600 == 0
    left = gone_after - timezone.now()
    assert datetime.timedelta(minutes=40) <= left <= datetime.timedelta(minutes=50)
    drop_read_purges()
    assert Purge.objects.count() == 1
    past = timezone.now() - datetime.timedelta(seconds=1)
    Purge.objects.update(gone_after=past)
    drop_read_purges()
    assert not Purge.objects.exists()


def test_purge_of_nothing_writes_nothing(db: None) -> None:
    purge(keys=[])
    assert not Purge.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_purge_needs_the_callers_transaction() -> None:
    with pytest.raises(DatabaseError):
        purge(keys=["a"])
    assert not Purge.objects.exists()
