"""Several suggestions, one answer."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from feedback.replies.models import AnsweredSuggestion, Reply
from feedback.suggestions.models import Suggestion
from portal.accounts.models import User
from portal.units.models import Unit
from tests.portal.pages.markup import one, text, tree

from ..replying import drafted, routed
from ..unchanged import rows
from .casework import refused

As = Callable[[User | None], Client]
DRAFT = {"disposition": "answered", "body": "都在下月办完。"}


@pytest.fixture
def three(
    brought: Callable[..., Suggestion], unit: Unit, moderator: User
) -> list[Suggestion]:
    made = [brought("published", text=f"第{n}件事。") for n in (1, 2, 3)]
    return [routed(row, unit=unit, by=moderator) for row in made]


def asked(found: list[Suggestion]) -> dict[str, Any]:
    return {"number": [row.number for row in found]}


def test_list_offers_those_without_a_draft(
    as_: As, three: list[Suggestion], editor: User
) -> None:
    drafted(three[0], by=editor)
    page = tree(as_(editor).get("/replies/"))
    offered = page.xpath("//input[@name='number']/@value")
    assert sorted(offered) == sorted(row.number for row in three[1:])


def test_one_answer_for_all_goes_up_and_is_published(
    as_: As, three: list[Suggestion], editor: User, head: User
) -> None:
    page = tree(as_(editor).get("/replies/group/", asked(three)))
    for row in three:
        assert row.words.text in text(one(page, "//main"))
    sent = DRAFT | asked(three) | {"action": "submit"}
    assert as_(editor).post("/replies/group/", sent).status_code == 302
    assert Reply.objects.count() == 1
    approve = {"action": "approve"}
    as_(head).post(f"/replies/{three[1].number}/", approve)
    answered = AnsweredSuggestion.objects.standing()
    assert {row.suggestion for row in answered} == set(three)


def test_nothing_chosen_leads_back_to_the_list(as_: As, editor: User) -> None:
    response = as_(editor).get("/replies/group/", follow=True)
    assert "请先勾选" in text(tree(response))


def test_group_refusals_change_nothing(
    as_: As,
    three: list[Suggestion],
    editor: User,
    other_head: User,
    moderator: User,
) -> None:
    drafted(three[0], by=editor)
    before = rows()
    post = {"action": "save"} | DRAFT
    response = as_(editor).post("/replies/group/", post | asked(three))
    refused(response, f"{three[0].number} 已有草稿或答复，请从名单里去掉。")
    assert "都在下月办完。" in response.content.decode()
    rest = asked(three[1:])
    refused(
        as_(editor).post("/replies/group/", post | rest | {"action": "publish"}),
        "须由承办单位的负责人公布。",
    )
    empty = post | rest | {"body": " "}
    refused(as_(editor).post("/replies/group/", empty), "答复不能为空。")
    assert as_(other_head).post("/replies/group/", post | rest).status_code == 403
    assert as_(moderator).get("/replies/group/", rest).status_code == 403
    assert rows() == before
