"""Nobody learns who has an account; guessing is stopped without knowing addresses."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import decrypt
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import caches
from django.test import Client

from portal.accounts.models import User

from .people import PASSWORD

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
ADDRESS = "203.0.113.7"


@pytest.fixture(autouse=True)
def _fresh_counters() -> Iterator[None]:
    caches["attempts"].clear()
    yield
    caches["attempts"].clear()


@pytest.fixture
def zhang(db: None) -> User:
    return get_user_model().objects.create_user(
        "zhang", email="zhang@example.test", password=PASSWORD
    )


def sign_in(client: Client, name: str, password: str) -> Any:
    data = {"login": name, "password": password}
    return client.post("/accounts/login/", data, REMOTE_ADDR=ADDRESS)


def body(response: Any, name: str) -> str:
    return TOKEN.sub("", response.content.decode()).replace(name, "…")


def test_wrong_name_and_wrong_password_look_the_same(zhang: User) -> None:
    known = sign_in(Client(), "zhang", "wrong")
    unknown = sign_in(Client(), "wang5", "wrong")
    assert known.status_code == unknown.status_code == 200
    assert body(known, "zhang") == body(unknown, "wang5")


@pytest.mark.parametrize(
    "names", [("zhang", "wang5"), ("zhang@example.test", "w@x.cn")]
)
def test_wrong_name_or_address_costs_as_much_as_a_wrong_password(
    zhang: User, names: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Password hashes are what takes time: as many for the known as for the unknown."""
    hashes: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: Any, password: str, salt: str) -> str:
        hashes.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    counts = []
    for name in names:
        hashes.clear()
        sign_in(Client(), name, "wrong")
        counts.append(len(hashes))
    assert counts == [2, 2]


def test_wrong_address_and_wrong_password_look_the_same(zhang: User) -> None:
    known = sign_in(Client(), "zhang@example.test", "wrong")
    unknown = sign_in(Client(), "wang@example.test", "wrong")
    assert known.status_code == unknown.status_code == 200
    assert body(known, "zhang@") == body(unknown, "wang@")


def test_guessing_an_address_closes_that_address_alone(zhang: User) -> None:
    for attempt in range(5):
        sign_in(Client(), "zhang@example.test", f"wrong {attempt}")
    client = Client()
    sign_in(client, "Zhang@example.test", PASSWORD)
    assert "_auth_user_id" not in client.session


def test_guessing_one_name_closes_that_name_alone(zhang: User) -> None:
    get_user_model().objects.create_user("li", password=PASSWORD)
    for attempt in range(5):
        sign_in(Client(), "zhang", f"wrong {attempt}")
    client = Client()
    sign_in(client, "zhang", PASSWORD)
    assert "_auth_user_id" not in client.session
    other = Client()
    sign_in(other, "li", PASSWORD)
    assert "_auth_user_id" in other.session


def test_counters_know_no_address(zhang: User) -> None:
    sign_in(Client(), "zhang", "wrong")
    cache = caches["attempts"]
    keys = list(cache._cache)  # type: ignore[attr-defined]
    assert keys and not [key for key in keys if ADDRESS in key]
    values = [cache.get(key.split(":", 2)[2]) for key in keys]
    assert ADDRESS not in repr(values)


def test_seed_lies_encrypted(zhang: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(zhang, secret)
    kept = Authenticator.objects.get(user=zhang).data["secret"]
    assert secret not in kept
    assert decrypt(kept) == secret


@pytest.mark.parametrize(
    "path",
    [
        "/admin/password_reset/",
        "/admin/password_reset/confirm/MQ/x-x/",
        "/accounts/email/",
        "/accounts/confirm-email/",
        "/accounts/confirm-email/x/",
        "/accounts/login/code/confirm/",
        "/accounts/password/set/",
    ],
)
def test_ways_that_nobody_needs_are_closed(zhang: User, path: str) -> None:
    client = Client()
    for _as in ("nobody", "zhang"):
        assert client.get(path).status_code in {403, 404}
        answer = client.post(path, {"email": "x@example.test"})
        assert answer.status_code in {403, 404}
        client.force_login(zhang)
    zhang.refresh_from_db()
    assert zhang.check_password(PASSWORD) and zhang.email == "zhang@example.test"
