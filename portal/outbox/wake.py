"""The bell between a commit and the relay's thread in the same process."""

import threading

_bell = threading.Event()


def ring() -> None:
    _bell.set()


def wait(seconds: float) -> bool:
    """Wait for the bell, at most `seconds`; True when it rang."""
    rang = _bell.wait(seconds)
    _bell.clear()
    return rang
