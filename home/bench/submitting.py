"""Submissions through a real server, beside a bare Django view of the same server.

One is a whole POST of a form: token, form key, proof of work, text, ledger, outbox,
receipt. The form was asked for and its proof found before the clock started; server,
database and load share the machine's processors. The relay is on.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from .children import ChildFailed, environment, manage, scratch
from .postgresql import binaries, private_cluster
from .rows import Row
from .server import Server, serving

SIZES = (1_000, 100_000)
#: Submissions timed at each size.
COUNT = 1_000
SERVER = {
    "DJANGO_SETTINGS_MODULE": "home.bench.settings",
    "INTAKE_MINIMUM_SECONDS": "0",
}


@dataclass(frozen=True)
class Database:
    """`least`: submissions a second that are aimed at."""

    name: str
    least: float
    changes: dict[str, str]


def submitting() -> Iterator[Row]:
    """SQLite, and PostgreSQL where its binaries are."""
    with scratch() as var:
        yield from _measure(Database("SQLite", 150, {}), var)
    if binaries() is None:
        yield Row("submissions, PostgreSQL", None, "no PostgreSQL on this machine")
        return
    with scratch() as var, private_cluster(var) as url:
        there = {"DATABASE_URL": url, "WORKERS": "2"}
        yield from _measure(Database("PostgreSQL", 300, there), var)


def _measure(database: Database, var: Path) -> Iterator[Row]:
    manage(var, "prepare", **database.changes)
    rates = []
    for size in SIZES:
        filled = manage(
            var, "measure_submissions", f"--upto={size}", **database.changes
        )
        part = json.loads(filled.output.splitlines()[-1])["part"]
        with serving(var, **SERVER, **database.changes) as server:
            bare, ours = _drive(server, part)
        rates.append(ours["count"] / ours["seconds"])
        name = f"submissions, {database.name}, {size:,} rows"
        bare_rate = bare["count"] / bare["seconds"]
        yield Row(f"{name}: a second", rates[-1], "/s", least=database.least)
        yield Row(f"{name}: a bare view, same server", bare_rate, "/s")
        yield Row(f"{name}: longest answer", ours["longest"], "s", 1)
        each = 1000 * ours["served"] / ours["count"]
        yield Row(f"{name}: server's CPU each", each, "ms")
        share = 100 * ours["cpu"] / ours["seconds"]
        yield Row(f"{name}: load's share of one processor", share, "%")
    name = f"submissions, {database.name}: {SIZES[0]:,} beside {SIZES[1]:,} rows"
    yield Row(name, rates[0] / rates[1], "×", 1.2)


def _drive(server: Server, part: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the load measured of the bare view and of the submissions, with the
    server's CPU seconds as `served`.
    """
    with _load(server, part) as load:
        measured = []
        for _what in ("bare", "submissions"):
            _line(load)
            before = server.cpu()
            load.stdin.write("go\n")
            load.stdin.flush()
            found = _line(load)
            measured.append(found | {"served": server.cpu() - before})
        return measured[0], measured[1]


@contextmanager
def _load(server: Server, part: str) -> Iterator[Any]:
    child = subprocess.Popen(  # noqa: S603  (our own module)
        [sys.executable, "-m", "home.bench.load", str(server.port), part, str(COUNT)],
        cwd=settings.BASE_DIR,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield child
    finally:
        child.kill()
        child.wait()


def _line(load: Any) -> dict[str, Any]:
    line = load.stdout.readline()
    if not line:
        raise ChildFailed("the load ended early")
    found: dict[str, Any] = json.loads(line)
    return found
