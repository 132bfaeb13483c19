"""A forgotten password: neither words nor statements tell who has an account."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.cache import caches
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.password_reset import MAIL
from portal.outbox.models import OutboxEvent
from portal.outbox.relay import Relay

from .people import PASSWORD

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
KNOWN, UNKNOWN = "zhang@example.test", "nobody@example.test"
NEW = "quite another odd pass phrase"


class Touched(BaseEmailBackend):
    def send_messages(self, messages: Any) -> int:
        raise AssertionError("mail was sent inside the request")


@pytest.fixture(autouse=True)
def _fresh_counters() -> Iterator[None]:
    caches["attempts"].clear()
    yield
    caches["attempts"].clear()


@pytest.fixture
def zhang(db: None) -> User:
    return get_user_model().objects.create_user("zhang", email=KNOWN, password=PASSWORD)


def ask(email: str, **extra: Any) -> Any:
    url = reverse("account_reset_password")
    return Client().post(url, {"email": email}, follow=True, **extra)


def body(response: Any) -> str:
    return TOKEN.sub("", response.content.decode())


def statements(email: str) -> list[str]:
    """What the request asks the database, without the values."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        ask(email)
    return [
        re.sub(r"'[^']*'|\"s\d+_x\d+\"|\"_django_curs_\w+\"|\b\d+\b", "?", each["sql"])
        for each in asked.captured_queries
    ]


def test_answers_and_statements_are_alike(zhang: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Touched"
    known, unknown = ask(KNOWN), ask(UNKNOWN)
    assert known.redirect_chain == unknown.redirect_chain != []
    assert body(known) == body(unknown)
    asked = statements(KNOWN)
    assert asked == statements(UNKNOWN)
    assert len([sql for sql in asked if sql.startswith("INSERT")]) == 1


def test_event_holds_neither_the_address_nor_the_key(zhang: User) -> None:
    ask(KNOWN, REMOTE_ADDR="203.0.113.7")
    ask(UNKNOWN)
    owed = OutboxEvent.objects.filter(topic=MAIL).order_by("key")
    assert [event.payload["user"] for event in owed] == [0, zhang.pk]
    written = repr([(event.key, event.payload) for event in owed])
    for word in (KNOWN, UNKNOWN, "203.0.113.7"):
        assert word not in written
    assert {str(event.payload["address"])[-9:] for event in owed} == {"/UID-KEY/"}


def test_relay_writes_to_the_known_alone_and_the_link_works(zhang: User) -> None:
    ask(KNOWN)
    ask(UNKNOWN)
    Relay().turn()
    assert not OutboxEvent.objects.filter(topic=MAIL).exists()
    (message,) = mail.outbox
    assert message.to == [KNOWN]
    assert "zhang" in message.body
    (path,) = re.findall(r"http://testserver(/\S+)", message.body)
    client = Client()
    page = client.get(path, follow=True)
    where = page.redirect_chain[-1][0]
    client.post(where, {"password1": NEW, "password2": NEW})
    zhang.refresh_from_db()
    assert zhang.check_password(NEW)
    again = Client().get(path, follow=True).content.decode()
    assert 'name="password1"' not in again


def test_link_begins_with_the_sites_address_where_one_is_set(
    zhang: User, settings: Any
) -> None:
    settings.BASE_URL = "https://plan.example.test"
    ask(KNOWN)
    Relay().turn()
    assert "https://plan.example.test/" in mail.outbox[0].body
    assert "http://testserver" not in mail.outbox[0].body


def test_who_was_switched_off_meanwhile_gets_nothing(zhang: User) -> None:
    ask(KNOWN)
    User.objects.filter(pk=zhang.pk).update(is_active=False)
    Relay().turn()
    assert mail.outbox == []
    assert not OutboxEvent.objects.filter(topic=MAIL).exists()
