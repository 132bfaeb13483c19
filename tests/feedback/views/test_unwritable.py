"""A database that is read-only or full, for real: 503, and every word comes back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from feedback.moderation import decisions, rules
from feedback.replies import setup
from feedback.suggestions.models import Suggestion
from plan_pages.document.models import Part, Plan
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.intake import formkeys
from portal.units.models import Unit

from ..lifecycle import send
from ..people import person
from ..replying import routed
from ..unchanged import rows
from .forms import hidden, post, tree, written

TEXT = "第一行\r\n第二行 " + "路灯不亮。" * 500
#: Long enough to need pages that a full database does not have.
LONG = "不是广告。" * 390

Unwritable = Callable[[], Any]


@contextmanager
def _read_only() -> Iterator[None]:
    on, off = {
        "sqlite": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
        "postgresql": (
            "SET default_transaction_read_only = on",
            "SET default_transaction_read_only = off",
        ),
    }[connection.vendor]
    _run(on)
    try:
        yield
    finally:
        _run(off)


@contextmanager
def _full() -> Iterator[None]:
    """Not one page more: the free ones of earlier rows are given back first."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no limit of its own")
    _run("VACUUM")
    pages = _run("PRAGMA page_count")
    most = _run("PRAGMA max_page_count")
    _run(f"PRAGMA max_page_count = {pages}")
    try:
        yield
    finally:
        _run(f"PRAGMA max_page_count = {most}")


def _run(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0] if cursor.description else None


@pytest.mark.parametrize("unwritable", [_read_only, _full])
def test_unwritable_keeps_the_citizens_and_the_staffs_words(
    korla_transactional: Plan, settings: Any, unwritable: Unwritable
) -> None:
    settings.INTAKE_SLOW_SECONDS = 0
    setup.prepare()
    part = Part.objects.filter(kind="paragraph").order_by("pk")[0]
    moderator = person("moderator", Role.MODERATOR, Role.PUBLISHER)
    waiting = send(part).suggestion
    unit = Unit.objects.create(key="fgw", name="发展改革部门", kind="department")
    head = person("head", Role.HEAD, unit=unit)
    owed = send(part).suggestion
    decisions.publish(suggestion=owed, by=moderator)
    routed(owed, unit=unit, by=moderator)
    client = Client()
    opened = post(client, reverse("suggest"), {"part": part.public_id})
    form = hidden(opened) | {"kind": "suggestion", "visibility": "public"}
    desks = _desks(moderator, head)
    sent = _staff_forms(part, waiting, owed)
    before = rows()
    with unwritable():
        answer = post(client, reverse("suggest"), form | {"text": TEXT})
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
        assert written(answer) == TEXT
        for who, address, data in sent:
            busy = desks[who].post(address, data)
            assert (busy.status_code, busy["Retry-After"]) == (503, "5"), address
            back = {
                field.get("name"): field.get("value") or (field.text or "")[1:]
                for field in tree(busy).xpath("//form//input | //form//textarea")
            }
            back.pop("csrfmiddlewaretoken")
            # A reader of HTML says LF; browsers send CRLF again.
            assert back == {
                name: str(value).replace("\r\n", "\n") for name, value in data.items()
            }
    assert rows() == before
    again = post(client, reverse("suggest"), form | {"text": TEXT})
    assert again.status_code == 200
    for who, address, data in sent:
        assert desks[who].post(address, data).status_code in (200, 302), address
    assert Suggestion.objects.count() == 4


def _desks(moderator: User, head: User) -> dict[str, Client]:
    desks = {"moderator": Client(), "head": Client()}
    desks["moderator"].force_login(moderator)
    desks["head"].force_login(head)
    return desks


def _staff_forms(
    part: Part, waiting: Suggestion, owed: Suggestion
) -> list[tuple[str, str, dict[str, Any]]]:
    """A paper letter, a decision, a reply and the next rules."""
    return [
        (
            "moderator",
            reverse("paper_entry"),
            {
                "key": formkeys.issue(purpose="paper").text,
                "part": part.public_id,
                "kind": "suggestion",
                "visibility": "public",
                "received_on": "2026-03-16",
                "text": TEXT,
            },
        ),
        (
            "moderator",
            reverse("moderation_case", args=[waiting.number]),
            {"action": "refuse", "ground": "spam_or_advertising", "reason": LONG},
        ),
        (
            "head",
            reverse("reply_case", args=[owed.number]),
            {
                "action": "save",
                "markup": "",
                "disposition": "answered",
                "body": LONG,
                "reason": "",
                "referred_to": "",
                "change_url": "",
            },
        ),
        (
            "moderator",
            reverse("rules_edit"),
            {
                "action": "publish",
                "base": rules.current().number,
                "markup": "",
                "words": LONG,
                "note": "重写",
            },
        ),
    ]
