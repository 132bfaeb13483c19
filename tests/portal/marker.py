"""Search for a marker in everything that the application wrote, as bytes.

For "no address" (send `address_headers()` through a form, then `assert_marker_absent`)
and for "erased is erased" (a marker text, after `settle_database()`). A test that uses
this also plants its marker once and sees it found: otherwise it proves nothing.
"""

import base64
import hashlib
import io
import ipaddress
import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core import mail
from django.core.cache import caches
from django.db import connection

from tests.database_files import content

from .memory import remembered

#: From the ranges that are kept for documentation: they are nobody's.
MARKER = "203.0.113.77"
MARKER_6 = "2001:db8:cafe::77"

_HEADERS = (
    "X_FORWARDED_FOR",
    "X_REAL_IP",
    "FORWARDED",
    "X_FORWARDED",
    "X_FORWARDED_BY",
    "X_CLIENT_IP",
    "CLIENT_IP",
    "TRUE_CLIENT_IP",
    "CF_CONNECTING_IP",
    "CF_CONNECTING_IPV6",
    "FASTLY_CLIENT_IP",
    "X_CLUSTER_CLIENT_IP",
    "X_ORIGINAL_FORWARDED_FOR",
    "X_ENVOY_EXTERNAL_ADDRESS",
    "X_REMOTE_IP",
    "X_REMOTE_ADDR",
    "X_PROXYUSER_IP",
    "ALI_CDN_REAL_IP",
    "CDN_SRC_IP",
    "WL_PROXY_CLIENT_IP",
    "PROXY_CLIENT_IP",
    "X_APPENGINE_USER_IP",
    "X_AZURE_CLIENTIP",
    "X_NF_CLIENT_CONNECTION_IP",
    "VIA",
)


def address_headers(marker: str = MARKER) -> dict[str, str]:
    """For Django's test client: the marker in every header a proxy might set."""
    headers = {f"HTTP_{name}": marker for name in _HEADERS}
    headers["HTTP_X_FORWARDED_FOR"] = f"{marker}, 10.0.0.1"
    bracketed = f"[{marker}]" if ":" in marker else marker
    headers["HTTP_FORWARDED"] = f'for="{bracketed}:4711";proto=https'
    headers["HTTP_VIA"] = f"1.1 {bracketed}"
    return {**headers, "REMOTE_ADDR": marker, "REMOTE_HOST": marker}


def spellings(marker: str) -> set[bytes]:
    """How the marker could stand in bytes: plain, escaped, encoded, hashed, packed."""
    raw = marker.encode()
    found = {
        raw,
        marker.encode("utf-16-le"),
        marker.encode("utf-16-be"),
        json.dumps(marker)[1:-1].encode(),
        quote(marker).encode(),
        raw.hex().encode(),
        base64.b64encode(raw).rstrip(b"="),
        *(hashlib.new(name, raw).digest() for name in _HASHES),
        *(hashlib.new(name, raw).hexdigest().encode() for name in _HASHES),
    }
    try:
        address = ipaddress.ip_address(marker)
    except ValueError:
        return found
    whole, packed = address.exploded.encode(), address.packed
    return found | {whole, packed, packed.hex().encode(), b"%d" % int(address)}


_HASHES = ("md5", "sha1", "sha256")


@contextmanager
def every_log() -> Iterator[io.StringIO]:
    """What any logger says at any level, in full, while the block runs."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(_Everything())
    root = logging.getLogger()
    loggers = [root, *(logging.getLogger(name) for name in root.manager.loggerDict)]
    before = [(logger, logger.level, list(logger.handlers)) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
        if handler not in logger.handlers and (logger is root or not logger.propagate):
            logger.addHandler(handler)
    try:
        yield written
    finally:
        for logger, level, handlers in before:
            logger.setLevel(level)
            logger.handlers = handlers


class _Everything(logging.Formatter):
    """The message, its arguments and everything that was attached to the record."""

    def format(self, record: logging.LogRecord) -> str:
        attached = {key: _safe(value) for key, value in vars(record).items()}
        return f"{super().format(record)} {attached}"


def _safe(value: object) -> str:
    """Requests are attached to records and are not written by any formatter of ours."""
    return type(value).__name__ if hasattr(value, "META") else repr(value)


def settle_database() -> None:
    """Bring SQLite's log back into its file: what was deleted is then overwritten."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, *_ = cursor.fetchone()
        assert not busy, "another connection still reads: the log cannot be emptied"


def stores() -> Iterator[tuple[str, bytes]]:
    """Every place the application writes to, by name, as bytes."""
    yield from _database_files()
    yield from _database_rows()
    for alias in caches:
        entries: Mapping[str, Any] = getattr(caches[alias], "_cache", {})
        yield (
            f"cache {alias}",
            repr(dict(entries)).encode()
            + b"".join(value for value in entries.values() if isinstance(value, bytes)),
        )
    for name, words in remembered().items():
        yield f"memory {name}", words.encode("utf-8", "surrogatepass")
    for letter in getattr(mail, "outbox", []):
        yield "mail", letter.message().as_bytes() + letter.body.encode()
    for root in (settings.MEDIA_ROOT, settings.VAR_DIR):
        yield from _files_below(Path(root))


def find_marker(
    marker: str, *, logs: str = "", extra: Mapping[str, bytes] | None = None
) -> list[str]:
    """Names of the stores that hold the marker in any spelling."""
    wanted = spellings(marker)
    places = [("logs", logs.encode()), *(extra or {}).items(), *stores()]
    return sorted(
        {name for name, held in places if any(form in held for form in wanted)}
    )


def assert_marker_absent(
    marker: str = MARKER, *, logs: str = "", extra: Mapping[str, bytes] | None = None
) -> None:
    found = find_marker(marker, logs=logs, extra=extra)
    assert found == [], f"{marker} stands in {', '.join(found)}"


def _database_files() -> Iterator[tuple[str, bytes]]:
    if connection.vendor != "sqlite":
        return
    name = str(connection.settings_dict["NAME"])
    for suffix in ("", "-wal", "-journal"):
        yield f"database file{suffix}", content(Path(name + suffix))


def _database_rows() -> Iterator[tuple[str, bytes]]:
    """The rows as this connection sees them, the uncommitted ones of a test too."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor:
                yield f"table {table}", b"\0".join(_cell(value) for value in row)


def _cell(value: object) -> bytes:
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    return str(value).encode("utf-8", "surrogatepass")


#: Served or built, not written at run time.
_SKIPPED = {"static", "test"}


def _files_below(root: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(root.rglob("*")):
        first = path.relative_to(root).parts[0]
        if path.is_file() and first not in _SKIPPED:
            yield f"file {path.relative_to(root)}", path.read_bytes()
