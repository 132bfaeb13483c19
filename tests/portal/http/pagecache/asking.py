"""Asking a page cache as a server does, and telling whether Django was asked."""

import gzip
from dataclasses import dataclass
from typing import Any

import brotli
from django.test import RequestFactory

from portal.http.pagecache.application import PageCache
from portal.http.pagecache.tags import depends_on


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """Whatever it was compressed with."""
        unpack = {"br": brotli.decompress, "gzip": gzip.decompress}
        how = self.headers.get("content-encoding", "")
        return unpack.get(how, bytes)(self.body).decode()


def ask(application: Any, path: str, method: str = "GET", **headers: str) -> Answer:
    """`headers` as in the environ: HTTP_COOKIE=…"""
    given = {"HTTP_HOST": "testserver"} | headers
    environ = RequestFactory().generic(method, path, **given).environ
    said: list[Any] = []

    def start_response(status: str, headers: Any, exc_info: Any = None) -> None:
        said[:] = [int(status[:3]), {n.lower(): v for n, v in headers}]

    result = application(environ, start_response)
    body = b"".join(result)
    if hasattr(result, "close"):
        result.close()
    return Answer(*said, body)


class Counted:
    """An application, and how often it was asked."""

    def __init__(self, application: Any) -> None:
        self.application = application
        self.asked = 0

    def __call__(self, environ: Any, start_response: Any) -> Any:
        self.asked += 1
        return self.application(environ, start_response)


class Scripted:
    """A small application of the test's: `body()` is called at each rendering."""

    def __init__(self, **changes: Any) -> None:
        self.status = "200 OK"
        self.headers: list[tuple[str, str]] = [("Content-Type", "text/html")]
        self.tags: tuple[str, ...] | None = ("page:1",)
        self.words: tuple[str, ...] = ()
        self.body = lambda: b"<p>x</p>"
        self.asked = 0
        vars(self).update(changes)

    def __call__(self, environ: Any, start_response: Any) -> list[bytes]:
        self.asked += 1
        if self.tags is not None:
            request: Any = type("Request", (), {"META": environ})
            depends_on(request, *self.tags, words=self.words)
        body = self.body()
        start_response(self.status, self.headers)
        return [body]


def kept(cache: PageCache) -> int:
    return len(cache.store)
