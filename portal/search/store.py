"""Writes of the index. Everything that reads rows and writes entries does both here.

`locked` keeps two such transactions apart: otherwise one that read an old row could
write after another that read the new one.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

from portal.writing import write_transaction

from .documents import Document
from .engines.postgres import lexemes
from .models import Clock, Entry, EntryText
from .tokens import tokens

_LOCK = 7_310_414
#: Rows of one statement; SQLite takes 32,766 values at most.
_ROWS = 200
_ENTRY = ("key", "scope", "kind", "chapter", "unit", "year", "boost")
_TEXT = ("key", "title", "text", "path", "label", "plan", "state")


@contextmanager
def locked() -> Iterator[None]:
    """A transaction in which no other one writes the index."""
    with write_transaction():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        yield


def next_version() -> int:
    """Count the index's clock up by one; call it inside `locked`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_clock (id, version, tidied, tokens, repaired, "
            "mirror_repaired, mirror_error) "
            "VALUES (1, 1, 0, 0, 0, 0, '') ON CONFLICT (id) DO UPDATE "
            "SET version = search_clock.version + 1 RETURNING version"
        )
        return int(cursor.fetchone()[0])


def put(documents: Sequence[Document], *, version: int) -> None:
    """Write the entries of these documents, whatever stood there before.

    Three statements a batch; a key must not come twice.
    """
    for start in range(0, len(documents), _ROWS):
        batch = documents[start : start + _ROWS]
        said = [tokens(document.text) for document in batch]
        entries = [
            _entry(document, words, version)
            for document, words in zip(batch, said, strict=True)
        ]
        with connection.cursor() as cursor:
            _upsert(cursor, "search_entry", entries, "key")
            cursor.execute(
                "SELECT key, id FROM search_entry WHERE key IN "  # noqa: S608
                f"({', '.join(['%s'] * len(batch))})",
                [document.key for document in batch],
            )
            ids = dict(cursor.fetchall())
            texts = [
                _text(document, words, ids[document.key])
                for document, words in zip(batch, said, strict=True)
            ]
            _upsert(cursor, "search_entrytext", texts, "id")


def remove(keys: Iterable[str]) -> None:
    """Take entries out; those that are not there do not matter."""
    entries = Entry.objects.filter(key__in=list(keys))
    ids = list(entries.values_list("id", flat=True))
    EntryText.objects.filter(id__in=ids).delete()
    Entry.objects.filter(id__in=ids).delete()


def clock() -> Clock:
    """The clock as it stands; all zero before the first write."""
    return Clock.objects.first() or Clock()


def note(**fields: object) -> None:
    """Write something on the index's clock, which goes on as it did."""
    with locked():
        if not Clock.objects.update(**fields):
            next_version()
            Clock.objects.update(**fields)


def _entry(document: Document, words: Sequence[str], version: int) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(document, name) for name in _ENTRY}
    row |= {
        "day": connection.ops.adapt_datefield_value(document.day),
        "length": len(words),
        "fingerprint": document.fingerprint,
        "version": version,
    }
    if connection.vendor == "postgresql":
        row["grams"] = lexemes(words)
    return row


def _text(document: Document, words: Sequence[str], entry: int) -> dict[str, Any]:
    row: dict[str, Any] = {"id": entry}
    row |= {name: getattr(document, name) for name in _TEXT}
    row["date"] = connection.ops.adapt_datefield_value(document.date)
    row["tokens"] = f" {' '.join(words)} "
    return row


def _upsert(cursor: Any, table: str, rows: Sequence[dict[str, Any]], key: str) -> None:
    """Insert the rows, or change those whose `key` is there."""
    names = list(rows[0])
    marks = ", ".join("%s::tsvector" if n == "grams" else "%s" for n in names)
    changes = ", ".join(f"{name} = excluded.{name}" for name in names if name != key)
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(names)}) "  # noqa: S608
        f"VALUES {', '.join([f'({marks})'] * len(rows))} "
        f"ON CONFLICT ({key}) DO UPDATE SET {changes}",
        [value for row in rows for value in row.values()],
    )
