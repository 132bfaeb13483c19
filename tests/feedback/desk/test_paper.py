"""Paper letters: the same receipt, the text exactly, the clerk named."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from feedback.suggestions.models import Suggestion
from plan_pages.document.models import Part
from portal.accounts.models import User
from portal.clock import today
from tests.portal.pages.markup import one, tree

from ..unchanged import rows
from .casework import refused

As = Callable[[User | None], Client]
TEXT = " 第一行\r\n第二行 "


@pytest.fixture
def client_(as_: As, publisher: User) -> Client:
    return as_(publisher)


def given(client: Client, about: Part, **changes: Any) -> dict[str, Any]:
    root = tree(client.get("/moderation/paper/"))
    return {
        "key": one(root, "//input[@name='key']").get("value"),
        "part": about.public_id,
        "kind": "suggestion",
        "visibility": "public",
        "received_on": str(today()),
        "text": TEXT,
    } | changes


def test_paper_gets_the_same_receipt(
    client_: Client, part: Part, publisher: User
) -> None:
    data = given(client_, part, received_on=str(today() - datetime.timedelta(days=2)))
    first = client_.post("/moderation/paper/", data)
    assert first.status_code == 200
    row = Suggestion.objects.get()
    assert (row.channel, row.entered_by, row.part) == ("paper", publisher, part)
    assert row.received_on == today() - datetime.timedelta(days=2)
    assert row.words.text == TEXT
    receipt = one(tree(first), "//*[@data-receipt-number]")
    assert receipt.get("data-receipt-number") == row.number
    code = receipt.get("data-return-code")
    assert len(code.replace("-", "")) == 28
    assert one(receipt, ".//*[@class='receipt-qr']/svg") is not None
    assert len(receipt.get("data-return-digits").replace(" ", "")) == 42
    said = receipt.text_content()
    for words in (
        "第二节",
        "审核后 7 个工作日内答复",
        f"http://testserver{reverse('return')}",
    ):
        assert words in said
    again = client_.post("/moderation/paper/", data)
    assert one(tree(again), "//@data-return-code") == code
    assert Suggestion.objects.count() == 1


def test_paper_on_a_used_form_keeps_the_next_letter(
    client_: Client, part: Part
) -> None:
    data = given(client_, part)
    client_.post("/moderation/paper/", data)
    number = Suggestion.objects.get().number
    response = client_.post("/moderation/paper/", data | {"text": "另一封信"})
    refused(response, f"前一份已收到，编号 {number}；这是另一份，请再提交。")
    root = tree(response)
    assert one(root, "//textarea[@name='text']").text.strip() == "另一封信"
    fresh = one(root, "//input[@name='key']").get("value")
    assert fresh != data["key"]
    sent = data | {"text": "另一封信", "key": fresh}
    assert client_.post("/moderation/paper/", sent).status_code == 200
    assert Suggestion.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"part": "nowhere"}, "没有找到这一段。请打开该段，复制段号的链接。"),
        ({"kind": ""}, "请选择一项。"),
        ({"visibility": ""}, "请选择一项。"),
        ({"received_on": "2999-01-01"}, "收到日期不能晚于今天。"),
        ({"text": "长" * 3001}, "正文须为 1 至 3000 字。"),
        ({"key": "x"}, "表单已失效，内容已保留，请再提交一次。"),
    ],
)
def test_paper_refused_keeps_what_was_typed(
    client_: Client, part: Part, changes: Any, words: str
) -> None:
    data = given(client_, part, **changes)
    before = rows()
    response = client_.post("/moderation/paper/", data)
    refused(response, words)
    assert rows() == before
    root = tree(response)
    kept = one(root, "//textarea[@name='text']").text
    assert kept.removeprefix("\n") == data["text"].replace("\r\n", "\n")
    sent = data["key"]
    assert (one(root, "//input[@name='key']").get("value") == sent) == (sent != "x")


def test_paper_about_a_part_from_its_link(client_: Client, part: Part) -> None:
    root = tree(client_.get(f"/moderation/paper/?part={part.public_id}"))
    assert one(root, "//input[@name='part']").get("value") == part.public_id
