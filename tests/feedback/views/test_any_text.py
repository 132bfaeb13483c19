"""Any text comes back byte for byte: on the return page, in the admin, as JSON."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote_plus

import pytest
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT
from django.urls import reverse
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from feedback.suggestions.models import Suggestion
from plan_pages.document.models import Part
from portal.accounts.models import User
from portal.intake import formkeys
from tests.proofs import rounds

from ..parsing import case_text, own_text
from .forms import FORM, post, receipt

TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    min_size=1,
    max_size=300,
)
#: Joined from what parsers and filters are known to stumble over.
ODD = st.lists(
    st.sampled_from(
        [
            "\r", "\n", "\r\n", "\t", " ", "\f", "\x0b", "\x01", "\x7f", "\x85",
            "\u2028", "\ufeff", "\ufffe", "\U0010ffff", "\u202e", "\u200d", "\u00a0",
            "e\u0301",
            "<", ">", "&", "&#13;", "&lt;", "</div>", "<!--", "]]>", '"', "'", "%0D",
            "+", "=", f"--{BOUNDARY}", "13812345678", "路灯", "😀", "U+202E ",
        ]
    ),
    min_size=1,
    max_size=30,
).map("".join)  # fmt: skip


def urlencoded(fields: dict[str, str]) -> tuple[bytes, str]:
    pairs = (f"{quote_plus(name)}={quote_plus(it)}" for name, it in fields.items())
    return "&".join(pairs).encode(), FORM


def multipart(fields: dict[str, str]) -> tuple[bytes, str]:
    """As browsers write it; a boundary that a text contains they would not choose."""
    boundary = BOUNDARY
    while any(boundary in value for value in fields.values()):
        boundary += "x"
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}'
        for name, value in fields.items()
    ]
    body = "\r\n".join([*parts, f"--{boundary}--\r\n"]).encode()
    return body, MULTIPART_CONTENT.replace(BOUNDARY, boundary)


@pytest.fixture
def sent_and_read(
    client: Client, part: Part, moderator: User, settings: Any
) -> Callable[..., tuple[str, str, str]]:
    """(return page, admin, JSON) of a text that goes through the form."""
    settings.INTAKE_SLOW_SECONDS = 0
    admin = Client()
    admin.force_login(moderator)

    def go(text: str, encode: Callable[..., tuple[bytes, str]]) -> tuple[str, str, str]:
        fields = {
            "form_key": formkeys.issue(purpose="suggest").text, "text": text,
            "part": part.public_id, "kind": "suggestion", "visibility": "public",
            "personal_data": "keep",
        }  # fmt: skip
        body, kind = encode(fields)
        sent = client.generic("POST", reverse("suggest"), body, content_type=kind)
        got = receipt(sent)
        asked = {"code": got["return-code"], "show": "text"}
        page = post(client, reverse("return"), asked)
        json = post(client, reverse("return"), asked, HTTP_ACCEPT="application/json")
        case = admin.get(reverse("moderation_case", args=[got["receipt-number"]]))
        return own_text(page), case_text(case), json.json()["text"]

    return go


@pytest.mark.parametrize("encode", [urlencoded, multipart])
def test_any_text_comes_back_byte_equal_everywhere(
    sent_and_read: Callable[..., tuple[str, str, str]],
    encode: Callable[..., tuple[bytes, str]],
) -> None:
    @hypothesis_settings(
        max_examples=rounds(8, 1_000),
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @example(" \r\n\r前后\n\r\n")
    @example("\x01\x7f\x85\u2028\ufffe\U0010ffff\u202e<b>&#13;&amp;</div>")
    @given(st.one_of(TEXTS, ODD))
    def comes_back(text: str) -> None:
        shown = sent_and_read(text, encode)
        assert [each.encode() for each in shown] == [text.encode()] * 3

    comes_back()


def test_json_of_a_code_shows_the_words_on_request_alone(
    client: Client, brought: Callable[..., Suggestion], part: Part, settings: Any
) -> None:
    settings.INTAKE_SLOW_SECONDS = 0
    key = formkeys.issue(purpose="suggest")
    fields = {
        "form_key": key.text, "text": "路灯", "part": part.public_id,
        "kind": "suggestion", "visibility": "public",
    }  # fmt: skip
    code = receipt(post(client, reverse("suggest"), fields))["return-code"]
    accept = {"HTTP_ACCEPT": "application/json"}
    answer = post(client, reverse("return"), {"code": code}, **accept)
    assert answer["Cache-Control"] == "no-store"
    assert (answer.json()["state"], "text" in answer.json()) == ("received", False)
    # A program has no token, so it takes no step.
    asked = {"code": code, "step": "erase", "show": "text"}
    assert post(client, reverse("return"), asked, **accept).json()["text"] == "路灯"
    assert Suggestion.objects.get().erased_week == ""
    wrong = post(client, reverse("return"), {"code": "wrong"}, **accept)
    assert (wrong.status_code, wrong.json()) == (404, {"found": False})
