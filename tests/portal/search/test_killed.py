"""The relay is killed while changes flow; then the index says what the rows say."""

import random
import threading
import time
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from portal.outbox.models import Lease, OutboxEvent
from portal.outbox.relay import LEASE_NAME, Relay
from portal.search.documents import search_sources
from portal.search.engines import mirror
from portal.search.models import Entry
from tests.proofs import measured, rounds

from . import managing
from .conftest import quiet
from .units import UNITS, change, standing, wanted


class Killed(BaseException):
    """The process ends here; what was not committed never was."""


@pytest.fixture
def units(monkeypatch: Any) -> None:
    monkeypatch.setattr(search_sources, "_providers", [UNITS])


def turn_until_killed(relay: Relay, statements: int) -> None:
    """One turn of the relay that ends after so many statements, committed or not."""
    left = [statements]

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        left[0] -= 1
        # A killed process rolls nothing back by statement; its database does it.
        if left[0] < 0 and not sql.startswith("ROLLBACK"):
            raise Killed
        return execute(sql, *rest)

    with pytest.raises(Killed), connection.execute_wrapper(count):
        while relay.turn():
            pass
        raise Killed


def test_relay_ended_at_random_statements(db: None, units: None) -> None:
    """In one process, so that every statement may be the last."""
    draw, kills = random.Random(20211014), rounds(20, 100)
    relay = Relay()
    differed = 0
    for _kill in range(kills):
        for _change in range(20):
            change(draw)
        turn_until_killed(relay, draw.randrange(60))
        differed += standing() != wanted()
    while relay.turn():
        pass
    assert differed  # control: the kills did interrupt something
    assert not OutboxEvent.objects.exists()
    assert standing() == wanted()


@pytest.mark.parametrize("engine", ["database", "elasticsearch"])
def test_relay_killed_at_random_points(
    transactional_db: None, units: None, request: Any, engine: str
) -> None:
    """`manage.py relay` under `kill -9`, and somebody who goes on changing things."""
    if engine == "elasticsearch":
        request.getfixturevalue("elasticsearch")
        mirror.rebuild(quiet)
    draw, kills = random.Random(20211014), rounds(4, 100)
    owing = differed = 0
    for _kill in range(kills):
        for _change in range(10):
            change(draw)
        kill_while_changing(draw)
        owing += OutboxEvent.objects.exists()
        differed += standing() != wanted()
    measured(f"{kills} kills: {owing} left events, {differed} left the index behind")
    assert owing and differed  # control: the kills did interrupt something
    relay = managing.start("relay")
    try:
        managing.wait_until(lambda: not OutboxEvent.objects.exists())
    finally:
        relay.terminate()
        assert relay.wait(timeout=60) == 0
    assert standing() == wanted()
    assert len(wanted()) > 10
    if engine == "elasticsearch":
        assert dict(mirror.fingerprints()) == dict(
            Entry.objects.values_list("key", "fingerprint")
        )


def kill_while_changing(draw: random.Random) -> None:
    """Ten changes while the relay works, and its end at some moment among them."""
    relay = managing.start("relay")
    managing.wait_until(lambda: relay.poll() is not None or is_working())
    assert relay.poll() is None
    ending = threading.Timer(draw.uniform(0, 0.3), relay.kill)
    ending.start()
    for _change in range(10):
        change(draw)
        time.sleep(draw.uniform(0, 0.02))
    ending.join()
    relay.wait(timeout=60)
    # The half minute that its lease is good for goes by.
    Lease.objects.filter(name=LEASE_NAME).update(expires_at=timezone.now())


def is_working() -> bool:
    return Lease.objects.filter(name=LEASE_NAME, expires_at__gt=timezone.now()).exists()
