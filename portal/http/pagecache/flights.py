"""Flights: of many who ask for the same cold page at once, one renders it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

#: Seconds that a reader waits for another's rendering before doing it as well.
PATIENCE = 5.0


class Flights:
    def __init__(self) -> None:
        self._under_way: dict[Any, threading.Event] = {}
        self._lock = threading.Lock()

    @contextmanager
    def of(self, key: Any) -> Iterator[bool]:
        """True for the first, who does it; False for the others once it is done."""
        with self._lock:
            done = self._under_way.get(key)
            first = done is None
            if done is None:
                done = self._under_way[key] = threading.Event()
        if not first:
            done.wait(PATIENCE)
            yield False
            return
        try:
            yield True
        finally:
            with self._lock:
                del self._under_way[key]
            done.set()
