"""The relay is killed at random statements while changes flow."""

import random
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.db import connection, transaction

from portal.outbox.models import OutboxEvent
from portal.outbox.relay import Relay
from portal.search import freshness
from portal.search.documents import Document, Source, documents_of, search_sources
from portal.search.models import Entry, EntryText
from portal.units.models import Unit
from tests.proofs import rounds


class Killed(BaseException):
    """The process ends here; what was not committed never was."""


def documents(scopes: Sequence[str]) -> Iterator[Document]:
    """A unit is found while it has an order."""
    keys = [scope.partition(":")[2] for scope in scopes]
    for unit in Unit.objects.filter(key__in=keys, order__gt=0):
        key = f"unit:{unit.key}"
        yield Document(
            key=key, scope=key, kind="unit", title="", text=unit.name, path=""
        )


@pytest.fixture
def units(db: None, monkeypatch: Any) -> Source:
    """Rows that change often, in place of a plan's."""

    def scopes() -> Iterator[str]:
        yield from (f"unit:{key}" for key in Unit.objects.values_list("key", flat=True))

    source = Source("unit", scopes, documents)
    monkeypatch.setattr(search_sources, "_providers", [source])
    return source


def change(draw: random.Random) -> None:
    """Make, rename, hide or delete a unit, and owe that to the index."""
    key = f"u{draw.randrange(60)}"
    with transaction.atomic():
        freshness.changed([f"unit:{key}"])
        if draw.random() < 0.2:
            Unit.objects.filter(key=key).delete()
        else:
            Unit.objects.update_or_create(
                key=key,
                defaults={
                    "name": f"第{draw.randrange(10**9)}单位{key}",
                    "kind": "department",
                    "order": draw.randrange(3),
                },
            )


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


def standing() -> dict[str, tuple[str, str]]:
    texts = dict(EntryText.objects.values_list("key", "text"))
    rows = Entry.objects.values_list("key", "fingerprint")
    assert len(texts) == Entry.objects.count()
    return {key: (fingerprint, texts[key]) for key, fingerprint in rows}


def wanted(source: Source) -> dict[str, tuple[str, str]]:
    found = documents_of(list(source.scopes()))
    return {document.key: (document.fingerprint, document.text) for document in found}


def test_relay_killed_at_random_points(units: Source) -> None:
    draw, kills = random.Random(20211014), rounds(20, 100)
    relay = Relay()
    differed = 0
    for _kill in range(kills):
        for _change in range(20):
            change(draw)
        turn_until_killed(relay, draw.randrange(60))
        differed += standing() != wanted(units)
    while relay.turn():
        pass
    assert differed  # control: the kills did interrupt something
    assert not OutboxEvent.objects.exists()
    assert standing() == wanted(units)
