"""A rebuild is killed, or Elasticsearch in the midst of one; the next makes it right.

The commands run as processes of their own on a terminal, and are killed by what their
bar shows.
"""

import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from elasticsearch import Elasticsearch

from plan_pages.document.models import Plan
from portal.outbox.models import Lease, OutboxEvent
from portal.search.documents import search_sources
from portal.search.engines import elastic, mirror
from portal.search.engines.choosing import breaker
from portal.search.models import Entry
from portal.units.models import Unit
from tests.proofs import measured, rounds

from . import managing
from .conftest import quiet
from .nodes import free_ports, node, require_nodes, wait_for_cluster
from .units import UNITS, make_units, standing, wanted

COUNT = 1500
ENTRIES, MIRROR = "条目 entries", "Elasticsearch"


@pytest.fixture
def units(monkeypatch: Any) -> None:
    monkeypatch.setattr(search_sources, "_providers", [UNITS])


def mirrored() -> dict[str, str]:
    return dict(mirror.fingerprints())


def entries() -> dict[str, str]:
    return dict(Entry.objects.values_list("key", "fingerprint"))


def percents(shown: str, what: str) -> list[int]:
    """What the bar said, in order."""
    return [int(number) for number in re.findall(rf"{what} [█░]+ +(\d+) %", shown)]


def killed_at(percent: int, what: str) -> None:
    """`manage.py rebuild_index`, killed when its bar `what` has come so far."""
    shown = managing.watched(
        "rebuild_index",
        stop=lambda line: max(percents(line, what), default=-1) >= percent,
    )
    assert percents(shown, what)[-1] >= percent
    Lease.objects.filter(name=mirror.LEASE_NAME).update(
        expires_at=timezone.now()  # the minute that it was good for goes by
    )


def shuffle(draw: random.Random) -> None:
    """Rows change behind the index's back: it is a rebuild's matter alone."""
    for unit in Unit.objects.filter(
        key__in=[f"u{draw.randrange(COUNT)}" for _ in "1234"]
    ):
        unit.name = f"第{draw.randrange(10**9)}单位"
        unit.save()
    Unit.objects.filter(key=f"u{draw.randrange(COUNT)}").update(order=0)


def test_rebuild_killed_is_right_after_the_next(
    transactional_db: None, units: None
) -> None:
    make_units(COUNT)
    draw, kills = random.Random(20211014), rounds(1, 20)
    differed = 0
    for _kill in range(kills):
        shuffle(draw)
        killed_at(draw.randrange(90), ENTRIES)
        differed += standing() != wanted()
        managing.run("rebuild_index")
        assert standing() == wanted()
    measured(f"{kills} rebuilds killed, {differed} of them left the index behind")
    assert differed  # control


def test_rebuild_killed_while_it_fills_elasticsearch(
    transactional_db: None, units: None, elasticsearch: Elasticsearch
) -> None:
    make_units(COUNT)
    managing.run("rebuild_index")
    assert mirrored() == entries()
    draw, kills = random.Random(20211014), rounds(1, 20)
    differed = 0
    for _kill in range(kills):
        shuffle(draw)
        killed_at(draw.randrange(90), MIRROR)
        differed += mirrored() != entries()
        assert not OutboxEvent.objects.exists()
        managing.run("rebuild_index", "--mirror-only")
        assert mirrored() == entries()
        assert standing() == wanted()
        indices = elasticsearch.indices.get(index=f"{elastic.alias()}-*").body
        assert len(indices) == 1
    measured(f"{kills} rebuilds killed, {differed} of them left Elasticsearch behind")
    assert differed  # control


def test_commands_show_how_far_they_are(
    transactional_db: None, units: None, elasticsearch: Elasticsearch
) -> None:
    make_units(COUNT)
    shown = managing.watched("rebuild_index")
    for what, steps in ((ENTRIES, 10), (MIRROR, 3)):
        said = percents(shown, what)
        assert said == sorted(set(said))
        assert said[-1] == 100
        assert len(said) >= steps
    assert f"{COUNT}/{COUNT}" in shown
    shown = managing.watched("compare_index")
    for what in ("核对 comparing", MIRROR):
        said = percents(shown, what)
        assert said == sorted(set(said))
        assert said[-1] == 100


@pytest.fixture
def own_node(settings: Any) -> Iterator[str]:
    """The port of a node that may be killed."""
    require_nodes()
    port = free_ports()
    settings.SEARCH_ENGINE = "elasticsearch"
    settings.ELASTICSEARCH_URL = [f"http://127.0.0.1:{port}"]
    settings.ELASTICSEARCH_PREFIX = "test-killed-node"
    settings.ELASTICSEARCH_REPLICAS = 0
    settings.ELASTICSEARCH_TIMEOUT = 5.0
    elastic.client.cache_clear()
    try:
        node("start", port, CLUSTER="")
        yield port
    finally:
        node("wipe", port)
        elastic.client.cache_clear()


def test_engine_killed_during_a_rebuild(
    client: Client, indexed: Plan, own_node: str, monkeypatch: Any
) -> None:
    mirror.rebuild(quiet)
    monkeypatch.setattr(mirror, "CHUNK", 50)
    draw, kills = random.Random(20211014), rounds(2, 20)
    chunks = mirror.entry_chunks
    for _kill in range(kills):
        Entry.objects.filter(key__in=draw.sample(sorted(entries()), 5)).update(
            fingerprint=f"{draw.randrange(10**9)}"
        )
        fatal = draw.randrange(1, 10)

        def chunks_and_a_kill() -> Iterator[list[Entry]]:
            for number, chunk in enumerate(chunks()):
                if number == fatal:  # noqa: B023  (used up in this round)
                    node("kill", own_node)
                yield chunk

        with monkeypatch.context() as patch:
            patch.setattr(mirror, "entry_chunks", chunks_and_a_kill)
            with pytest.raises(CommandError, match="does not answer"):
                call_command("rebuild_index", "--mirror-only")
        html = client.get(reverse("search"), {"q": "养老"}).content.decode()
        assert "<mark>养老</mark>" in html
        node("start", own_node, CLUSTER="")
        wait_for_cluster(elastic.client(), wait_for_status="yellow")
        breaker.reset()
        mirror.rebuild(quiet)
        assert mirrored() == entries()
        indices = elastic.client().indices.get(index=f"{elastic.alias()}-*").body
        assert len(indices) == 1
        OutboxEvent.objects.all().delete()
