"""20,000 nested tags and bodies of 10 MB: a clear message, and hardly any work."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from feedback.suggestions.models import Suggestion
from plan_pages.document.models import Part
from portal.accounts.models import User
from portal.pages import sanitiser
from portal.units.models import Unit
from tests.proofs import in_full, measured

from ..replying import routed
from ..unchanged import rows
from .forms import FORM, hidden, post, tree, written

NESTED = "<div>" * 20_000
TEN_MB = 10_000_000
MOST_CPU = 0.1


class Unreadable:
    """A body that nobody may read."""

    def read(self, size: int = -1) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def said(response: Any) -> str:
    """The words of the alerts."""
    alerts = tree(response).xpath("//*[@role='alert' or @id='problems']")
    return " ".join(alert.text_content() for alert in alerts)


def cost(what: str, send: Callable[[], Any]) -> Any:
    """The answer; its CPU time is told, and asserted by `make prove`."""
    send()
    began = time.process_time()
    answer = send()
    used = time.process_time() - began
    measured(f"{what}: {used * 1000:.1f} ms of CPU, at most {MOST_CPU * 1000:.0f}")
    assert not in_full() or used < MOST_CPU
    return answer


def test_nested_tags_get_a_clear_message_and_come_back(
    client: Client, part: Part, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sanitiser, "_once", None)  # Plain text comes to no parser.
    opened = hidden(post(client, reverse("suggest"), {"part": part.public_id}))
    sent = opened | {"kind": "error", "visibility": "public", "text": NESTED}
    answer = cost(
        "/suggest/ 20,000 nested tags", lambda: post(client, reverse("suggest"), sent)
    )
    assert answer.status_code == 422
    assert "内容有 100000 字，最多 3000 字" in said(answer)
    assert written(answer) == NESTED
    assert Suggestion.objects.count() == 0


def test_nested_tags_that_fit_are_kept_as_text(
    client: Client, part: Part, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sanitiser, "_once", None)
    settings.INTAKE_SLOW_SECONDS = 0
    text = "<b>" * 1000
    opened = hidden(post(client, reverse("suggest"), {"part": part.public_id}))
    sent = opened | {"kind": "error", "visibility": "public", "text": text}
    assert post(client, reverse("suggest"), sent).status_code == 200
    assert Suggestion.objects.get().words.text == text


@pytest.mark.parametrize("name", ["suggest", "return", "elder_view", "account_login"])
@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=XyZ"])
def test_ten_megabytes_are_refused_unread(
    client: Client, db: None, name: str, kind: str
) -> None:
    before = rows()

    def send() -> Any:
        environ = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(TEN_MB)}
        return client.request(
            PATH_INFO=reverse(name),
            REQUEST_METHOD="POST",
            **{**environ, "wsgi.input": Unreadable()},
        )

    answer = cost(f"{reverse(name)} 10 MB, {kind[:9]}", send)
    assert answer.status_code == 413
    assert "送来的内容太大，没有读" in answer.content.decode()
    assert rows() == before


def test_nested_tags_in_a_reply_get_a_clear_message(
    brought: Callable[..., Suggestion],
    unit: Unit,
    head: User,
    moderator: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = routed(brought("published"), unit=unit, by=moderator)
    monkeypatch.setattr(sanitiser, "_once", None)  # The cap stands before it.
    client = Client()
    client.force_login(head)
    sent = {"action": "save", "disposition": "answered", "body": NESTED}
    address = reverse("reply_case", args=[row.number])
    before = rows()
    answer = cost("/replies/ 20,000 nested tags", lambda: client.post(address, sent))
    assert answer.status_code == 422
    assert "10000" in answer.content.decode()
    assert rows() == before


def test_staff_may_send_a_large_file(
    moderator: User,
) -> None:
    """Pictures and documents are uploaded by whoever is signed in."""
    client = Client()
    client.force_login(moderator)

    def answer(sender: Client) -> int:
        large = SimpleUploadedFile("plan.pdf", b"x" * 2_000_000)
        return sender.post(reverse("elder_view"), {"file": large}).status_code

    assert (answer(client), answer(Client())) == (302, 413)
