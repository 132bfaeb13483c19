"""Which requests share a page, which have their own, which have none."""

from typing import Any

import pytest
from django.conf import settings as live_settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from plan_pages.document.models import Plan
from portal.accounts.models import User
from portal.http.pagecache.application import PageCache
from portal.intake.codes import new_number

from .asking import Counted, Scripted, ask, kept

PAGES = (
    "/",
    "/plan/",
    "/plan/korla-14/15/2/",
    "/indicators/",
    "/items/?chapter=4",
    "/suggestions/",
    "/moderation/log/",
    "/moderation/rules/",
    "/privacy/",
)
LANGUAGES = ("", "/en", "/ug")
VIEWS = ("", "elder=1", "elder=0", "other=1; elder=1; csrftoken=abc")


@pytest.mark.parametrize("path", PAGES)
def test_key_holds_language_elder_view_and_words(
    korla: Plan, cache: PageCache, path: str
) -> None:
    """Each kind is answered as Django answers it, first and when it is kept."""
    asked = [(lang + path, view) for lang in LANGUAGES for view in VIEWS]
    for where, view in asked:
        wanted = ask(WSGIHandler(), where, HTTP_COOKIE=view)
        first = ask(cache, where, HTTP_COOKIE=view)
        again = ask(cache, where, HTTP_COOKIE=view)
        assert first.text == again.text == wanted.text
        assert first.status == again.status == wanted.status == 200
    assert kept(cache) == len(LANGUAGES) * 2


def test_kept_page_costs_no_query(
    korla: Plan, cache: PageCache, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = ask(cache, "/plan/korla-14/15/2/")
    with django_assert_num_queries(0):
        again = ask(cache, "/plan/korla-14/15/2/")
    assert again == first
    assert cache.hits == 1


def test_kept_pages_carry_no_cookie(korla: Plan, cache: PageCache) -> None:
    for path in PAGES:
        for _time in range(2):
            answer = ask(cache, path, HTTP_COOKIE="csrftoken=" + "a" * 32)
            assert "set-cookie" not in answer.headers
            assert "csrfmiddlewaretoken" not in answer.text
    assert kept(cache) == len(PAGES)


def test_unknown_words_are_dropped_and_fill_nothing(
    korla: Plan, cache: PageCache, django_side: Counted
) -> None:
    plain = ask(cache, "/plan/korla-14/15/2/")
    narrowed = ask(cache, "/items/?chapter=4")
    before, asked = kept(cache), django_side.asked
    for number in range(50):
        junk = f"from=single&utm_{number}={number}"
        assert ask(cache, f"/plan/korla-14/15/2/?{junk}") == plain
        assert ask(cache, f"/items/?{junk}&chapter=4") == narrowed
    assert (kept(cache), django_side.asked) == (before, asked)
    cold = ask(cache, "/privacy/?from=single")
    assert kept(cache) == before
    assert "from=single" not in ask(cache, "/privacy/").text
    assert cold.status == 200


def test_words_in_another_writing_are_the_same_page(
    korla: Plan, cache: PageCache
) -> None:
    ask(cache, "/items/?chapter=4")
    narrowed = ask(cache, "/items/?chapter=4")
    assert ask(cache, "/items/?chapter=%34") == narrowed
    assert ask(cache, "/items/?chapter=7&chapter=4") == narrowed
    assert ask(cache, "/items/").text != narrowed.text
    assert ask(cache, "/items/?chapter=99").status == 404
    assert kept(cache) == 2


def test_worded_pages_never_take_the_others_room(db: None, settings: Any) -> None:
    settings.PAGE_CACHE_BYTES = 80_000
    cache = PageCache(Scripted(words=("after",)))
    ask(cache, "/list/")
    for number in range(200):
        ask(cache, f"/list/?after={number}")
    assert cache.store.weight <= 80_000
    assert kept(cache) < 12
    inner: Any = cache.application
    before = inner.asked
    ask(cache, "/list/")
    assert inner.asked == before


def test_signed_in_page_never_enters_nor_is_answered_from_memory(
    korla: Plan, cache: PageCache, django_side: Counted
) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("keeper"))
    name = live_settings.SESSION_COOKIE_NAME
    cookie = f"elder=1; {name}={client.cookies[name].value}"
    for path in PAGES:
        ask(cache, path, HTTP_COOKIE=cookie)
    assert kept(cache) == 0
    ask(cache, "/plan/")
    before = django_side.asked
    assert "etag" not in ask(cache, "/plan/", HTTP_COOKIE=cookie).headers
    assert django_side.asked == before + 1


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_AUTHORIZATION": "Basic eDp5"},
        {"HTTP_COOKIE": "messages=W10:x"},
        {"HTTP_HOST": "testserver:4711"},
        {"HTTP_HOST": "elsewhere.example"},
        {"HTTP_HOST": ""},
    ],
)
def test_request_that_is_not_everybodys_is_not_kept(
    korla: Plan, cache: PageCache, headers: dict[str, str]
) -> None:
    ask(cache, "/plan/", **headers)
    assert kept(cache) == 0


def test_forms_searches_and_accounts_are_never_kept(
    korla: Plan, cache: PageCache
) -> None:
    for path in (
        reverse("suggest"),
        reverse("return"),
        reverse("account_login"),
        reverse("wagtailadmin_home"),
        reverse("search") + "?q=养老",
        reverse("search_json") + "?q=养老",
        reverse("healthz"),
        reverse("suggestion", args=[new_number()]),
        "/no/such/page/",
        "/plan//korla-14/",
    ):
        ask(cache, path)
    assert kept(cache) == 0


def test_posts_go_to_django(korla: Plan, cache: PageCache) -> None:
    ask(cache, reverse("elder_view"))
    answer = ask(cache, reverse("elder_view"), "POST")
    assert answer.status == 302
    assert kept(cache) == 0


def test_permalink_is_kept_as_a_redirect(korla: Plan, cache: PageCache) -> None:
    public_id = korla.parts.get(kind="plan").public_id
    path = reverse("part", args=[public_id])
    first, again = ask(cache, path), ask(cache, path)
    assert first == again
    assert again.status == 302
    assert again.headers["location"] == f"{korla.get_url()}#p-{public_id}" or (
        again.headers["location"].startswith(korla.get_url())
    )
    assert cache.hits == 1
