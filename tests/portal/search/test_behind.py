"""Elasticsearch lacks a change: what was taken out is not counted, named or found."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from elasticsearch import Elasticsearch

from plan_pages.document.models import Plan
from portal.outbox.events import enqueue
from portal.outbox.models import OutboxEvent
from portal.outbox.relay import Relay
from portal.search import freshness, store
from portal.search.documents import Document
from portal.search.engines import behind, elastic, mirror
from portal.search.engines.choosing import Instead
from portal.search.query import Narrowing
from portal.search.results import search

from .conftest import quiet

MARK = "龘靐齉"
MANY = 30
SAYS_SO = "搜索服务还没有收到最近的改动"


def owe(topic: str = behind.MIRROR_TOPIC) -> None:
    with transaction.atomic():
        enqueue(topic=topic, key=f"{topic}:x", payload={"keys": [], "version": 1})


def test_owed_for_a_moment_is_not_behind(indexed: Plan, monkeypatch: Any) -> None:
    assert not behind.is_behind()
    owe()
    assert [behind.is_behind() for _time in range(2)] == [False, False]
    monkeypatch.setattr(behind, "PATIENCE_SECONDS", -1.0)
    assert behind.is_behind()
    OutboxEvent.objects.all().delete()
    assert not behind.is_behind()


@pytest.mark.parametrize("dead", [False, True])
def test_refused_or_given_up_is_behind(indexed: Plan, dead: bool) -> None:
    owe()
    OutboxEvent.objects.update(attempts=1, dead=dead, last_error="refused")
    assert behind.is_behind()


def test_other_events_are_no_matter(indexed: Plan) -> None:
    owe("mail")
    OutboxEvent.objects.update(attempts=9, dead=True, last_error="refused")
    assert not behind.is_behind()


@pytest.fixture
def blocked(elasticsearch: Elasticsearch, indexed: Plan) -> list[Document]:
    """MANY texts with MARK, mirrored; from then on nothing can be written there."""
    texts = [
        Document(
            key=f"test:{n:02}", scope=f"test:{n:02}", kind="plan", title="", path="",
            text=f"{MARK}{'长' * n}", unit=f"unit-{n}", chapter=f"test.{n}",
        )
        for n in range(MANY)
    ]  # fmt: skip
    with store.locked():
        store.put(texts, version=store.next_version())
    mirror.rebuild(quiet)
    block = {"index.blocks.write": True}
    elasticsearch.indices.put_settings(index=elastic.alias(), settings=block)
    return texts


def said(client: Client) -> tuple[int, set[str], set[str]]:
    """Total, units of the facet, keys of the results."""
    answer = client.get(reverse("search_json"), {"q": MARK}).json()
    page = client.get(reverse("search"), {"q": MARK}).content.decode()
    assert f'data-results="{answer["total"]}"' in page
    keys = {row["id"] for group in answer["groups"] for row in group["results"]}
    return answer["total"], set(answer["facets"]["unit"]), keys


def test_before_it_answers_itself(client: Client, blocked: list[Document]) -> None:
    assert search(MARK, Narrowing()).instead is Instead.NOT
    total, units, _keys = said(client)
    assert (total, len(units)) == (MANY, MANY)


def test_taken_down_with_writes_blocked_is_gone_at_once(
    client: Client, blocked: list[Document]
) -> None:
    """The mirror still has it and shows it: a hit that is none, so it is not asked."""
    freshness.gone([blocked[0].scope])
    total, units, keys = said(client)
    assert total == len(units) == MANY - 1
    assert "test:00" not in keys
    assert "unit-0" not in units
    assert SAYS_SO in client.get(reverse("search"), {"q": MARK}).content.decode()


def test_changed_words_with_writes_blocked_are_gone_at_once(
    client: Client, blocked: list[Document]
) -> None:
    with store.locked():
        fresh = [Document(**{**vars(blocked[0]), "text": "另一句话"})]
        store.put(fresh, version=store.next_version())
    total, units, keys = said(client)
    assert (total, "unit-0" in units, "test:00" in keys) == (MANY - 1, False, False)


def test_taken_down_behind_the_page_is_not_counted_once_refused(
    client: Client, blocked: list[Document]
) -> None:
    """The last of thirty is on no page of results, and would be counted still."""
    freshness.gone([blocked[-1].scope])
    deliver()
    total, units, _keys = said(client)
    assert total == len(units) == MANY - 1
    assert f"unit-{MANY - 1}" not in units


def deliver() -> None:
    relay = Relay()
    while relay.turn():
        pass
    relay.let_go()
    assert OutboxEvent.objects.filter(topic=behind.MIRROR_TOPIC).exists()
