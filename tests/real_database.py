"""A prepared portal for a real server, on the kind of database that the suite runs on.

The server gets a database of its own: SQLite in its var/, or a new one in the cluster
of DATABASE_URL, dropped afterwards.
"""

import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.db import connection

from . import ready_database
from .real_portal import RealPortal


@contextmanager
def portal_with_plan(
    var: Path, prepared: Path, **environment: str
) -> Iterator[RealPortal]:
    """Not started yet. `prepared`: a var/ with an SQLite database, which is copied."""
    if connection.vendor == "sqlite":
        shutil.copytree(prepared, var)
        yield RealPortal(var, environment=environment)
        return
    with _new_database() as url:
        portal = RealPortal(var, environment={"DATABASE_URL": url, **environment})
        portal.prepare()
        yield portal


def rows(portal: RealPortal, sql: str) -> list[tuple[Any, ...]]:
    """What `sql` finds in the portal's database."""
    with closing(_connect(portal)) as database, closing(database.cursor()) as cursor:
        return list(cursor.execute(sql).fetchall())


def value(portal: RealPortal, sql: str) -> Any:
    """The one value that `sql` finds."""
    ((found,),) = rows(portal, sql)
    return found


def _connect(portal: RealPortal) -> Any:
    url = portal.environment.get("DATABASE_URL")
    return psycopg.connect(url) if url else sqlite3.connect(portal.var / "portal.db")


@contextmanager
def _new_database() -> Iterator[str]:
    name = f"real_{secrets.token_hex(6)}"
    with psycopg.connect(_url("postgres"), autocommit=True) as cluster:
        ready_database.copy_to(name, cluster)
        try:
            yield _url(name)
        finally:
            cluster.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _url(name: str) -> str:
    given = settings.DATABASES["default"]
    user, password = quote(given["USER"]), quote(given["PASSWORD"])
    login = f"{user}:{password}" if password else user
    return f"postgres://{login}@{given['HOST']}:{given['PORT'] or 5432}/{name}"
