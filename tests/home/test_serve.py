"""`manage.py serve`: a real server with the shipped plan, as `make run` starts it."""

import shutil
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection

from home import serving
from portal.durability import assert_durable
from tests.real_portal import PATIENCE, RealPortal

pytestmark = [pytest.mark.xdist_group("serve"), pytest.mark.once]
MARKER = "203.0.113.77"


@pytest.fixture(scope="module")
def prepared(prepared_var: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(prepared_var, tmp_path_factory.mktemp("serve") / "var"))


@pytest.fixture(scope="module")
def running(prepared: Path) -> Iterator[RealPortal]:
    with RealPortal(prepared).running() as portal:
        yield portal


@pytest.mark.parametrize(
    "path", ["/", "/plan/", "/plan/korla-14/", "/plan/korla-14/15/2/", "/en/plan/"]
)
def test_serve_pages_answer(running: RealPortal, path: str) -> None:
    answer = running.get(path)
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_serve_health_says_ok(running: RealPortal) -> None:
    assert running.get("/healthz").text == '{"status": "ok"}'


def test_serve_static_files_are_immutable_and_compressed(running: RealPortal) -> None:
    page = running.get("/").text
    links = [part.split('"')[0] for part in page.split('href="')[1:]]
    sheet = next(link for link in links if link.endswith(".css"))
    answer = running.get(sheet, Accept_Encoding="br")
    assert answer.status == 200
    assert answer.headers["content-encoding"] == "br"
    assert answer.headers["cache-control"].endswith("immutable")


def test_serve_prepared_again_changes_nothing(
    running: RealPortal, prepared: Path
) -> None:
    before = running.get("/plan/korla-14/15/2/").text
    password = (prepared / "secrets" / "admin-password").read_text()
    said = running.prepare()
    assert "database" not in said
    assert "plan" not in said
    assert "static" not in said
    assert (prepared / "secrets" / "admin-password").read_text() == password
    assert running.get("/plan/korla-14/15/2/").text == before


def test_serve_taken_port_is_named(running: RealPortal, prepared: Path) -> None:
    second = RealPortal(prepared, port=running.port)
    done = second.manage("serve")
    assert done.returncode == 1
    assert f"PORT={running.port + 1} make run" in done.stderr
    assert "Traceback" not in done.stderr
    assert running.get("/healthz").status == 200


def test_serve_under_prefix_keeps_links_static_and_redirects(prepared: Path) -> None:
    with RealPortal(prepared, prefix="/ghzl/").running() as portal:
        page = portal.get("/ghzl/plan/")
        login = portal.get("/ghzl/admin/")
        slash = portal.get("/ghzl/plan")
        links = [part.split('"')[0] for part in page.text.split('href="')[1:]]
        local = [link for link in links if link.startswith("/")]
        sheet = portal.get(next(link for link in local if link.endswith(".css")))
    assert page.status == 200
    assert [link for link in local if not link.startswith("/ghzl/")] == []
    assert sheet.status == 200
    assert sheet.headers["cache-control"].endswith("immutable")
    assert login.headers["location"].startswith("/ghzl/accounts/login/")
    assert slash.headers["location"] == "/ghzl/plan/"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serve_signal_ends_it_cleanly(prepared: Path, number: int) -> None:
    with RealPortal(prepared).running() as portal:
        assert portal.get("/healthz").status == 200
        assert portal.stop(number) == 0
        portal.wait_until_gone()


def holder_of_the_lease(var: Path) -> str:
    """The relay that may deliver; "" when the next one may."""
    with closing(sqlite3.connect(var / "portal.db")) as database:
        row = database.execute("SELECT holder FROM outbox_lease").fetchone()
    return row[0] if row else ""


def free_the_lease(var: Path) -> None:
    """Of a server before, that was killed."""
    with closing(sqlite3.connect(var / "portal.db")) as database, database:
        database.execute("UPDATE outbox_lease SET holder = ''")


def wait_for_the_relay(portal: RealPortal) -> None:
    until = time.monotonic() + PATIENCE
    while not holder_of_the_lease(portal.var) and time.monotonic() < until:
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serve_stop_frees_the_relays_lease(prepared: Path, number: int) -> None:
    free_the_lease(prepared)
    with RealPortal(prepared).running() as portal:
        wait_for_the_relay(portal)
        assert holder_of_the_lease(prepared)
        portal.stop(number)
        assert holder_of_the_lease(prepared) == ""


def test_serve_says_no_address_of_a_visitor(prepared: Path) -> None:
    with RealPortal(prepared).running() as portal:
        for path in ("/", "/no/such/page/", "/admin/", "/healthz"):
            portal.get(path, X_Forwarded_For=MARKER, X_Real_Ip=MARKER, Forwarded=MARKER)
        portal.stop()
    said = portal.log.read_text().split("/admin/", 1)[1]  # after the address to open
    assert "/no/such/page/" in said
    assert "127.0.0.1" not in said
    assert MARKER not in said


def test_serve_empty_database_says_what_to_do(tmp_path: Path) -> None:
    done = RealPortal(tmp_path).manage("serve")
    assert done.returncode == 1
    assert "manage.py prepare" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "８０００"])
def test_serve_port_not_a_port_is_refused(port: str) -> None:
    with pytest.raises(CommandError, match="PORT"):
        call_command("serve", f"--port={port}")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own rule")
def test_serve_sqlite_with_two_workers_is_refused(transactional_db: Any) -> None:
    with pytest.raises(serving.CannotServe, match="PostgreSQL"):
        serving.check_database(workers=2)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own promises")
def test_serve_database_that_could_lose_rows_is_refused(transactional_db: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=NORMAL")
    try:
        with pytest.raises(ImproperlyConfigured, match="synchronous=1"):
            assert_durable()
    finally:
        connection.close()
    assert_durable()


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000/"),
        ("0.0.0.0", "http://127.0.0.1:8000/"),
        ("::", "http://[::1]:8000/"),
        ("example.test", "http://example.test:8000/"),
    ],
)
def test_serve_address_can_be_opened(host: str, shown: str, settings: Any) -> None:
    settings.PATH_PREFIX = "/"
    assert serving.address(host, 8000) == shown
    settings.PATH_PREFIX = "/ghzl"
    assert serving.address(host, 8000) == f"{shown}ghzl/"
