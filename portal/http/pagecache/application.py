"""PageCache: the WSGI application in front of Django's."""

import logging
import threading
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils.timezone import get_default_timezone
from wagtail.models import Site

from portal.outbox.bell import bell
from portal.outbox.purges import EVERYTHING, KEPT, PurgeCursor

from .asking import Asking, Environ, canonical_query, wants
from .encodings import encoding_for
from .flights import Flights
from .page import Page, made_page
from .store import Key, Store
from .tags import KEEPER, Declared, declared_in

log = logging.getLogger(__name__)

_KEPT_STATUS = ("200", "301", "302")
_NOT_SHARED = ("no-store", "no-cache", "private")
#: Paths whose query words are remembered; more are no site's.
_MOST_PATHS = 20_000
#: Seconds without the database after which a process shows no kept page any more.
OUT_OF_TOUCH = 60.0


class PageCache:
    """Answers from memory what it may, else asks `application` and keeps the answer."""

    #: A template shows its numbers and must not take it for a function.
    do_not_call_in_templates = True

    def __init__(self, application: Any) -> None:
        self.application = application
        self.store = Store(settings.PAGE_CACHE_BYTES)
        self.hits = self.misses = 0
        self._asking = Asking()
        self._flights = Flights()
        self._words: dict[str, frozenset[str]] = {}
        self._bell = bell()
        self._heard: bytes | None = None
        self._cursor: PurgeCursor | None = None
        self._followed = 0.0
        self._following = threading.Lock()

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        asked = environ["REQUEST_METHOD"] in ("GET", "HEAD")
        key = self._asking.key(environ) if asked else None
        if key is None:
            return self.application(environ, start_response)
        if self._bell.token() != self._heard:
            self.catch_up()
        if key[4]:
            key = self._canonical(key)
        page = self._found(key)
        if page is None:
            return self._missed(key, environ, start_response)
        self.hits += 1
        return _answer(page, environ, start_response)

    def catch_up(self, *, anyway: bool = False) -> None:
        """Forget what was purged. One query where the bell rang, or `anyway`."""
        with self._following:
            token = self._bell.token()
            if token == self._heard and not anyway:
                return
            try:
                self._forget_purged()
                self._heard = token
            except DatabaseError:
                self._out_of_touch(rung=token != self._heard)
            finally:
                close_old_connections()

    def _forget_purged(self) -> None:
        began = time.monotonic()
        if self._cursor is None or began - self._followed > KEPT.total_seconds() / 2:
            # Rows may be gone that were never read: begin again, with nothing kept.
            self._cursor, keys = PurgeCursor(), {EVERYTHING}
        else:
            keys = self._cursor.fresh()
        self._followed = began
        if EVERYTHING in keys:
            # Each process keeps the sites' roots for an hour.
            Site.clear_site_root_paths_cache()
        self.store.forget(keys)

    def _out_of_touch(self, *, rung: bool) -> None:
        """The database is away. What was rung for is unknown, so all is forgotten.

        Without a ring the pages stand for a while: nobody here committed anything.
        """
        if rung or time.monotonic() - self._followed > OUT_OF_TOUCH:
            if len(self.store):
                log.warning("page cache: emptied, the database is away")
            self.store.forget([EVERYTHING])

    def _canonical(self, key: Key) -> Key:
        words = self._words.get(key[2])
        return key if words is None else (*key[:4], canonical_query(key[4], words))

    def _found(self, key: Key) -> Page | None:
        page = self.store.get(key)
        return page if page is not None and page.expires > time.time() else None

    def _missed(
        self, key: Key, environ: Environ, start_response: Any
    ) -> Iterable[bytes]:
        """One rendering of a page at a time, as long as its readers can wait."""
        if key[2] not in self._words:
            return self._render(key, environ, start_response)
        with self._flights.of(key) as first:
            if first:
                return self._render(key, environ, start_response)
        # What came of it is looked up, not handed on: it may be older than a purge.
        self.catch_up()
        page = self._found(key)
        if page is None:
            return self._render(key, environ, start_response)
        self.hits += 1
        return _answer(page, environ, start_response)

    def _render(
        self, key: Key, environ: Environ, start_response: Any
    ) -> Iterable[bytes]:
        self.misses += 1
        began, since = time.time(), self.store.moment
        inner = {**environ, "REQUEST_METHOD": "GET", KEEPER: True}
        said = _Said()
        result = self.application(inner, said)
        declared = declared_in(inner)
        if declared is None or not _may_be_kept(said, inner):
            start_response(said.status, said.headers)
            return _without_body(result) if _is_head(environ) else result
        body = b"".join(result)
        _close(result)
        page = made_page(said.status, said.headers, body, declared.tags, _until(began))
        self._keep(key, environ, page, declared, since)
        return _answer(page, environ, start_response)

    def _keep(
        self, key: Key, environ: Environ, page: Page, declared: Declared, since: int
    ) -> None:
        """Unless it says words that it does not read, or was purged meanwhile."""
        path, asked = key[2], environ.get("QUERY_STRING", "")
        words = frozenset(declared.words)
        if len(self._words) < _MOST_PATHS or path in self._words:
            self._words[path] = words
        plain = canonical_query(asked, words)
        if plain != asked or not self._asking.is_own_host(environ, key[1]):
            return
        self.catch_up()
        self.store.add((*key[:4], plain), page, since=since)


class _Said:
    """Django's start_response, held back until it is known who answers."""

    status = ""
    headers: list[tuple[str, str]] = []

    def __call__(self, status: str, headers: Any, exc_info: Any = None) -> None:
        self.status, self.headers = status, list(headers)


def _may_be_kept(said: _Said, inner: Environ) -> bool:
    """Neither personal nor partial: whole, cookieless, without a form's token."""
    if not said.status.startswith(_KEPT_STATUS):
        return False
    if inner.get("CSRF_COOKIE_NEEDS_UPDATE"):
        return False
    headers = {name.lower(): value.lower() for name, value in said.headers}
    if "set-cookie" in headers or "content-encoding" in headers:
        return False
    control = headers.get("cache-control", "")
    return headers.get("vary") != "*" and not any(w in control for w in _NOT_SHARED)


def _answer(page: Page, environ: Environ, start_response: Any) -> Iterable[bytes]:
    form = page.form(encoding_for(environ.get("HTTP_ACCEPT_ENCODING", "")))
    if not wants(environ, form.etag) and page.status.startswith("200"):
        start_response("304 Not Modified", _for_fronts(page, form.unchanged))
        return []
    start_response(page.status, _for_fronts(page, form.headers))
    return [] if _is_head(environ) else [form.body]


def _for_fronts(page: Page, headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A copy, with the tags where a front cache is to forget by them as well."""
    name = settings.PAGE_TAGS_HEADER
    if not name:
        return headers.copy()
    left = min(page.expires - time.time(), settings.FRONT_CACHE_SECONDS)
    ours = [(name, " ".join(sorted(page.tags))), ("X-Accel-Expires", str(int(left)))]
    return [*headers, *ours]


def _until(began: float) -> float:
    """Seconds since 1970: the maximum age, and Beijing's midnight at the latest.

    At midnight what is overdue changes without anybody writing anything.
    """
    zone = get_default_timezone()
    today = datetime.fromtimestamp(began, zone).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    midnight = (today + timedelta(days=1)).timestamp()
    return min(began + settings.PAGE_CACHE_SECONDS, midnight)


def _is_head(environ: Environ) -> bool:
    return bool(environ["REQUEST_METHOD"] == "HEAD")


def _without_body(result: Any) -> list[bytes]:
    _close(result)
    return []


def _close(result: Any) -> None:
    if hasattr(result, "close"):
        result.close()
