"""Nobody's address is kept: through every form there is, by every header there is.

The forms are enumerated from the addresses of the project, so that a new one without a
row in visiting.py fails. That the search finds a leak is proved at the end and in
tests/portal/test_no_address.py.
"""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.cache import caches
from django.test import Client
from django.utils.log import AdminEmailHandler
from django.views.debug import SafeExceptionReporterFilter

from feedback.suggestions import authors, intake
from feedback.suggestions.models import Suggestion
from plan_pages.document.models import Part
from portal.accounts.adapter import AccountAdapter
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.intake import throttle
from portal.units.models import Unit
from tests.portal.marker import (
    MARKER,
    MARKER_6,
    address_headers,
    assert_marker_absent,
    every_log,
    find_marker,
)

from .people import person
from .replying import routed
from .views.forms import hidden
from .visiting import (
    CHOICES,
    OF_STAFF,
    OF_STRANGERS,
    WORDS,
    Visitor,
    address_of,
    forms,
    names,
)


@pytest.fixture
def mine(
    brought: Callable[..., Suggestion],
    unit: Unit,
    moderator: User,
) -> Suggestion:
    return routed(brought("published"), unit=unit, by=moderator)


@pytest.fixture
def everybody(db: None, unit: Unit) -> User:
    """Signed in with every role, so that every form of the staff opens."""
    return person("everybody", *Role, unit=unit)


@pytest.fixture(autouse=True)
def _own_stores(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.VAR_DIR = tmp_path / "var"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.VAR_DIR.mkdir()
    settings.MEDIA_ROOT.mkdir()
    settings.INTAKE_SLOW_SECONDS = 0
    settings.ADMINS = [("operator", "operator@example.org")]
    caches["attempts"].clear()
    yield
    # The controls leave an address there.
    caches["attempts"].clear()


def everything(logs: str) -> dict[str, Any]:
    """Beside the stores: the logs, and what the throttle remembers."""
    return {"logs": logs, "extra": {"throttle": repr(vars(throttle._pace)).encode()}}


def test_every_address_that_takes_a_post_has_a_row(
    mine: Suggestion,
    part: Part,
    everybody: User,
) -> None:
    signed_in, stranger = Client(), Client()
    signed_in.force_login(everybody)
    found = set()
    for name in sorted(set(names())):
        path = address_of(name, mine, part)
        for client in (stranger, signed_in):
            client.raise_request_exception = False
            if client.post(path).status_code != 405:
                found.add(name)
    missing = sorted(found - forms().keys())
    assert missing == [], f"forms without a row in visiting.FORMS: {missing}"
    assert forms().keys() <= set(names())


@pytest.mark.parametrize("marker", [MARKER, MARKER_6])
def test_no_address_is_kept_by_any_form(
    marker: str,
    mine: Suggestion,
    part: Part,
    everybody: User,
) -> None:
    with every_log() as logs:
        for name, send_form in forms().items():
            if name not in OF_STAFF:
                send_form(Visitor(marker, part, mine, everybody))
            if name not in OF_STRANGERS:
                who = Visitor(marker, part, mine, everybody)
                who.client.force_login(everybody)
                send_form(who)
    assert_marker_absent(marker, **everything(logs.getvalue()))


@pytest.mark.parametrize("marker", [MARKER, MARKER_6])
def test_no_address_is_kept_by_reading(
    marker: str,
    mine: Suggestion,
    part: Part,
) -> None:
    client = Client(raise_request_exception=False)
    headers = address_headers(marker)
    with every_log() as logs:
        for name in sorted(set(names())):
            path = address_of(name, mine, part)
            for query in ("", f"?q=路灯&part={part.public_id}"):
                client.get(path + query, **headers)
    assert_marker_absent(marker, **everything(logs.getvalue()))


class Broken(Exception):
    """What a form meets in the tests below."""


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_given: object) -> None:
        raise Broken

    monkeypatch.setattr(intake, "receive", fail)
    monkeypatch.setattr(authors, "find_by_code", fail)


def provoke(who: Visitor) -> str:
    """Two forms end in an error of the server; what the logs say."""
    form = hidden(who.post("suggest", {"part": who.part.public_id})) | CHOICES
    with every_log() as logs:
        assert who.post("suggest", form).status_code == 500
        assert who.post("return", {"code": "x"}).status_code == 500
    assert "Broken" in logs.getvalue()
    return logs.getvalue()


@pytest.mark.parametrize("marker", [MARKER, MARKER_6])
def test_no_address_in_error_reports(
    marker: str,
    mine: Suggestion,
    part: Part,
    everybody: User,
    broken: None,
) -> None:
    """As the site runs, and with reports by mail put back by an operator."""
    who = Visitor(marker, part, mine, everybody)
    logs = provoke(who)
    assert mail.outbox == []
    assert_marker_absent(marker, **everything(logs))
    with mailed_reports(html=True), mailed_reports(html=False):
        logs = provoke(who)
    assert len(mail.outbox) == 4
    assert_marker_absent(marker, **everything(logs))
    letters = [letter.message().as_bytes().decode() for letter in mail.outbox]
    assert not any(WORDS in letter for letter in letters)


class mailed_reports:
    """Django's own handler on its own logger, as it comes."""

    def __init__(self, *, html: bool) -> None:
        self.handler = AdminEmailHandler(include_html=html)
        self.handler.setLevel(logging.ERROR)

    def __enter__(self) -> None:
        logging.getLogger("django").addHandler(self.handler)

    def __exit__(self, *_error: object) -> None:
        logging.getLogger("django").removeHandler(self.handler)


def test_search_finds_an_address_in_an_error_report(
    mine: Suggestion,
    part: Part,
    everybody: User,
    broken: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Control: with Django's own filter the report quotes the request."""
    monkeypatch.setattr(
        "django.views.debug.get_exception_reporter_filter",
        lambda _request: SafeExceptionReporterFilter(),
    )
    with mailed_reports(html=False):
        provoke(Visitor(MARKER, part, mine, everybody))
    assert find_marker(MARKER) == ["mail"]


def test_search_finds_an_address_that_a_form_keeps(
    mine: Suggestion,
    part: Part,
    everybody: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Control: allauth as it comes puts the peer's address into its cache keys."""

    def peer(self: Any, request: Any) -> str:
        return str(request.META["REMOTE_ADDR"])

    monkeypatch.setattr(AccountAdapter, "get_client_ip", peer)
    who = Visitor(MARKER, part, mine, everybody)
    who.post("account_login", {"login": "x", "password": "wrong"})
    assert find_marker(MARKER) == ["cache attempts"]
