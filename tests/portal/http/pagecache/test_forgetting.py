"""A purge takes exactly its pages, and none is kept that was rendered before it."""

import threading
import time
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from portal.http.pagecache.application import PageCache
from portal.http.pagecache.store import REMEMBERED
from portal.outbox import bell
from portal.outbox.models import Purge
from portal.outbox.purges import purge, purge_everything

from .asking import Scripted, ask, kept


@pytest.fixture
def inner(db: None) -> Scripted:
    return Scripted()


@pytest.fixture
def cache(inner: Scripted) -> PageCache:
    return PageCache(inner)


def acknowledged(*keys: str) -> None:
    """What a process does that purges: the row, and after its commit the bell."""
    purge(keys=keys)
    bell.ring()


def test_purge_takes_the_pages_of_the_tag_alone(
    cache: PageCache, inner: Scripted
) -> None:
    for number in (1, 2):
        inner.tags = (f"page:{number}",)
        ask(cache, f"/{number}/")
    acknowledged("page:1")
    ask(cache, "/2/")
    assert inner.asked == 2
    ask(cache, "/1/")
    assert inner.asked == 3


def test_purge_of_everything_takes_every_page(
    cache: PageCache, inner: Scripted
) -> None:
    for number in (1, 2):
        ask(cache, f"/{number}/")
    acknowledged("site")
    ask(cache, "/2/")
    assert (kept(cache), inner.asked) == (1, 3)


def test_purge_is_followed_without_a_bell(cache: PageCache, inner: Scripted) -> None:
    """Of another machine, or of a process that died between commit and ring."""
    ask(cache, "/")
    purge(keys=["page:1"])
    assert kept(cache) == 1
    cache.catch_up(anyway=True)
    assert kept(cache) == 0


def test_two_processes_hear_the_same_bell(db: None) -> None:
    caches = [PageCache(Scripted()) for _ in range(2)]
    for each in caches:
        ask(each, "/")
    acknowledged("page:1")
    for each in caches:
        ask(each, "/")
        assert (each.hits, each.misses) == (0, 2)


def test_page_rendered_before_a_purge_is_not_kept(db: None) -> None:
    inner = Scripted()
    cache = PageCache(inner)
    ask(cache, "/other/")

    def meanwhile() -> bytes:
        acknowledged("page:1")
        return b"old"

    inner.body = meanwhile
    assert ask(cache, "/").body == b"old"
    inner.body = lambda: b"new"
    assert ask(cache, "/").body == b"new"
    assert ask(cache, "/").body == b"new"
    assert inner.asked == 3


def test_page_rendered_during_the_purge_of_another_is_kept(db: None) -> None:
    inner = Scripted()
    cache = PageCache(inner)

    def meanwhile() -> bytes:
        acknowledged("page:2")
        return b"x"

    ask(cache, "/other/")
    inner.body = meanwhile
    ask(cache, "/")
    ask(cache, "/")
    assert inner.asked == 2


def test_page_rendered_longer_than_purges_are_remembered_is_not_kept(db: None) -> None:
    inner = Scripted()
    cache = PageCache(inner)

    def meanwhile() -> bytes:
        for number in range(REMEMBERED + 1):
            cache.store.forget([f"page:{number + 2}"])
        return b"x"

    inner.body = meanwhile
    ask(cache, "/")
    assert kept(cache) == 0


def test_many_readers_of_a_cold_page_wait_for_one_rendering(
    cache: PageCache, inner: Scripted
) -> None:
    ask(cache, "/")
    cache.store.forget(["site"])
    inside, go_on = threading.Event(), threading.Event()

    def slowly() -> bytes:
        inside.set()
        assert go_on.wait(10)
        return b"new"

    inner.body = slowly
    answers: list[bytes] = []
    readers = [
        threading.Thread(target=lambda: answers.append(ask(cache, "/").body))
        for _ in range(6)
    ]
    # No catching up in them: their connections would see none of this transaction.
    cache.catch_up = lambda: None  # type: ignore[method-assign,assignment]
    for reader in readers:
        reader.start()
    assert inside.wait(10)
    time.sleep(0.1)
    go_on.set()
    for reader in readers:
        reader.join(10)
    assert answers == [b"new"] * 6
    assert inner.asked == 2


def test_reader_who_waited_gets_nothing_older_than_a_purge(
    cache: PageCache, inner: Scripted
) -> None:
    """The rendering that others wait for was begun before the change."""
    ask(cache, "/")
    cache.store.forget(["site"])
    inside, go_on = threading.Event(), threading.Event()
    bodies = iter([b"old", b"new"])

    def slowly() -> bytes:
        body = next(bodies)
        inside.set()
        assert go_on.wait(10)
        return body

    inner.body = slowly
    answers: dict[str, bytes] = {}

    def reader(name: str) -> threading.Thread:
        def read() -> None:
            answers[name] = ask(cache, "/").body

        thread = threading.Thread(target=read)
        thread.start()
        return thread

    cache.catch_up = lambda: None  # type: ignore[method-assign,assignment]
    first = reader("before")
    assert inside.wait(10)
    cache.store.forget(["page:1"])
    second = reader("after")
    time.sleep(0.1)
    go_on.set()
    first.join(10)
    second.join(10)
    assert answers == {"before": b"old", "after": b"new"}


def test_nothing_is_shown_while_a_ring_cannot_be_followed(
    cache: PageCache, inner: Scripted, monkeypatch: Any
) -> None:
    ask(cache, "/")

    def away(_cursor: Any) -> set[str]:
        raise DatabaseError

    monkeypatch.setattr("portal.outbox.purges.PurgeCursor.fresh", away)
    bell.ring()
    ask(cache, "/")
    assert (cache.hits, inner.asked) == (0, 2)


def test_pages_stand_while_the_database_is_away_for_a_moment(
    cache: PageCache, monkeypatch: Any
) -> None:
    ask(cache, "/")

    def away(_cursor: Any) -> set[str]:
        raise DatabaseError

    monkeypatch.setattr("portal.outbox.purges.PurgeCursor.fresh", away)
    cache.catch_up(anyway=True)
    assert kept(cache) == 1
    monkeypatch.setattr("portal.http.pagecache.application.OUT_OF_TOUCH", -1.0)
    cache.catch_up(anyway=True)
    assert kept(cache) == 0


def test_everything_is_purged_once_a_transaction(db: None) -> None:
    with transaction.atomic():
        for _time in range(3):
            purge_everything()
    assert [row.keys for row in Purge.objects.all()] == [["site"]]


def test_everything_is_purged_again_after_a_part_was_rolled_back(db: None) -> None:
    with transaction.atomic():
        try:
            with transaction.atomic():
                purge_everything()
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass
        assert not Purge.objects.exists()
        purge_everything()
        assert Purge.objects.count() == 1
