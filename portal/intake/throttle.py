"""Pace: how hard a machine has to work, from 0 to 2. It never refuses a text.

Decision: the application reads no address at all, not even here. What would be gained
by one (telling senders apart for some minutes) the front server can give without one:
where the operator sets INTAKE_PSEUDONYM_HEADER, that header may carry a pseudonym which
the front server makes and changes by itself. Here it is keyed once more with a secret
that lives in memory and is thrown away with its counts every ten minutes, so that
neither a log nor a memory dump of the next hour says who sent what. Without the header
there is one pace for all. A name that proxies use for addresses is refused by a system
check, and a value that is an address is not used: a slip of the operator does not turn
into tracking.
"""

import hmac
import ipaddress
import secrets
import threading
import time
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.http import HttpRequest

from .pow import MAX_LEVEL

WINDOW_SECONDS = 600.0
#: Forms sent in a window after which the level rises: by one pseudonym, by all.
PER_PSEUDONYM = (10, 40)
BY_ALL = (3_000, 20_000)
_MOST_PSEUDONYMS = 20_000

_ADDRESS_HEADERS = (
    "forwarded",
    "via",
    "remote-addr",
    "remote-ip",
    "real-ip",
    "client-ip",
    "connecting-ip",
    "src-ip",
    "external-address",
)


class Pace:
    """Counts of one window. In memory only; a process knows only its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._begin()

    def note(self, pseudonym: str = "") -> int:
        """Count one form and say the level that it has."""
        with self._lock:
            self._turn()
            self._all += 1
            mine = self._count(pseudonym) if pseudonym else 0
            return max(_level(self._all, BY_ALL), _level(mine, PER_PSEUDONYM))

    def ahead(self, pseudonym: str = "") -> int:
        """The level of the next form, without counting one."""
        with self._lock:
            self._turn()
            mine = self._counts[self._mark(pseudonym)] + 1 if pseudonym else 0
            return max(_level(self._all + 1, BY_ALL), _level(mine, PER_PSEUDONYM))

    def _turn(self) -> None:
        if time.monotonic() >= self._end:
            self._begin()

    def _begin(self) -> None:
        self._secret = secrets.token_bytes(32)
        self._counts: Counter[bytes] = Counter()
        self._all = 0
        self._end = time.monotonic() + WINDOW_SECONDS

    def _count(self, pseudonym: str) -> int:
        mark = self._mark(pseudonym)
        if mark not in self._counts and len(self._counts) >= _MOST_PSEUDONYMS:
            return 0
        self._counts[mark] += 1
        return self._counts[mark]

    def _mark(self, pseudonym: str) -> bytes:
        return hmac.digest(self._secret, pseudonym.encode(), "sha256")[:8]


_pace = Pace()


def note_request(request: HttpRequest) -> int:
    """Count one form of this request's sender and say the level, 0 to MAX_LEVEL."""
    return _pace.note(_pseudonym(request))


def level(request: HttpRequest) -> int:
    """What a form that is opened now will be asked for; nothing is counted."""
    return _pace.ahead(_pseudonym(request))


def _pseudonym(request: HttpRequest) -> str:
    name = settings.INTAKE_PSEUDONYM_HEADER
    value = request.headers.get(name, "")[:200] if name else ""
    return "" if _is_address(value) else value


def _is_address(value: str) -> bool:
    """An address, alone, in a list, in brackets or with a port."""
    first = value.split(",")[0].strip().strip('"')
    bare = first.partition("]")[0].lstrip("[") if "[" in first else first
    for candidate in (bare, bare.rpartition(":")[0]):
        try:
            ipaddress.ip_address(candidate)
        except ValueError:
            continue
        return True
    return False


def _level(count: int, steps: tuple[int, ...]) -> int:
    return min(sum(count > step for step in steps), MAX_LEVEL)


@register()
def check_pseudonym_header(**kwargs: Any) -> list[CheckMessage]:
    name = settings.INTAKE_PSEUDONYM_HEADER.lower().replace("_", "-")
    if not any(part in name for part in _ADDRESS_HEADERS):
        return []
    return [
        Error(
            f"INTAKE_PSEUDONYM_HEADER={name}: that header carries addresses",
            hint="Let the front server make a pseudonym, or leave it empty.",
            id="intake.E001",
        )
    ]
