"""What browsers are told, scored as the Observatory scores it."""

import importlib
import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from plan_pages.document.models import Plan
from portal.accounts.models import User
from tests.browser.furnishing import furnish
from tests.browser.kinds import KINDS

from .observatory import parse, score

PUBLIC = {name: path for name, path in KINDS.items() if name != "not-found"}
#: In production, from its settings: what the embedded ones leave to the network.
TAKEN = [
    "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SECURE_PROXY_SSL_HEADER",
    "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
]  # fmt: skip


@pytest.fixture
def production(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "x" * 60)
    monkeypatch.setenv("ALLOWED_HOSTS", "testserver")
    module = importlib.import_module("portal.settings.production")
    for name in TAKEN:
        setattr(settings, name, getattr(module, name))
    assert module.SECOND_FACTOR_REQUIRED is True


@pytest.fixture
def https(production: None, korla: Plan) -> Client:
    return Client(HTTP_X_FORWARDED_PROTO="https")


@pytest.fixture
def office(https: Client) -> Client:
    https.force_login(User.objects.create_superuser("keeper"))
    return https


def test_public_pages_reach_130(https: Client) -> None:
    """The most that a page without script and cookie can reach, without COOP, COEP."""
    made = furnish()
    places = https.get("/places/").content.decode()
    a_place = re.findall(r'href="[^"]*/places/([^"/?#]+/)', places)[0]
    numbers = made.numbers | {"part": made.part, "*": a_place}
    answers = {
        name: https.get("/" + path.replace("*", "{*}").format(**numbers))
        for name, path in PUBLIC.items()
    }
    assert {name for name, each in answers.items() if each.status_code != 200} == set()
    scored = {name: score(each) for name, each in answers.items()}
    low = {name: each.modifiers for name, each in scored.items() if each.total < 130}
    assert low == {}
    assert score(https.get("/"), since_1_6=True).total >= 140


def test_pages_with_a_form_and_its_cookie_reach_130(https: Client) -> None:
    login = https.get("/accounts/login/")
    assert login.cookies["csrftoken"]["secure"]
    assert score(login).total >= 130


@pytest.mark.parametrize(
    "name",
    [
        "wagtailadmin_home",
        "wagtailadmin_explore_root",
        "wagtailimages:index",
        "wagtaildocs:add",
        "wagtailusers_users:index",
        "units:add",
        "outbox_dead_letters",
    ],
)
def test_admin_reaches_100(office: Client, name: str) -> None:
    assert score(office.get(reverse(name))).total >= 100


def test_staff_pages_are_public_pages_to_a_browser(office: Client) -> None:
    answer = office.get("/today/")
    assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
    assert score(answer).total >= 130


def test_refusals_are_told_the_same(https: Client) -> None:
    for path in ("/there/is/no/such/page/", "/robots.txt", "/search/status.json"):
        headers = https.get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_scoring_can_fail() -> None:
    """The control: what the table takes points for, it takes points for."""
    bare = HttpResponse("<script src=https://cdn.test/x.js></script>")
    assert score(bare).total == 0
    bare["Content-Security-Policy"] = "default-src 'none'; script-src 'unsafe-inline'"
    assert score(bare).modifiers["content-security-policy"] == -20
    bare["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    assert score(bare).modifiers["content-security-policy"] == 0
    bare["Content-Security-Policy"] = "default-src 'self'"
    assert score(bare).modifiers["content-security-policy"] == 5
    bare.set_cookie("sessionid", "x")
    assert score(bare).modifiers["cookies"] == -30


# --- the nonce ----------------------------------------------------------------------


def inline_scripts(page: str) -> list[str]:
    """Opening tags of scripts that a browser would run from the page itself."""
    tags = re.findall(r"<script\b[^>]*>", page)
    return [tag for tag in tags if "src=" not in tag and "application/json" not in tag]


def test_nonce_is_in_the_header_and_at_each_inline_script(office: Client) -> None:
    answer = office.get(reverse("wagtailsites:add"))
    found = inline_scripts(answer.content.decode())
    (nonce,) = {
        source
        for source in parse(answer["Content-Security-Policy"])["script-src"]
        if source.startswith("'nonce-")
    }
    value = nonce.removeprefix("'nonce-").removesuffix("'")
    assert found and all(f'nonce="{value}"' in tag for tag in found)


def test_nonce_is_another_each_time(office: Client) -> None:
    url = reverse("wagtailsites:add")
    policies = {office.get(url)["Content-Security-Policy"] for _time in range(3)}
    assert len(policies) == 3


@pytest.mark.parametrize("widget", ["date", "datetime", "time"])
def test_widgets_with_a_script_carry_the_nonce(widget: str) -> None:
    from wagtail.admin import widgets

    from portal.http import nonce

    kind = {
        "date": widgets.AdminDateInput,
        "datetime": widgets.AdminDateTimeInput,
        "time": widgets.AdminTimeInput,
    }[widget]
    token = nonce.current.set("abc")
    try:
        (tag,) = inline_scripts(kind().render("x", None, {"id": "x"}))
    finally:
        nonce.current.reset(token)
    assert tag == '<script nonce="abc">'
    (bare,) = inline_scripts(kind().render("x", None, {"id": "x"}))
    assert bare == "<script>"
