"""`/return/`: what the code opens, what its holder may do, what it does not tell."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from feedback.moderation.models import Appeal
from feedback.suggestions import authors
from feedback.suggestions.models import Suggestion, SuggestionText
from plan_pages.document.models import Part
from portal.accounts.models import User
from portal.intake import formkeys
from portal.intake.codes import code_for
from tests.feedback.lifecycle import advance, send

from .forms import hidden, post, receipt, tree, written

WORDS = "\n头一行\r\n\t<i>&lt; \u202e倒\u00a0 尾 "


@pytest.fixture
def key() -> formkeys.FormKey:
    return formkeys.issue(purpose="suggest")


@pytest.fixture
def row(part: Part, key: formkeys.FormKey) -> Suggestion:
    return send(part, key=key, text=WORDS).suggestion


@pytest.fixture
def open_with(client: Client, key: formkeys.FormKey) -> Callable[..., Any]:
    def open_(**fields: str) -> Any:
        return post(client, "/return/", {"code": code_for(key).letters} | fields)

    return open_


def test_return_shows_own_text_on_request_alone(
    row: Suggestion, open_with: Callable[..., Any]
) -> None:
    closed = open_with()
    assert closed.status_code == 200 and closed["Cache-Control"] == "no-store"
    assert "头一行" not in closed.content.decode()
    (shown,) = tree(open_with(show="text")).xpath("//*[@data-own-text]")
    assert shown.text.encode() == WORDS.encode()


def test_return_takes_digits_as_well(
    client: Client, row: Suggestion, key: formkeys.FormKey
) -> None:
    answer = post(client, "/return/", {"code": code_for(key).digits})
    assert row.number in answer.content.decode()


def test_return_wrong_and_erased_code_are_the_same_bytes(
    client: Client, row: Suggestion, open_with: Callable[..., Any]
) -> None:
    other = code_for(formkeys.issue(purpose="suggest")).letters
    wrong = post(client, "/return/", {"code": other})
    nonsense = post(client, "/return/", {"code": "abc"})
    authors.erase(suggestion=row)
    erased = open_with()
    assert wrong.status_code == erased.status_code == 404
    assert wrong.content == erased.content == nonsense.content
    assert wrong.headers == erased.headers
    assert wrong.cookies == erased.cookies == {}


def test_return_withdraw_asks_once_more(
    row: Suggestion, open_with: Callable[..., Any]
) -> None:
    asked = open_with(step="ask-withdraw")
    row.refresh_from_db()
    assert row.state == "received"
    assert tree(asked).xpath("//button[@value='withdraw']")
    open_with(step="withdraw")
    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert open_with(step="withdraw").status_code == 409


def test_return_erase_deletes_the_words(
    client: Client, row: Suggestion, open_with: Callable[..., Any]
) -> None:
    open_with(step="ask-erase")
    assert SuggestionText.objects.count() == 1
    answer = open_with(step="erase")
    assert answer.status_code == 200 and SuggestionText.objects.count() == 0
    assert open_with().status_code == 404


def test_return_appeal_once_and_resubmit(
    client: Client,
    row: Suggestion,
    key: formkeys.FormKey,
    open_with: Callable[..., Any],
    moderator: User,
    second: User,
    settings: Any,
) -> None:
    advance(row, "refused", by=moderator, second=second)
    assert "广告" in open_with().content.decode()
    assert open_with(step="appeal", text="").status_code == 409
    assert Appeal.objects.count() == 0
    assert open_with(step="appeal", text="这不是广告").status_code == 200
    refused = open_with(step="appeal", text="再说一次")
    assert refused.status_code == 409 and Appeal.objects.count() == 1
    settings.INTAKE_SLOW_SECONDS = 0
    again = {"part": row.part.public_id, "resubmit": code_for(key).letters}
    form = post(client, "/suggest/", again)
    assert written(form) == WORDS
    sent = hidden(form) | {"kind": "error", "visibility": "public", "text": "改过"}
    number = receipt(post(client, "/suggest/", sent))["receipt-number"]
    assert Suggestion.objects.get(number=number).resubmission_of == row


def test_return_changes_nothing_without_token(
    row: Suggestion, key: formkeys.FormKey
) -> None:
    strict = Client(enforce_csrf_checks=True)
    fields = {"code": code_for(key).letters, "step": "erase"}
    assert post(strict, "/return/", fields).status_code == 403
    assert SuggestionText.objects.count() == 1
