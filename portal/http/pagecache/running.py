"""The cache of this process, and the thread that follows purges of other machines."""

import threading
from typing import Any

from django.conf import settings

from .application import PageCache

_running: list[PageCache] = []


def in_front_of(application: Any) -> PageCache:
    """The cache before `application`; its follower ends with the process."""
    cache = PageCache(application)
    _running[:] = [cache]
    threading.Thread(
        target=_follow, args=(cache,), name="page cache", daemon=True
    ).start()
    return cache


def of_this_process() -> PageCache | None:
    return _running[0] if _running else None


def _follow(cache: PageCache) -> None:
    """The bell is heard on one machine, and not if its ringer died after the commit.

    Waits first: nothing is kept before the first request, which catches up itself. A
    look of its own at the start came whenever the machine found time for it.
    """
    while not _pause.wait(settings.PAGE_CACHE_POLL_SECONDS):
        cache.catch_up(anyway=True)


_pause = threading.Event()
