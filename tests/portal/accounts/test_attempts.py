"""Attempts are counted for all processes; what is counted names nobody's address."""

import importlib
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.core.cache.backends import locmem
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection
from django.test import Client

from portal.accounts import attempts
from portal.accounts.models import User
from portal.outbox.events import housekeeping

from .people import PASSWORD

ADDRESS = "203.0.113.7"


@pytest.fixture
def shared(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache of production, its table made as `prepare` makes it."""
    monkeypatch.setenv("SECRET_KEY", "x" * 60)
    monkeypatch.setenv("ALLOWED_HOSTS", "testserver")
    production = importlib.import_module("portal.settings.production")
    settings.CACHES = production.CACHES
    call_command("createcachetable", verbosity=0)


@pytest.fixture
def zhang(db: None) -> User:
    return get_user_model().objects.create_user("zhang", password=PASSWORD)


def in_another_process() -> None:
    """What follows finds no memory of this one: locmem lies in a module's name."""
    for name in locmem._caches:  # type: ignore[attr-defined]
        locmem._caches[name].clear()  # type: ignore[attr-defined]
        locmem._expire_info[name].clear()  # type: ignore[attr-defined]


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def used_twice(user: User) -> list[bool]:
    secret = generate_totp_secret()
    factor = TOTP.activate(user, secret)
    code = code_now(secret)
    first = factor.validate_code(code)
    in_another_process()
    return [first, factor.validate_code(code)]


def test_code_that_another_process_took_is_not_taken(shared: None, zhang: User) -> None:
    assert used_twice(zhang) == [True, False]


def test_memory_of_one_process_takes_it_again(zhang: User) -> None:
    """The control: what the database is for."""
    assert used_twice(zhang) == [True, True]


def test_wrong_passwords_count_in_all_processes(shared: None, zhang: User) -> None:
    for attempt in range(5):
        Client().post(
            "/accounts/login/", {"login": "zhang", "password": f"wrong {attempt}"}
        )
        in_another_process()
    client = Client()
    client.post("/accounts/login/", {"login": "zhang", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def rows() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM accounts_attempts ORDER BY 1")
        return [(str(key), str(value)) for key, value in cursor.fetchall()]


def test_rows_know_no_address_and_no_name(shared: None, zhang: User) -> None:
    data = {"login": "zhang", "password": "wrong"}
    Client().post("/accounts/login/", data, REMOTE_ADDR=ADDRESS)
    kept = rows()
    assert kept
    assert ADDRESS not in repr(kept) and "zhang" not in repr(kept)


def test_rows_go_when_their_time_is_over(shared: None) -> None:
    assert attempts.forget_expired in tuple(housekeeping)
    caches[attempts.ALIAS].set("over", "y", timeout=-1)
    caches[attempts.ALIAS].set("running", "y", timeout=60)
    assert len(rows()) == 2
    attempts.forget_expired()
    (kept,) = rows()
    assert "running" in kept[0]


def test_pages_keep_their_cache_in_memory(shared: None) -> None:
    """What Wagtail reads at every page is no query."""
    assert isinstance(caches["default"], locmem.LocMemCache)


def said() -> list[str]:
    found = run_checks(tags=["security"], include_deployment_checks=True)
    return [str(each.id) for each in found if str(each.id).startswith("portal.")]


def test_check_says_that_several_processes_count_apart(settings: Any) -> None:
    settings.WORKERS = "2"
    assert said() == ["portal.E001"]
    settings.WORKERS = "1"
    assert said() == []


def test_check_has_nothing_against_production(shared: None, settings: Any) -> None:
    settings.WORKERS = "2"
    assert said() == []
