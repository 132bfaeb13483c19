"""The case through its page; a refusal changes nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from feedback.moderation.models import Decision, MaskedText
from feedback.replies.models import Routing
from feedback.suggestions.models import Suggestion
from plan_pages.document.models import Part
from portal.accounts.models import User
from portal.units.models import Unit
from tests.portal.pages.markup import one, text, tree

from ..lifecycle import send
from ..unchanged import rows
from .casework import WORDS, As, post, refused


def test_case_shows_what_the_eye_does_not_see(
    as_: As, part: Part, moderator: User
) -> None:
    row = send(part, text="好\u202e坏\u200b<b>电话13800138000").suggestion
    root = tree(as_(moderator).get(f"/moderation/case/{row.number}/"))
    words = one(root, "//section[contains(@class,'beside-text')]/p[@class='citizen']")
    assert [text(span) for span in words.xpath("./span[@class='unseen']")] == [
        "U+202E RIGHT-TO-LEFT OVERRIDE",
        "U+200B ZERO WIDTH SPACE",
    ]
    mark = one(words, "./mark")
    assert (text(mark), mark.get("data-kind")) == ("13800138000", "phone")
    assert "<b>电话" in text(words)
    assert one(root, "//blockquote").text_content().startswith(part.text[:20])
    assert not root.xpath("//textarea[contains(., '好')]")


@pytest.mark.parametrize(
    ("action", "data", "state"),
    [
        ("publish", {}, "published"),
        ("keep_childs", {}, "accepted_unpublished"),
        ("hand_off", {"destination": "hotline"}, "handed_off"),
        ("refuse", {"ground": "spam_or_advertising", "reason": "广告"}, "refused"),
    ],
)
def test_a_decision(
    as_: As, row: Suggestion, moderator: User, action: str, data: Any, state: str
) -> None:
    response = post(as_(moderator), row, action, **data)
    assert response.status_code == 302
    decision = Decision.objects.get()
    assert (decision.state_after, decision.by) == (state, moderator)
    row.refresh_from_db()
    assert (row.state, row.words.text) == (state, WORDS)


def test_masking_is_previewed_and_published(
    as_: As, row: Suggestion, moderator: User
) -> None:
    client = as_(moderator)
    chosen = {
        "detected": "6-17", "phrases": "王某\r\n", "ground": "personal_data",
        "reason": "他人电话",
    }  # fmt: skip
    before = rows()
    response = post(client, row, "publish_masked", preview="1", **chosen)
    assert response.status_code == 200
    assert rows() == before
    shown = "████的电话是████，路灯坏了。请修。"
    root = tree(response)
    assert text(one(root, "//*[@id='preview']/p")) == shown
    assert one(root, "//textarea[@id='publish_masked-reason']").text.strip() == (
        "他人电话"
    )
    assert root.xpath("//input[@value='6-17']/@checked")
    assert post(client, row, "publish_masked", **chosen).status_code == 302
    assert MaskedText.objects.get().text == shown
    assert Suggestion.objects.get().words.text == WORDS


@pytest.mark.parametrize(
    ("action", "data", "words"),
    [
        ("refuse", {"reason": "理由"}, ["请选择一项。"]),
        ("refuse", {"ground": "spam_or_advertising"},
         ["请写明理由；作者凭回执码可以看到。"]),
        ("refuse", {"ground": "criticism", "reason": "理由"},
         ["选择一个有效的选项。 criticism 不在可用的选项中。"]),
        ("refuse", {"ground": "unlawful", "reason": "理由"},
         ["请写明所依的法律条款。"]),
        ("refuse", {"ground": "personal_data", "reason": "理由", "provision": "某法"},
         ["只有认定违法才填写条款。"]),
        ("publish_masked", {"ground": "personal_data", "reason": "理由"},
         ["请选择要遮盖的内容。"]),
        ("publish_masked",
         {"ground": "personal_data", "reason": "理由", "phrases": "没有的字"},
         ["原文中没有这些字。"]),
        ("accept_unpublished", {"reason": "影响不好"},
         ["作者选择了公开：没有依据就不能不公开，只有作者自称未成年除外。"]),
        ("merge", {"into": "ZZZZZZ"}, ["没有这个编号。"]),
        ("relocate", {"part": "zzz"},
         ["没有找到这一段。请打开该段，复制段号的链接。"]),
        ("hand_off", {}, ["请选择一项。"]),
        ("take_down", {"reason": "急"}, ["这条建议现在的状态不能作此决定。"]),
        ("confirm_unlawful", {}, ["这项提议已有结果。"]),
        ("confirm_take_down", {}, ["这次下架已有结果。"]),
        ("decide_appeal", {"outcome": "upheld", "reason": "x"},
         ["这项申诉已有决定。"]),
        ("extend", {"due_on": "2999-01-01", "reason": "x"},
         ["这条建议现在不需要答复。"]),
    ],
)  # fmt: skip
def test_a_refusal_changes_nothing_and_keeps_what_was_typed(
    as_: As, row: Suggestion, moderator: User, action: str, data: Any, words: list[str]
) -> None:
    before = rows()
    response = post(as_(moderator), row, action, **data)
    refused(response, *words)
    assert rows() == before
    root = tree(response)
    assert root.get_element_by_id(f"do-{action}").get("open") is not None
    if "reason" in data:
        kept = root.get_element_by_id(f"{action}-reason")
        assert kept.text.strip() == data["reason"]


def test_merge_and_relocate(
    as_: As,
    row: Suggestion,
    brought: Callable[..., Suggestion],
    other_part: Part,
    moderator: User,
) -> None:
    target = brought("published")
    client = as_(moderator)
    address = f"http://testserver/p/{other_part.public_id}"
    assert post(client, row, "relocate", part=address).status_code == 302
    row.refresh_from_db()
    assert (row.part, row.state) == (other_part, "received")
    assert post(client, row, "merge", into=target.number.lower()).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.merged_into) == ("merged", target)


def test_routing_and_extension(
    as_: As, brought: Callable[..., Suggestion], moderator: User, unit: Unit
) -> None:
    row, client = brought("published"), as_(moderator)
    before = rows()
    refused(post(client, row, "route", complexity="normal"), "请选择承办单位。")
    assert rows() == before
    given = {"unit": unit.pk, "complexity": "complex"}
    assert post(client, row, "route", **given).status_code == 302
    assert Routing.objects.get().unit == unit
    before = rows()
    refused(post(client, row, "extend", due_on="2999-01-01"),
            "延期须写明理由，理由将公开。")  # fmt: skip
    refused(post(client, row, "extend", due_on="2020-01-01", reason="x"),
            "新期限须晚于现在的期限。")  # fmt: skip
    assert rows() == before
    given = {"due_on": "2999-01-01", "reason": "须现场核实"}
    assert post(client, row, "extend", **given).status_code == 302


def test_withdrawn_and_erased_words_are_not_shown(
    as_: As, brought: Callable[..., Suggestion], moderator: User
) -> None:
    row = brought("withdrawn", text="谁也不该再看到")
    page = as_(moderator).get(f"/moderation/case/{row.number}/").content.decode()
    assert "谁也不该再看到" not in page
    assert "作者已撤回。" in page
