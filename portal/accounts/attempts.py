"""Attempts at signing in are counted in a cache of their own.

What allauth counts, and the codes of a second factor that were used, lie in the cache
"attempts": in the memory of the one process, or in production in the database, where
all processes count together. Keys name a digest, an account's number or one constant
(adapter.get_client_ip), never an address.
"""

from typing import Any

from allauth.core.internal import ratelimit
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import BaseDatabaseCache
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection
from django.utils import timezone
from django.utils.connection import ConnectionProxy

from portal.outbox.events import housekeeping

ALIAS = "attempts"
#: Caches that other processes do not see.
_OF_ONE_PROCESS = ("locmem.LocMemCache", "dummy.DummyCache")


def count_apart() -> None:
    """allauth knows the default cache alone, in which Wagtail keeps what is read at
    every page: that stays in memory.
    """
    shared: Any = ConnectionProxy(caches, ALIAS)
    ratelimit.cache = totp.cache = shared


@housekeeping.register
def forget_expired() -> None:
    """Rows whose time is over; the database's cache would keep them."""
    attempts = caches[ALIAS]
    if not isinstance(attempts, BaseDatabaseCache):
        return
    table = connection.ops.quote_name(attempts._table)  # type: ignore[attr-defined]
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608


@register(Tags.security, deploy=True)
def check_attempts_are_shared(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    backend = settings.CACHES[ALIAS]["BACKEND"]
    if settings.WORKERS == "1" or not backend.endswith(_OF_ONE_PROCESS):
        return []
    return [
        Error(
            f"WORKERS={settings.WORKERS}, but each process counts attempts at signing "
            "in for itself, and takes a code of the second factor that another has "
            "taken.",
            hint=f'Let CACHES["{ALIAS}"] be one that all processes share, as '
            "portal.settings.production does.",
            id="portal.E001",
        )
    ]
