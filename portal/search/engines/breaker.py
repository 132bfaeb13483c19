"""A breaker: an engine that failed is left alone for a while.

At the first failure, because a reader waits for each, and the database's answer is as
good. One process, one breaker; what it knows is forgotten when the process ends.
"""

import threading
import time

REST_SECONDS = 10.0


class Breaker:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        self.is_open = False
        self.last_error = ""
        self._try_at = 0.0

    def lets_through(self) -> bool:
        """Closed, or it is time for one trial; the others wait for its outcome."""
        with self._lock:
            if not self.is_open:
                return True
            now = time.monotonic()
            if now < self._try_at:
                return False
            self._try_at = now + REST_SECONDS
            return True

    def succeeded(self) -> None:
        self.reset()

    def failed(self, error: Exception) -> None:
        with self._lock:
            self.is_open = True
            self.last_error = str(error)
            self._try_at = time.monotonic() + REST_SECONDS
