"""The relay as a thread of the server's process; the lease decides which one works."""

import atexit
import threading

from . import wake
from .relay import Relay

_stop = threading.Event()
_started: list[threading.Thread] = []
_STOP_SECONDS = 5.0


def start() -> None:
    """Start the relay's thread once per process; it ends with the process."""
    if _started:
        return
    thread = threading.Thread(
        target=Relay().run, args=(_stop,), name="relay", daemon=True
    )
    _started.append(thread)
    atexit.register(stop)
    thread.start()


def stop() -> None:
    """Let it finish the event in hand; what it cannot finish in time is tried again."""
    _stop.set()
    wake.ring()
    for thread in _started:
        thread.join(_STOP_SECONDS)
