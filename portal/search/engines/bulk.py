"""Writes to Elasticsearch, many at a time: by key and version, through an alias.

An alias that is not there makes the write fail; otherwise Elasticsearch would make an
index of that name, with a mapping of its own guess.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from elasticsearch import ApiError, TransportError
from elasticsearch.helpers import BulkIndexError, streaming_bulk

from ..models import Entry, EntryText
from .elastic import client
from .mapping import MAPPING
from .protocol import EngineUnavailable, Unfit

CHUNK = 500
FAILURES = (ApiError, TransportError, BulkIndexError)
_BAD_REQUEST, _VERSION_CONFLICT = 400, 409


@dataclass(frozen=True)
class Gone:
    """An entry that was taken out; `version` is the index's clock at that moment."""

    key: str
    version: int


@dataclass(frozen=True)
class Patience:
    """Seconds for one request; how often a chunk refused for lack of room (429) is
    sent again, after a growing pause."""

    seconds: float
    retries: int


#: One event of the outbox: other events wait meanwhile, and this one comes again.
HASTE = Patience(seconds=4, retries=0)
#: A walk over everything.
LEISURE = Patience(seconds=30, retries=6)


def write(
    targets: Sequence[str],
    entries: Sequence[Entry],
    gone: Sequence[Gone],
    patience: Patience,
) -> None:
    """Put and delete these behind each alias of `targets`; older versions lose.

    Raises EngineUnavailable when not all of it was taken.
    """
    tokens = dict(
        EntryText.objects.filter(id__in=[entry.pk for entry in entries]).values_list(
            "key", "tokens"
        )
    )
    kept = [entry for entry in entries if entry.key in tokens]
    actions = (
        action
        for target in targets
        for action in (
            *(_put(target, entry, tokens[entry.key]) for entry in kept),
            *(_delete(target, row) for row in gone),
        )
    )
    try:
        for result in _send(actions, patience):
            # 409: a newer version stands there already.
            if "error" in result and result["status"] != _VERSION_CONFLICT:
                unfit = result["status"] == _BAD_REQUEST
                raise (Unfit if unfit else EngineUnavailable)(result["error"]["type"])
    except FAILURES as error:
        raise EngineUnavailable(type(error).__name__) from error


def _send(
    actions: Iterable[dict[str, Any]], patience: Patience
) -> Iterator[dict[str, Any]]:
    outcomes = streaming_bulk(
        client().options(request_timeout=patience.seconds, retry_on_status=()),
        actions,
        chunk_size=CHUNK,
        max_chunk_bytes=5 * 1024 * 1024,
        max_retries=patience.retries,
        initial_backoff=0.5,
        max_backoff=10,
        raise_on_error=False,
        require_alias=True,
    )
    for _ok, outcome in outcomes:
        yield from outcome.values()


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
