"""How the search is: which engine answers, what each has yet to be told, since when."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.outbox.models import OutboxEvent

from . import freshness, store
from .engines.behind import MIRROR_TOPIC, is_behind
from .engines.choosing import breaker, database_engine, uses_elasticsearch
from .engines.lazily import elastic
from .engines.protocol import EngineUnavailable
from .models import Clock, Entry
from .tokens import VERSION

#: Code or class of an error → what it means for who looks after the site.
REASONS = {
    "ConnectionTimeout": gettext_lazy("在时限内没有应答"),
    "ConnectionError": gettext_lazy("连接不上"),
    "TlsError": gettext_lazy("加密连接没有建立：请核对证书"),
    "AuthenticationException": gettext_lazy("没有通过身份验证：请核对账号"),
    "AuthorizationException": gettext_lazy("账号权限不够"),
    "NotFoundError": gettext_lazy("索引还没有建立"),
    "index_not_found_exception": gettext_lazy("索引还没有建立"),
    "cluster_block_exception": gettext_lazy("索引只读，多半是磁盘将满"),
    "es_rejected_execution_exception": gettext_lazy("太忙，没有接受"),
    "unavailable_shards_exception": gettext_lazy("一部分节点不在"),
    "incomplete": gettext_lazy("只有一部分索引应答"),
    "another_rebuild": gettext_lazy("另一次重建正在进行"),
}
NAMES = {
    "sqlite": gettext_lazy("SQLite 全文索引"),
    "postgresql": gettext_lazy("PostgreSQL 全文索引"),
    "elasticsearch": "Elasticsearch",
}


@dataclass(frozen=True)
class Owed:
    """Changes on their way: `waiting` and, after many failures, `given_up`."""

    waiting: int
    given_up: int


@dataclass(frozen=True)
class Compared:
    """The last whole comparison: when, and how many entries were put right."""

    at: datetime.datetime | None
    repaired: int


@dataclass(frozen=True)
class Mirror:
    """Elasticsearch. It may answer questions and take no changes.

    `entries` is None where it does not say. `left_alone`: this process waits a little
    before it asks again. `behind_since`: it has refused changes since then.
    """

    answers: bool
    entries: int | None
    left_alone: bool
    takes_changes: bool
    owed: Owed
    behind_since: datetime.datetime | None
    last_error: str
    compared: Compared

    @property
    def reason(self) -> str:
        """`last_error` in words."""
        if not self.last_error:
            return ""
        other = _("其他错误（%(code)s）") % {"code": self.last_error}
        return str(REASONS.get(self.last_error, other))


@dataclass(frozen=True)
class Status:
    """`answering` is the engine that a search asked now would be answered by."""

    chosen: str
    answering: str
    database: str
    entries: int
    built: bool
    owed: Owed
    compared: Compared
    elasticsearch: Mirror | None

    @property
    def answering_name(self) -> str:
        return str(NAMES[self.answering])

    @property
    def database_name(self) -> str:
        return str(NAMES[self.database])

    @property
    def is_instead(self) -> bool:
        """The database answers where Elasticsearch was chosen."""
        return self.elasticsearch is not None and self.answering == self.database


def status() -> Status:
    """Asks Elasticsearch itself, unless it failed a moment ago."""
    clock, database = store.clock(), database_engine().name
    mirror = _mirror(clock) if uses_elasticsearch() else None
    by_mirror = mirror is not None and mirror.answers and not is_behind()
    return Status(
        chosen=settings.SEARCH_ENGINE,
        answering="elasticsearch" if by_mirror else database,
        database=database,
        entries=Entry.objects.count(),
        built=clock.tokens == VERSION,
        owed=_owed(freshness.TOPIC),
        compared=Compared(clock.compared_at, clock.repaired),
        elasticsearch=mirror,
    )


def _owed(topic: str) -> Owed:
    events = OutboxEvent.objects.filter(topic=topic)
    return Owed(
        waiting=events.filter(dead=False).count(),
        given_up=events.filter(dead=True).count(),
    )


def _mirror(clock: Clock) -> Mirror:
    entries, error, blocked = _asked()
    return Mirror(
        answers=entries is not None,
        entries=entries,
        left_alone=breaker.is_open,
        takes_changes=(
            entries is not None and not blocked and clock.mirror_behind_since is None
        ),
        owed=_owed(MIRROR_TOPIC),
        behind_since=clock.mirror_behind_since,
        last_error=error or clock.mirror_error,
        compared=Compared(clock.mirror_compared_at, clock.mirror_repaired),
    )


def _asked() -> tuple[int | None, str, bool]:
    """(entries, error, whether it says itself that it takes no changes)"""
    if not breaker.lets_through():
        return None, breaker.last_error, False
    engine = elastic.ElasticEngine()
    try:
        entries, blocked = engine.count(), engine.is_blocked()
    except EngineUnavailable as error:
        breaker.failed(error)
        return None, str(error), False
    breaker.succeeded()
    return entries, "cluster_block_exception" if blocked else "", blocked


def as_json(status: Status) -> dict[str, Any]:
    """Plain names and values; times as they are."""
    facts: dict[str, Any] = {
        "chosen": status.chosen,
        "answering": status.answering,
        "database": status.database,
        "entries": status.entries,
        "built": status.built,
        "changes_owed": status.owed.waiting,
        "changes_given_up": status.owed.given_up,
        "compared_at": status.compared.at,
        "repaired": status.compared.repaired,
        "elasticsearch": None,
    }
    if mirror := status.elasticsearch:
        facts["elasticsearch"] = {
            "answers": mirror.answers,
            "takes_changes": mirror.takes_changes,
            "entries": mirror.entries,
            "left_alone": mirror.left_alone,
            "changes_owed": mirror.owed.waiting,
            "changes_given_up": mirror.owed.given_up,
            "behind_since": mirror.behind_since,
            "last_error": mirror.last_error,
            "compared_at": mirror.compared.at,
            "repaired": mirror.compared.repaired,
        }
    return facts
