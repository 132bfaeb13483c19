"""One door for staff: its cookies in production, and the doors beside it that are shut.

That Wagtail's login leads to it and nobody signs up is in test_login.py.
"""

import importlib
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.outbox.models import OutboxEvent

from .people import PASSWORD, colleague

SHUT = (
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_complete",
)


@pytest.fixture
def zhang(db: None) -> User:
    user = colleague("zhang")
    user.email = "zhang@example.test"
    user.save()
    return user


@pytest.fixture
def https(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A browser before a portal with every cookie setting of production."""
    monkeypatch.setenv("SECRET_KEY", "x" * 60)
    monkeypatch.setenv("ALLOWED_HOSTS", "testserver")
    production = importlib.import_module("portal.settings.production")
    for name in dir(production):
        if name.startswith(("SESSION_", "CSRF_COOKIE_")):
            setattr(settings, name, getattr(production, name))
    return Client(HTTP_X_FORWARDED_PROTO="https")


def test_cookies_of_who_signed_in(https: Client, zhang: User, settings: Any) -> None:
    """By https alone, for no script, for no other site, until the browser is closed."""
    https.get("/accounts/login/")
    https.post("/accounts/login/", {"login": "zhang", "password": PASSWORD})
    assert "_auth_user_id" in https.session
    kept = {name: https.cookies[name] for name in ("sessionid", "csrftoken")}
    for cookie in kept.values():
        assert (cookie["secure"], cookie["samesite"]) == (True, "Lax")
        assert (cookie["max-age"], cookie["expires"]) == ("", "")
        assert cookie["path"] == settings.PATH_PREFIX
        assert cookie["domain"] == ""
    assert kept["sessionid"]["httponly"] is True


def test_a_session_is_another_after_signing_in(https: Client, zhang: User) -> None:
    session = https.session
    session["planted"] = "x"
    session.save()
    before = str(session.session_key)
    https.cookies["sessionid"] = before
    https.post("/accounts/login/", {"login": "zhang", "password": PASSWORD})
    assert "_auth_user_id" in https.session
    assert https.session.session_key != before


@pytest.mark.parametrize("method", ["get", "post"])
def test_wagtail_resets_no_password(client: Client, zhang: User, method: str) -> None:
    shut = [reverse(name) for name in SHUT]
    shut.append(reverse("wagtailadmin_password_reset_confirm", args=["MQ", "set-x"]))
    for path in shut:
        answer = getattr(client, method)(path, {"email": zhang.email})
        assert answer.status_code == 404, path
    assert mail.outbox == []
    assert not OutboxEvent.objects.exists()


def test_password_is_reset_below_accounts(client: Client, zhang: User) -> None:
    """The control: there the same question is answered, and a mail owed."""
    path = reverse("account_reset_password")
    assert path.endswith("/accounts/password/reset/")
    assert client.get(path).status_code == 200
    sent = client.post(path, {"email": zhang.email})
    assert sent["Location"] == reverse("account_reset_password_done")
    assert OutboxEvent.objects.count() == 1


def test_wagtails_login_of_private_pages_takes_no_password(
    client: Client, zhang: User
) -> None:
    answer = client.post(
        reverse("wagtailcore_login"), {"username": "zhang", "password": PASSWORD}
    )
    assert answer["Location"] == reverse("account_login")
    assert "_auth_user_id" not in client.session
