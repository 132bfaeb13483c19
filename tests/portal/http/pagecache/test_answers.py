"""What is sent: validators, encodings, HEAD, ranges, ages; what must not be kept."""

from typing import Any

import pytest
import time_machine

from portal.http.pagecache.application import PageCache
from portal.http.pagecache.encodings import encoding_for
from portal.outbox import bell

from .asking import Scripted, ask, kept

LONG = ("<p>规划</p>" * 400).encode()


@pytest.fixture
def inner(db: None) -> Scripted:
    return Scripted(body=lambda: LONG)


@pytest.fixture
def cache(inner: Scripted) -> PageCache:
    return PageCache(inner)


@pytest.mark.parametrize("encoding", ["br", "gzip", ""])
def test_page_is_sent_in_the_encoding_asked_for(
    cache: PageCache, encoding: str
) -> None:
    for _time in range(2):
        answer = ask(cache, "/", HTTP_ACCEPT_ENCODING=encoding)
        assert answer.headers.get("content-encoding", "") == encoding
        assert answer.text == LONG.decode()
        assert answer.headers["content-length"] == str(len(answer.body))
        assert answer.headers["vary"] == "Accept-Encoding, Cookie"
        assert answer.headers["cache-control"] == "public, max-age=0, must-revalidate"


def test_each_encoding_has_its_own_strong_validator(cache: PageCache) -> None:
    tags = [
        ask(cache, "/", HTTP_ACCEPT_ENCODING=encoding).headers["etag"]
        for encoding in ("br", "gzip", "")
    ]
    assert len(set(tags)) == 3
    assert all(tag.startswith('"') and tag.endswith('"') for tag in tags)


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br;q=0.2, gzip", "gzip"),
        ("*", "br"),
        ("*;q=0", ""),
        ("identity", ""),
        ("identity, gzip;q=0.5", ""),
        ("BR", "br"),
        ("br;q=nonsense", ""),
        ("br," * 100, ""),
        ("", ""),
    ],
)
def test_encoding_follows_the_weights(accepted: str, chosen: str) -> None:
    assert encoding_for(accepted) == chosen


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_reader_who_has_it_is_told_so(cache: PageCache, form: str) -> None:
    etag = ask(cache, "/").headers["etag"]
    answer = ask(cache, "/", HTTP_IF_NONE_MATCH=form.format(etag))
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["etag"] == etag
    assert "content-length" not in answer.headers
    assert "content-type" not in answer.headers


def test_reader_who_has_another_gets_it_whole(cache: PageCache) -> None:
    etag = ask(cache, "/").headers["etag"]
    other = {"HTTP_ACCEPT_ENCODING": "br", "HTTP_IF_NONE_MATCH": etag}
    assert ask(cache, "/", **other).status == 200


def test_head_is_the_page_without_its_body(cache: PageCache, inner: Scripted) -> None:
    cold = ask(cache, "/", "HEAD")
    page = ask(cache, "/")
    warm = ask(cache, "/", "HEAD")
    assert cold.body == warm.body == b""
    assert cold.headers == warm.headers == page.headers
    assert inner.asked == 1


def test_range_is_answered_whole(cache: PageCache) -> None:
    ask(cache, "/")
    answer = ask(cache, "/", HTTP_RANGE="bytes=0-9")
    assert (answer.status, answer.body) == (200, LONG)
    assert "accept-ranges" not in answer.headers


@pytest.mark.parametrize(
    "changes",
    [
        {"tags": None},
        {"status": "404 Not Found"},
        {"status": "500 Internal Server Error"},
        {"headers": [("Set-Cookie", "a=b")]},
        {"headers": [("Cache-Control", "private")]},
        {"headers": [("Cache-Control", "max-age=0, no-store")]},
        {"headers": [("Vary", "*")]},
        {"headers": [("Content-Encoding", "gzip")]},
    ],
)
def test_answer_that_is_not_everybodys_passes_through(
    db: None, changes: dict[str, Any]
) -> None:
    inner = Scripted(**changes)
    cache = PageCache(inner)
    for _time in range(2):
        answer = ask(cache, "/")
        assert answer.body == b"<p>x</p>"
        assert "etag" not in answer.headers
    assert ask(cache, "/", "HEAD").body == b""
    assert (kept(cache), inner.asked) == (0, 3)


def test_answer_with_a_forms_token_is_not_kept(db: None) -> None:
    inner = Scripted()

    def with_token(environ: Any, start_response: Any) -> Any:
        environ["CSRF_COOKIE_NEEDS_UPDATE"] = True
        return inner(environ, start_response)

    cache = PageCache(with_token)
    ask(cache, "/")
    assert kept(cache) == 0


def test_page_larger_than_the_memory_is_answered_and_not_kept(
    db: None, settings: Any
) -> None:
    settings.PAGE_CACHE_BYTES = 4000
    cache = PageCache(Scripted(body=lambda: LONG))
    assert ask(cache, "/").body == LONG
    assert kept(cache) == 0


def test_least_recently_used_pages_leave(db: None, settings: Any) -> None:
    settings.PAGE_CACHE_BYTES = 20_000
    cache = PageCache(Scripted())
    for number in range(7):
        ask(cache, f"/{number}/")
    ask(cache, "/0/")
    ask(cache, "/7/")
    inner: Any = cache.application
    before = inner.asked
    ask(cache, "/0/")
    assert inner.asked == before
    ask(cache, "/1/")
    assert inner.asked == before + 1
    assert cache.store.weight <= 15_000


def test_page_is_no_older_than_its_age(db: None) -> None:
    inner = Scripted()
    cache = PageCache(inner)
    with time_machine.travel("2026-11-24T10:00:00+08:00", tick=False) as clock:
        ask(cache, "/")
        clock.shift(599)
        ask(cache, "/")
        assert inner.asked == 1
        clock.shift(1)
        ask(cache, "/")
        assert inner.asked == 2


def test_no_page_lives_past_midnight_in_beijing(db: None) -> None:
    inner = Scripted()
    cache = PageCache(inner)
    with time_machine.travel("2026-11-24T23:59:58+08:00", tick=False) as clock:
        ask(cache, "/")
        clock.shift(1)
        ask(cache, "/")
        assert inner.asked == 1
        clock.shift(1)
        ask(cache, "/")
        assert inner.asked == 2


def test_tags_leave_only_where_a_front_cache_asks(
    cache: PageCache, settings: Any
) -> None:
    assert not {"xkey", "x-accel-expires"} & ask(cache, "/").headers.keys()
    settings.PAGE_TAGS_HEADER = "xkey"
    answer = ask(cache, "/")
    assert answer.headers["xkey"] == "page:1 site"
    assert 58 <= int(answer.headers["x-accel-expires"]) <= 60


def test_bell_is_heard_by_every_process(cache: PageCache) -> None:
    other = bell.Bell(bell.bell()._path)
    before = other.token()
    bell.ring()
    assert other.token() != before
