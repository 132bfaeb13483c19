"""A migrated database, made once for a state of the code and copied from then on.

Migrations cost more than all else that starts a run. The first worker makes the ready
database while the others wait; each copies it. `--create-db` makes it anew.
"""

import fcntl
import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

#: The name of the ready one that this process copied.
_in_cluster: list[str] = []
FLOORS = ("portal", "plan_pages", "feedback", "home")


def lay(*, anew: bool) -> None:
    """Put a copy where the test's database is going to be looked for."""
    make_copy = _copy_file if connection.vendor == "sqlite" else _copy_in_cluster
    with _alone():
        make_copy(state_of_the_code(), anew)


def take_away() -> None:
    """Remove this worker's copy."""
    name = connection.settings_dict["NAME"]
    connection.close()
    connection.creation._destroy_test_db(name, verbosity=0)


def copy_to(name: str, cluster: psycopg.Connection[Any]) -> None:
    """A new database of the cluster, migrated already where this run has one.

    Not through Django's connection, which is closed to what asks for no database.
    """
    with _alone():
        template = _in_cluster[-1] if _in_cluster else "template1"
        cluster.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


@contextmanager
def _alone() -> Iterator[None]:
    with (Path(tempfile.gettempdir()) / "portal-ready-database.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def state_of_the_code() -> str:
    """Of our code, which migrations and what follows them run, and of the packages."""
    return _state("*.py", FLOORS)


def state_of_everything() -> str:
    """Of templates, styles, translations and data too."""
    return _state("*", (*FLOORS, "templates"))


def _state(pattern: str, folders: tuple[str, ...]) -> str:
    found = hashlib.sha256()
    for each in sorted(f"{d.name} {d.version}" for d in distributions()):
        found.update(each.encode())
    for folder in folders:
        for path in sorted((settings.BASE_DIR / folder).rglob(pattern)):
            if path.is_file() and path.suffix != ".pyc":
                found.update(str(path.relative_to(settings.BASE_DIR)).encode())
                found.update(path.read_bytes())
    return found.hexdigest()[:12]


def _copy_file(state: str, anew: bool) -> None:
    wanted = Path(connection.settings_dict["TEST"]["NAME"])
    ready = wanted.parent / f"ready-{state}.db"
    if anew or not ready.exists():
        for old in wanted.parent.glob("ready-*.db*"):
            old.unlink()
        _make(str(ready.with_suffix(".part")))
        ready.with_suffix(".part").rename(ready)
    for end in ("-wal", "-shm"):
        Path(f"{wanted}{end}").unlink(missing_ok=True)
    shutil.copyfile(ready, wanted)


def _copy_in_cluster(state: str, anew: bool) -> None:
    wanted = connection.creation._get_test_db_name()
    stem = f"ready_{settings.DATABASES['default']['NAME']}"
    ready = f"{stem}_{state}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [stem]
        )
        there = [name for (name,) in cursor.fetchall()]
        if anew or ready not in there:
            for old in there:
                cursor.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
            _make(f"{ready}_part")
            cursor.execute(f'ALTER DATABASE "{ready}_part" RENAME TO "{ready}"')
        cursor.execute(f'DROP DATABASE IF EXISTS "{wanted}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{wanted}" TEMPLATE "{ready}"')
    _in_cluster.append(ready)


def _make(name: str) -> None:
    """Migrate a new database of this name and let go of it."""
    usual: Any = (
        connection.settings_dict["TEST"]["NAME"],
        connection.settings_dict["NAME"],
    )
    connection.settings_dict["TEST"]["NAME"] = name
    try:
        connection.creation.create_test_db(
            verbosity=0, autoclobber=True, serialize=False
        )
    finally:
        connection.close()
        connection.settings_dict["TEST"]["NAME"], connection.settings_dict["NAME"] = (
            usual
        )
        settings.DATABASES["default"]["NAME"] = usual[1]
