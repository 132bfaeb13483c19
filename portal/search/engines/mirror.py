"""Elasticsearch as a mirror of the entries: written by key and version.

Two aliases: reads go to one, and every write to both. A rebuild points the second at a
new index, fills it from the entries, and then moves the first there. A write carries
its entry's version, so that an older one changes nothing, however late it arrives.
"""

import datetime
import os
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from elasticsearch.dsl import Q, Search

from portal.outbox import lease

from ..models import Entry
from . import bulk
from .bulk import FAILURES, HASTE, LEISURE, Gone
from .elastic import alias, client
from .mapping import MAPPING, index_settings
from .protocol import EngineUnavailable

#: Entries that a rebuild reads and writes at once.
CHUNK = 500
#: One rebuild at a time; a killed one is in the way for so long at most.
LEASE_NAME, LEASE_SECONDS = "search_mirror", 60.0


def next_alias() -> str:
    """The index that a rebuild is filling, or the one that it filled last."""
    return f"{alias()}-next"


def mirror(keys: Sequence[str], *, gone_at: int) -> None:
    """Bring these keys to what the entries say; those without entry are deleted.

    Raises EngineUnavailable when Elasticsearch did not take all of it.
    """
    entries = list(Entry.objects.filter(key__in=keys))
    standing = {entry.key for entry in entries}
    gone = [Gone(key, gone_at) for key in keys if key not in standing]
    bulk.write([alias(), next_alias()], entries, gone, HASTE)


def rebuild(progress: Callable[[int], None]) -> int:
    """Fill a new index from the entries and let it answer: how many it holds.

    Waits for another rebuild that was killed. Raises EngineUnavailable, also where
    another one goes on.
    """
    written = 0
    with _alone() as hold:
        try:
            index = _begin()
            for entries in entry_chunks():
                bulk.write([next_alias()], entries, [], LEISURE)
                hold()
                written += len(entries)
                progress(written)
            _finish(index)
        except FAILURES as error:
            raise EngineUnavailable(type(error).__name__) from error
    return written


@contextmanager
def _alone() -> Iterator[Callable[[], None]]:
    """Hold the lease; gives what prolongs it, and raises where it was lost."""
    holder = f"{os.getpid()}-{secrets.token_hex(8)}"

    def acquired() -> bool:
        return lease.acquire(LEASE_NAME, holder=holder, seconds=LEASE_SECONDS)

    renew_at = time.monotonic() + LEASE_SECONDS / 4

    def hold() -> None:
        nonlocal renew_at
        if time.monotonic() < renew_at:
            return
        if not acquired():
            raise EngineUnavailable("another_rebuild")
        renew_at = time.monotonic() + LEASE_SECONDS / 4

    until = time.monotonic() + LEASE_SECONDS + 5
    while not acquired():
        if time.monotonic() > until:
            raise EngineUnavailable("another_rebuild")
        time.sleep(0.5)
    try:
        yield hold
    finally:
        lease.release(LEASE_NAME, holder=holder)


def entry_chunks() -> Iterator[list[Entry]]:
    """All entries by id, CHUNK at a time; what comes later has been mirrored anyway."""
    last = 0
    while entries := list(Entry.objects.filter(id__gt=last).order_by("id")[:CHUNK]):
        yield entries
        last = entries[-1].pk


def expunge() -> None:
    """Let what was deleted leave the files; goes on by itself. EngineUnavailable."""
    try:
        _prompt().indices.forcemerge(
            index=alias(), only_expunge_deletes=True, wait_for_completion=False
        )
    except FAILURES as error:
        raise EngineUnavailable(type(error).__name__) from error


def is_missing() -> bool:
    """No index answers yet. Raises EngineUnavailable."""
    try:
        return not _prompt().indices.exists_alias(name=alias())
    except FAILURES as error:
        raise EngineUnavailable(type(error).__name__) from error


def fingerprints(after: str = "") -> Iterator[tuple[str, str]]:
    """(key, fingerprint) of all that is mirrored, by key, past the key `after`."""
    last = [after] if after else None
    try:
        _prompt().indices.refresh(index=alias())
        while hits := _page(last):
            for hit in hits:
                yield hit["_id"], hit["fields"]["fingerprint"][0]
            last = hits[-1]["sort"]
    except FAILURES as error:
        raise EngineUnavailable(type(error).__name__) from error


def _page(after: Any) -> list[dict[str, Any]]:
    search = (
        Search()
        .query(Q("match_all"))
        .sort("key")
        .source(False)
        .extra(docvalue_fields=["fingerprint"], size=1000, track_total_hits=False)
    )
    if after:
        search = search.extra(search_after=after)
    return _prompt().search(index=alias(), body=search.to_dict())["hits"]["hits"]


def _begin() -> str:
    """Make an empty index; from here on every change goes to it as well."""
    indices = _patient().indices
    now = datetime.datetime.now(datetime.UTC)
    index = f"{alias()}-{now:%Y%m%d%H%M%S%f}"
    indices.create(index=index, mappings=MAPPING, settings=index_settings())
    indices.update_aliases(
        actions=[
            {"remove": {"index": f"{alias()}-*", "alias": next_alias()}},
            {"add": {"index": index, "alias": next_alias()}},
        ]
        if indices.exists_alias(name=next_alias())
        else [{"add": {"index": index, "alias": next_alias()}}]
    )
    return index


def _finish(index: str) -> None:
    """Let `index` answer; drop every other, left over by whatever run."""
    indices = _patient().indices
    if not indices.exists_alias(index=index, name=next_alias()):
        raise EngineUnavailable("another_rebuild")  # what was written went to its index
    indices.refresh(index=index)
    actions: list[dict[str, Any]] = [{"add": {"index": index, "alias": alias()}}]
    if indices.exists_alias(name=alias()):
        actions.insert(0, {"remove": {"index": f"{alias()}-*", "alias": alias()}})
    indices.update_aliases(actions=actions)
    others = [name for name in indices.get(index=f"{alias()}-*") if name != index]
    if others:
        indices.delete(index=others, ignore_unavailable=True)


def _prompt() -> Any:
    """For what the relay waits for."""
    return client().options(request_timeout=HASTE.seconds, retry_on_status=())


def _patient() -> Any:
    return client().options(request_timeout=LEISURE.seconds)
