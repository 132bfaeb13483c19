"""The state of the search: a page that says what is so, and the same as JSON."""

import re
import socket
import time
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from elasticsearch import Elasticsearch

from plan_pages.document.models import Plan
from portal.accounts.models import User
from portal.outbox.models import OutboxEvent
from portal.outbox.relay import Relay
from portal.search import comparing, freshness, nightly, store
from portal.search.engines import elastic, mirror
from portal.search.models import Entry

from .conftest import quiet


def said(client: Client) -> str:
    """What stands in the page's main part, in one line."""
    response = client.get(reverse("search_status_page"))
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


def facts(client: Client) -> dict[str, Any]:
    response = client.get(reverse("search_status"))
    assert response["Cache-Control"] == "no-store"
    return dict(response.json())


def test_status_of_the_database_alone(client: Client, indexed: Plan) -> None:
    name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor]
    text = said(client)
    assert f"搜索正常，由 {name} 全文索引 回答。" in text
    assert "条目 506 待送达的改动 没有 上次核对 还没有核对过" in text
    assert "Elasticsearch" not in text
    assert facts(client) == {
        "chosen": "database",
        "answering": connection.vendor,
        "database": connection.vendor,
        "entries": 506,
        "built": True,
        "changes_owed": 0,
        "changes_given_up": 0,
        "compared_at": None,
        "repaired": 0,
        "elasticsearch": None,
    }


def test_status_counts_what_is_owed_and_compared(client: Client, indexed: Plan) -> None:
    freshness.changed(["page:1"])
    freshness.changed(["page:2"])
    OutboxEvent.objects.filter(key="index:page:2").update(dead=True)
    at = datetime(2026, 11, 24, 19, 10, tzinfo=UTC)
    store.note(compared_at=at, repaired=1234)
    text = said(client)
    assert "待送达的改动 1 批 另有 1 批多次失败，须人工处理" in text
    assert "上次核对 2026-11-25 03:10 ，补正 1234 条" in text


def test_status_before_the_index_is_built(client: Client, db: None) -> None:
    assert "搜索索引还没有建好，现在可能有内容搜不到。" in said(client)
    assert facts(client)["built"] is False


def test_status_when_all_is_well(
    client: Client, indexed: Plan, elasticsearch: Elasticsearch
) -> None:
    mirror.rebuild(quiet)
    nightly.owe(comparing.DATABASE[0])
    relay = Relay()
    while relay.turn():
        pass
    text = said(client)
    assert "搜索正常，由 Elasticsearch 回答。" in text
    assert "应答 正常 接受改动 正常 条目 506 待送达的改动 没有 最近的错误 没有" in text
    assert text.count("没有差错") == 2
    answer = facts(client)
    assert answer["answering"] == "elasticsearch"
    assert answer["compared_at"] and answer["elasticsearch"].pop("compared_at")
    assert answer["elasticsearch"] == {
        "answers": True,
        "takes_changes": True,
        "entries": 506,
        "left_alone": False,
        "changes_owed": 0,
        "changes_given_up": 0,
        "behind_since": None,
        "last_error": "",
        "repaired": 0,
    }


def test_status_when_the_disk_is_full(
    client: Client, indexed: Plan, elasticsearch: Elasticsearch
) -> None:
    """It answers, and takes nothing: both are said."""
    mirror.rebuild(quiet)
    block = {"index.blocks.read_only_allow_delete": True}
    elasticsearch.indices.put_settings(index=elastic.alias(), settings=block)
    text = said(client)
    assert "搜索正常，由 Elasticsearch 回答。" in text
    assert "应答 正常 接受改动 不接受 条目 506" in text
    assert "最近的错误 索引只读，多半是磁盘将满" in text
    key = Entry.objects.order_by("id")[0].key
    freshness.owe_mirror([key], store.clock().version)
    Relay().turn()
    text = said(client)
    assert "暂由备用的" in text
    assert "Elasticsearch 还没有收到最近的改动，补齐后自动换回。" in text
    assert re.search(r"待送达的改动 1 批 落后自 \d{4}-\d\d-\d\d \d\d:\d\d ", text)
    answer = facts(client)
    assert answer["answering"] == connection.vendor
    assert answer["elasticsearch"]["answers"] is True
    assert answer["elasticsearch"]["takes_changes"] is False
    assert answer["elasticsearch"]["last_error"] == "cluster_block_exception"
    assert answer["elasticsearch"]["behind_since"]


def test_status_when_nobody_answers(client: Client, indexed: Plan, down: None) -> None:
    text = said(client)
    assert "暂由备用的" in text
    assert "Elasticsearch 没有应答，恢复后自动换回。" in text
    assert "应答 没有应答 片刻后再试 接受改动 不接受 条目 不详" in text
    assert "最近的错误 连接不上" in text
    answer = facts(client)["elasticsearch"]
    assert (answer["answers"], answer["left_alone"]) == (False, True)
    assert (answer["entries"], answer["last_error"]) == (None, "ConnectionError")


def test_status_without_index(
    client: Client, indexed: Plan, elasticsearch: Elasticsearch
) -> None:
    assert facts(client)["elasticsearch"]["answers"] is False
    assert "最近的错误 索引还没有建立" in said(client)


def test_status_waits_for_it_once(
    client: Client, indexed: Plan, hanging: list[socket.socket], settings: Any
) -> None:
    said(client)
    began = time.perf_counter()
    assert "最近的错误 在时限内没有应答" in said(client)
    facts(client)
    assert len(hanging) == 1
    assert time.perf_counter() - began < settings.ELASTICSEARCH_TIMEOUT + 2


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "State of the search"), ("ug", "ئىزدەش ھالىتى")],
)
def test_status_speaks(
    client: Client, indexed: Plan, down: None, language: str, words: str
) -> None:
    text = client.get(f"/{language}/search/status/").content.decode()
    main = text.split("<main", 1)[1].split("</main>", 1)[0]
    assert words in main
    assert not re.search("[\u4e00-\u9fff]", main)


def test_status_is_linked(client: Client, indexed: Plan, db: None) -> None:
    link = f'href="{reverse("search_status_page")}"'
    assert link in client.get(reverse("search")).content.decode()
    user = User.objects.create_superuser("keeper", password="x")
    client.force_login(user)
    assert link in client.get(reverse("outbox_dead_letters")).content.decode()
