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
            "INSERT INTO search_clock (id, version, tidied, tokens, repaired) "
            "VALUES (1, 1, 0, 0, 0) ON CONFLICT (id) DO UPDATE "
            "SET version = search_clock.version + 1 RETURNING version"
        )
        return int(cursor.fetchone()[0])


def put(documents: Sequence[Document], *, version: int) -> None:
    """Write the entries of these documents, whatever stood there before."""
    if not documents:
        return
    said = [tokens(document.text) for document in documents]
    with connection.cursor() as cursor:
        for document, words in zip(documents, said, strict=True):
            cursor.execute(*_entry_statement(document, words, version))
            _put_text(cursor, int(cursor.fetchone()[0]), document, words)


def remove(keys: Iterable[str]) -> None:
    """Take entries out; those that are not there do not matter."""
    entries = Entry.objects.filter(key__in=list(keys))
    ids = list(entries.values_list("id", flat=True))
    EntryText.objects.filter(id__in=ids).delete()
    Entry.objects.filter(id__in=ids).delete()


def clock() -> Clock:
    """The clock as it stands; all zero before the first write."""
    return Clock.objects.first() or Clock()


def _entry_statement(
    document: Document, words: Sequence[str], version: int
) -> tuple[str, list[Any]]:
    values: dict[str, Any] = {name: getattr(document, name) for name in _ENTRY}
    values |= {
        "length": len(words),
        "fingerprint": document.fingerprint,
        "version": version,
    }
    marks = dict.fromkeys(values, "%s")
    if connection.vendor == "postgresql":
        values["grams"], marks["grams"] = lexemes(words), "%s::tsvector"
    return _upsert("search_entry", values, marks, "key") + " RETURNING id", list(
        values.values()
    )


def _put_text(
    cursor: Any, entry: int, document: Document, words: Sequence[str]
) -> None:
    values: dict[str, Any] = {"id": entry}
    values |= {name: getattr(document, name) for name in _TEXT}
    values["date"] = connection.ops.adapt_datefield_value(document.date)
    values["tokens"] = f" {' '.join(words)} "
    marks = dict.fromkeys(values, "%s")
    cursor.execute(
        _upsert("search_entrytext", values, marks, "id"), list(values.values())
    )


def _upsert(table: str, values: dict[str, Any], marks: dict[str, str], key: str) -> str:
    changes = ", ".join(f"{name} = excluded.{name}" for name in values if name != key)
    return (
        f"INSERT INTO {table} ({', '.join(values)}) "  # noqa: S608
        f"VALUES ({', '.join(marks.values())}) "
        f"ON CONFLICT ({key}) DO UPDATE SET {changes}"
    )
