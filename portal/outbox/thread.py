"""The relay as a thread of the server's process; the lease decides which one works."""

import atexit
import threading
from multiprocessing.util import Finalize

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
    # granian's workers are children of multiprocessing: they end without atexit.
    Finalize(None, stop, exitpriority=0)
    thread.start()


def stop() -> None:
    """Let it finish the event in hand and free the lease; may be called twice.

    What it cannot finish in time is tried again, when the lease has expired.
    """
    _stop.set()
    wake.ring()
    for thread in _started:
        thread.join(_STOP_SECONDS)
