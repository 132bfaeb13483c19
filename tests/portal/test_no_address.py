"""The search for a leaked address finds one in every place where it could be."""

import base64
import hashlib
import ipaddress
import logging
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client

from portal.intake.formkeys import issue
from portal.intake.pow import spend
from portal.ledger.commitments import commit
from portal.ledger.entries import record
from portal.ledger.models import EntryType, Salt
from portal.outbox.events import enqueue
from portal.outbox.models import OutboxEvent
from portal.pages import frame, places

from .marker import (
    MARKER,
    address_headers,
    assert_marker_absent,
    every_log,
    find_marker,
    settle_database,
)


@pytest.fixture(autouse=True)
def _own_folders(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path / "var"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.VAR_DIR.mkdir()
    settings.MEDIA_ROOT.mkdir()
    cache.clear()


PACKED = ipaddress.ip_address(MARKER).packed


@pytest.mark.parametrize(
    "spelling",
    [
        MARKER,
        f"for={MARKER}:4711",
        PACKED.hex(),
        str(int.from_bytes(PACKED)),
        hashlib.sha256(MARKER.encode()).hexdigest(),
        base64.b64encode(MARKER.encode()).decode(),
    ],
)
def test_search_finds_a_planted_row(db: None, spelling: str) -> None:
    enqueue(topic="t", key="k", payload={"from": spelling})
    assert find_marker(MARKER) == ["table outbox_outboxevent"]
    OutboxEvent.objects.all().delete()
    assert_marker_absent()


def test_search_finds_packed_bytes(db: None) -> None:
    Salt.objects.create(subject="s", kind="k", value=b"\1" + PACKED, commitment="c")
    assert find_marker(MARKER) == ["table ledger_salt"]


@pytest.mark.django_db(transaction=True)
def test_search_finds_a_committed_row_in_the_database_file() -> None:
    salt = Salt.objects.create(subject=MARKER, kind="k", value=b"", commitment="c")
    assert "table ledger_salt" in find_marker(MARKER)
    salt.delete()
    settle_database()
    assert_marker_absent()


def test_search_finds_cache_mail_and_files(
    db: None, settings: Any, mailoutbox: list
) -> None:
    cache.set("limit:203.0.113.77", 1)
    assert find_marker(MARKER) == ["cache default"]
    cache.clear()
    cache.set("limit", f"seen {MARKER}")
    assert find_marker(MARKER) == ["cache default"]
    cache.clear()
    EmailMessage("report", f"REMOTE_ADDR: {MARKER}", to=["a@example.org"]).send()
    assert find_marker(MARKER) == ["mail"]
    mailoutbox.clear()
    (settings.VAR_DIR / "access.log").write_text(MARKER)
    (settings.MEDIA_ROOT / "upload").write_bytes(b"\0" + PACKED)
    assert find_marker(MARKER) == ["file access.log", "file upload"]


def test_search_finds_what_the_process_remembers(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "_kept", {("page",): f"<p>{MARKER}</p>"})
    assert find_marker(MARKER) == ["memory portal.pages.places._kept"]
    monkeypatch.undo()
    frame.kept("components/tools.html", entries=(frame.Link(MARKER, "/", ""),))
    assert find_marker(MARKER) == ["memory portal.pages.frame._rendered"]
    frame._rendered.cache_clear()
    assert_marker_absent()


@pytest.mark.parametrize("name", ["", "django.request", "portal.intake"])
def test_search_finds_logs(db: None, name: str) -> None:
    with every_log() as written:
        logging.getLogger(name).debug("from %s", MARKER)
    assert find_marker(MARKER, logs=written.getvalue()) == ["logs"]
    with every_log() as written:
        logging.getLogger(name).info("seen", extra={"peer": MARKER})
    assert find_marker(MARKER, logs=written.getvalue()) == ["logs"]


def test_search_looks_into_what_a_test_adds(db: None) -> None:
    found = find_marker(MARKER, extra={"page cache": MARKER.encode()})
    assert found == ["page cache"]


@pytest.mark.parametrize("path", ["/healthz", "/no-such-page/", "/accounts/login/"])
def test_no_address_is_kept_by_reading(db: None, path: str) -> None:
    client = Client(raise_request_exception=False)
    with every_log() as written:
        client.get(path, **address_headers())
        client.post(path, {"login": "x", "password": "y"}, **address_headers())
    assert_marker_absent(logs=written.getvalue())


def test_no_address_is_kept_by_the_write_side(db: None) -> None:
    """What a submission writes on the ground floor, from a request full of markers."""
    with every_log() as written:
        digest, _ = commit(kind="text", content=b"text", subject="s")
        record(
            type=EntryType.SUGGESTION_RECEIVED,
            subject="s",
            data={"commitment": digest},
        )
        enqueue(topic="t", key="k", payload={"subject": "s"})
        spend(issue(purpose="suggest"))
    assert_marker_absent(logs=written.getvalue())
