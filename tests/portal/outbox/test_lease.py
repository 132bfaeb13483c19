import datetime
import threading

import pytest
from django.db import connection
from django.utils import timezone

from portal.outbox import lease
from portal.outbox.models import Lease

LONG_AGO = datetime.timedelta(minutes=5)


def test_lease_has_one_holder(db: None) -> None:
    assert lease.acquire("relay", holder="a", seconds=60)
    assert not lease.acquire("relay", holder="b", seconds=60)
    assert lease.acquire("relay", holder="a", seconds=60)
    assert Lease.objects.get().holder == "a"


def test_lease_is_taken_over_after_expiry(db: None) -> None:
    lease.acquire("relay", holder="a", seconds=60)
    Lease.objects.update(expires_at=timezone.now() - LONG_AGO)
    assert lease.acquire("relay", holder="b", seconds=60)
    assert not lease.acquire("relay", holder="a", seconds=60)
    assert Lease.objects.get().expires_at > timezone.now()


def test_lease_release_frees_only_ones_own(db: None) -> None:
    lease.acquire("relay", holder="a", seconds=60)
    lease.release("relay", holder="b")
    assert not lease.acquire("relay", holder="b", seconds=60)
    lease.release("relay", holder="a")
    assert lease.acquire("relay", holder="b", seconds=60)


def test_lease_names_do_not_meet(db: None) -> None:
    assert lease.acquire("relay", holder="a", seconds=60)
    assert lease.acquire("sequencer", holder="b", seconds=60)


@pytest.mark.django_db(transaction=True)
def test_lease_race_has_one_winner() -> None:
    won = []
    start = threading.Barrier(6)

    def grab(holder: str) -> None:
        start.wait()
        if lease.acquire("relay", holder=holder, seconds=60):
            won.append(holder)
        connection.close()

    threads = [threading.Thread(target=grab, args=(f"h{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert Lease.objects.get().holder == won[0]
