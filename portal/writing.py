"""One writer at a time on SQLite; PostgreSQL is left to its own locks.

Eight threads that write to SQLite starve one another, so they queue here first. Every
service opens its transaction with `write_transaction()`.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.utils import InterfaceError, InternalError, OperationalError

#: What a database says that is away, full, or read-only (PostgreSQL's internal error).
CANNOT_WRITE = (OperationalError, InterfaceError, InternalError)

_turn = threading.Lock()


class WriteUnavailable(Exception):
    """Nothing was written: too many writers, or a database that cannot commit.

    A view answers 503 with `Retry-After: retry_after` (seconds) and keeps the text.
    """

    retry_after = 5


@contextmanager
def write_transaction(*, seconds: float | None = None) -> Iterator[None]:
    """`transaction.atomic()` behind the process-wide lock that SQLite needs.

    Inside a transaction it is a savepoint and takes no lock, because the outer one
    has it. Raises WriteUnavailable when the turn does not come within `seconds`
    (default WRITE_LOCK_SECONDS), or the database refuses to begin or to commit.
    """
    if connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    with _own_turn(settings.WRITE_LOCK_SECONDS if seconds is None else seconds):
        try:
            with transaction.atomic():
                yield
        except CANNOT_WRITE as error:
            raise WriteUnavailable from error


@contextmanager
def _own_turn(seconds: float) -> Iterator[None]:
    if connection.vendor != "sqlite":
        yield
        return
    if not _turn.acquire(timeout=seconds):
        raise WriteUnavailable
    try:
        yield
    finally:
        _turn.release()


def require_transaction(what: str) -> None:
    """Raise DatabaseError when `what` is called outside the caller's transaction."""
    if not connection.in_atomic_block:
        raise DatabaseError(f"{what} belongs into the caller's transaction")
