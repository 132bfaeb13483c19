"""Elasticsearch as a mirror of the entries: written by key and version.

Two aliases: reads go to one, and every write to both. A rebuild points the second at a
new index, fills it from the entries, and then moves the first there. A write carries
its entry's version, so that an older one changes nothing, however late it arrives.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from elasticsearch import ApiError, TransportError
from elasticsearch.dsl import Q, Search
from elasticsearch.helpers import BulkIndexError, streaming_bulk

from ..models import Entry, EntryText
from .elastic import alias, client
from .mapping import MAPPING, index_settings
from .protocol import EngineUnavailable

CHUNK = 500
_VERSION_CONFLICT = 409
_WRITE_SECONDS = 30
_FAILURES = (ApiError, TransportError, BulkIndexError)


@dataclass(frozen=True)
class Gone:
    """An entry that was taken out; `version` is the index's clock at that moment."""

    key: str
    version: int


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
    _write([alias(), next_alias()], entries, gone)


def rebuild(progress: Callable[[int], None]) -> int:
    """Fill a new index from the entries and let it answer: how many it holds."""
    try:
        index = _begin()
        written = 0
        for entries in entry_chunks():
            _write([index], entries, [])
            written += len(entries)
            progress(written)
        _finish(index)
    except _FAILURES as error:
        raise EngineUnavailable(type(error).__name__) from error
    return written


def entry_chunks() -> Iterator[list[Entry]]:
    """All entries by id, CHUNK at a time; what comes later has been mirrored anyway."""
    last = 0
    while entries := list(Entry.objects.filter(id__gt=last).order_by("id")[:CHUNK]):
        yield entries
        last = entries[-1].pk


def expunge() -> None:
    """Let what was deleted leave the files. Raises EngineUnavailable."""
    try:
        _patient().indices.forcemerge(index=alias(), only_expunge_deletes=True)
    except _FAILURES as error:
        raise EngineUnavailable(type(error).__name__) from error


def is_missing() -> bool:
    """No index answers yet. Raises EngineUnavailable."""
    try:
        return not _patient().indices.exists_alias(name=alias())
    except _FAILURES as error:
        raise EngineUnavailable(type(error).__name__) from error


def fingerprints() -> Iterator[tuple[str, str]]:
    """(key, fingerprint) of all that is mirrored, by key."""
    try:
        _patient().indices.refresh(index=alias())
        after = None
        while hits := _page(after):
            for hit in hits:
                yield hit["_id"], hit["fields"]["fingerprint"][0]
            after = hits[-1]["sort"]
    except _FAILURES as error:
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
    return _patient().search(index=alias(), body=search.to_dict())["hits"]["hits"]


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
    indices.refresh(index=index)
    actions: list[dict[str, Any]] = [{"add": {"index": index, "alias": alias()}}]
    if indices.exists_alias(name=alias()):
        actions.insert(0, {"remove": {"index": f"{alias()}-*", "alias": alias()}})
    indices.update_aliases(actions=actions)
    others = [name for name in indices.get(index=f"{alias()}-*") if name != index]
    if others:
        indices.delete(index=others, ignore_unavailable=True)


def _write(
    targets: Sequence[str], entries: Sequence[Entry], gone: Sequence[Gone]
) -> None:
    tokens = dict(
        EntryText.objects.filter(id__in=[entry.pk for entry in entries]).values_list(
            "key", "tokens"
        )
    )
    kept = [entry for entry in entries if entry.key in tokens]
    actions = [
        action
        for target in targets
        for action in (
            *(_put(target, entry, tokens[entry.key]) for entry in kept),
            *(_delete(target, row) for row in gone),
        )
    ]
    try:
        _send(actions, require_alias=targets[0] == alias())
    except _FAILURES as error:
        raise EngineUnavailable(type(error).__name__) from error


def _send(actions: Iterable[dict[str, Any]], *, require_alias: bool) -> None:
    """Refused for lack of room (429), a chunk is sent again after a growing pause."""
    outcomes = streaming_bulk(
        _patient(),
        actions,
        chunk_size=CHUNK,
        max_chunk_bytes=5 * 1024 * 1024,
        max_retries=6,
        initial_backoff=0.5,
        max_backoff=10,
        raise_on_error=False,
        require_alias=require_alias,
    )
    for _ok, outcome in outcomes:
        (result,) = outcome.values()
        # A newer version stands there already.
        if "error" in result and result["status"] != _VERSION_CONFLICT:
            raise EngineUnavailable(result["error"]["type"])


def _put(target: str, entry: Entry, tokens: str) -> dict[str, Any]:
    fields = {name: getattr(entry, name, None) for name in MAPPING["properties"]}
    fields["tokens"] = tokens
    return {
        "_op_type": "index",
        "_index": target,
        "_id": entry.key,
        "version": entry.version,
        "version_type": "external",
        "_source": {k: v for k, v in fields.items() if v not in ("", None)},
    }


def _delete(target: str, row: Gone) -> dict[str, Any]:
    return {
        "_op_type": "delete",
        "_index": target,
        "_id": row.key,
        "version": row.version,
        "version_type": "external",
    }


def _patient() -> Any:
    return client().options(request_timeout=_WRITE_SECONDS)
