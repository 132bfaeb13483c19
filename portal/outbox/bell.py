"""A bell that every process of the machine hears: eight bytes of shared memory.

Whoever commits a purge writes random bytes into a mapped file; whoever keeps pages
compares them at each request, which costs one read of memory. Random bytes instead of
a counter: two that ring at once need no lock, and any value differs from the last.
"""

import logging
import mmap
import os
from pathlib import Path

from django.conf import settings

log = logging.getLogger(__name__)

SIZE = 8
_open: dict[Path, "Bell"] = {}


class Bell:
    """`token()` changes whenever anybody rings. Without a file it never does."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._memory = _mapped(path)

    def token(self) -> bytes:
        return self._memory[:SIZE] if self._memory else b""

    def ring(self) -> None:
        if self._memory:
            self._memory[:SIZE] = os.urandom(SIZE)


def bell() -> Bell:
    """This machine's bell (PURGE_BELL); opened once a process."""
    path = Path(settings.PURGE_BELL)
    if path not in _open:
        _open[path] = Bell(path)
    return _open[path]


def ring() -> None:
    bell().ring()


def _mapped(path: Path) -> mmap.mmap | None:
    """None where there can be no file: others then learn of it by their next poll."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o660)
        try:
            if os.fstat(descriptor).st_size < SIZE:
                os.ftruncate(descriptor, SIZE)
            return mmap.mmap(descriptor, SIZE)
        finally:
            os.close(descriptor)
    except OSError as error:
        log.warning("no bell at %s: %s", path, error.strerror)
        return None
