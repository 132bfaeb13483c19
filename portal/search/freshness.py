"""The index follows the rows: through the outbox, in the order of events, exactly once.

A service calls `changed` in its own transaction and nothing else. The database's index
is brought up in one transaction with the event's removal; what that changed is owed to
Elasticsearch by events of their own, which come after everything else and wait as long
as it is away.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import cast

from django.utils import timezone

from portal.outbox.events import Delivery, Handler, NotNow, enqueue, handlers

from . import store
from .documents import Document, derived_from, documents_of
from .engines.behind import MIRROR_TOPIC
from .engines.choosing import uses_elasticsearch
from .engines.lazily import mirror
from .engines.protocol import EngineUnavailable, Unfit
from .models import Entry

TOPIC = "index"
#: Scopes or keys in one event.
BATCH = 50


def changed(scopes: Iterable[str]) -> None:
    """Owe the index a new look at `scopes` (`suggestion:17`, `page:12`).

    Call it in the transaction of the change, whether the thing is published or not:
    what is published is asked when the event is carried out. What is derived from
    these is owed with them. One statement a BATCH.
    """
    named = sorted(set(scopes))
    wanted = sorted({*named, *derived_from(named)})
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        enqueue(topic=TOPIC, key=_event_key(TOPIC, batch), payload={"scopes": batch})


def gone(scopes: Iterable[str]) -> None:
    """Take everything of `scopes` out at once, in the transaction of the caller.

    For what must not be found one moment longer (taken down, erased).
    """
    wanted = sorted(set(scopes))
    with store.locked():
        keys = list(
            Entry.objects.filter(scope__in=wanted).values_list("key", flat=True)
        )
        _write([], keys)


def bring_up(scopes: Sequence[str], *, anew: bool = False, owing: bool = True) -> int:
    """Make the entries of `scopes` what is published of them now: how many changed.

    `anew` writes those that are right as well. Without `owing` Elasticsearch is not
    told: the caller fills it anew afterwards.
    """
    with store.locked():
        wanted = {document.key: document for document in documents_of(scopes)}
        standing = Entry.objects.filter(scope__in=scopes).fingerprints()
        # A key may have come from another scope, as a paragraph moves between pages.
        missing = [key for key in wanted if key not in standing]
        standing |= Entry.objects.filter(key__in=missing).fingerprints()
        fresh = [
            document
            for document in wanted.values()
            if anew or standing.get(document.key) != document.fingerprint
        ]
        leaving = [key for key in standing if key not in wanted]
        return _write(fresh, leaving, owing=owing)


def _write(
    fresh: Sequence[Document], leaving: Sequence[str], *, owing: bool = True
) -> int:
    if not (fresh or leaving):
        return 0
    version = store.next_version()
    store.put(fresh, version=version)
    store.remove(leaving)
    if owing and uses_elasticsearch():
        owe_mirror([*(document.key for document in fresh), *leaving], version)
    return len(fresh) + len(leaving)


def owe_mirror(keys: Sequence[str], version: int) -> None:
    """Owe these keys to Elasticsearch; `version` is the clock of their change."""
    for start in range(0, len(keys), BATCH):
        batch = sorted(keys[start : start + BATCH])
        enqueue(
            topic=MIRROR_TOPIC,
            key=_event_key(MIRROR_TOPIC, batch),
            payload={"keys": batch, "version": version},
        )


def _event_key(topic: str, batch: Sequence[str]) -> str:
    """The same for the same things, so that a later event replaces a waiting one."""
    if len(batch) == 1:
        return f"{topic}:{batch[0]}"
    return f"{topic}:#{hashlib.sha256(' '.join(batch).encode()).hexdigest()[:32]}"


def _on_index(delivery: Delivery) -> None:
    bring_up(_listed(delivery, "scopes"))


def _on_mirror(delivery: Delivery) -> None:
    if not uses_elasticsearch():
        return
    version = cast(int, delivery.payload["version"])
    with elasticsearch_or_rest():
        mirror.mirror(_listed(delivery, "keys"), gone_at=version)


@contextmanager
def elasticsearch_or_rest() -> Iterator[None]:
    """Let the topic rest while Elasticsearch takes nothing; note since when, and why.

    What it will never take is the event's own failure.
    """
    try:
        yield
    except Unfit:
        raise
    except EngineUnavailable as error:
        since = store.clock().mirror_behind_since or timezone.now()
        store.note(mirror_behind_since=since, mirror_error=str(error)[:60])
        raise NotNow(str(error)) from error
    if store.clock().mirror_behind_since:
        store.note(mirror_behind_since=None, mirror_error="")


def _listed(delivery: Delivery, name: str) -> list[str]:
    return cast(list[str], delivery.payload[name])


def register() -> None:
    """Hang the handlers; called once, when the app is ready."""
    handlers.register(Handler(TOPIC, _on_index, in_transaction=True))
    handlers.register(Handler(MIRROR_TOPIC, _on_mirror, last=True))
