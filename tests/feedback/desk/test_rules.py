"""The page on which a publisher revises the rules."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from feedback.desk.differences import differences
from feedback.moderation import rules
from feedback.moderation.models import RulesVersion
from portal.accounts.models import User
from tests.portal.pages.markup import one, text, tree

from ..unchanged import rows
from .casework import refused

As = Callable[[User | None], Client]
URL = "/moderation/rules/edit/"


def opened(client: Client) -> dict[str, Any]:
    page = tree(client.get(URL))
    return {
        "base": one(page, "//input[@name='base']").get("value"),
        "words": one(page, "//textarea[@name='words']").text.strip(),
        "markup": one(page, "//input[@name='markup']").get("value") or "",
        "note": "",
    }


def test_rules_are_compared_then_published(as_: As, publisher: User) -> None:
    first = rules.current()
    client = as_(publisher)
    sent = opened(client)
    assert sent["words"].startswith("本规则") and sent["markup"] == ""
    sent["words"] = sent["words"].replace("灌水或者广告", "灌水、广告")
    sent["note"] = "更简短"
    before = rows()
    page = tree(client.post(URL, sent | {"action": "compare"}))
    changed = one(page, "//section[@id='changes']")
    assert [text(each) for each in changed.xpath(".//del")] == ["或者"]
    assert [text(each) for each in changed.xpath(".//ins")] == ["、"]
    assert rows() == before
    assert client.post(URL, sent | {"action": "publish"}).status_code == 302
    second = rules.current()
    assert (second.number, second.note, second.by) == (2, "更简短", publisher)
    assert "<li>灌水、广告。</li>" in second.html
    assert RulesVersion.objects.get(number=1).html == first.html


def test_rules_page_shows_the_one_in_force_and_the_older(
    client: Client, publisher: User
) -> None:
    rules.current()
    rules.publish_rules(html="<p>第二版的话。</p>", note="重写", by=publisher)
    page = tree(client.get("/moderation/rules/"))
    assert "第二版的话。" in text(one(page, "//div[@class='prose']"))
    assert len(page.xpath("//nav[@aria-labelledby='versions']//li")) == 2
    older = tree(client.get("/moderation/rules/1/"))
    assert "批评" in text(one(older, "//div[@class='prose']"))
    assert "这是旧版，现行的是第 2 版。" in text(one(older, "//main"))
    assert client.get("/moderation/rules/3/").status_code == 404


def test_rules_refused_and_nothing_written(
    as_: As, publisher: User, moderator: User
) -> None:
    rules.current()
    client = as_(publisher)
    sent = opened(client) | {"action": "publish"}
    before = rows()
    refused(client.post(URL, sent), "内容没有变化。")
    changed = sent | {"words": "新的规则。"}
    refused(client.post(URL, changed), "请写明修订了什么。")
    noted = changed | {"note": "重写"}
    refused(
        client.post(URL, noted | {"base": "7"}),
        "规则刚由他人修订过，请从现行版本重新修改。",
    )
    refused(client.post(URL, noted | {"words": " "}), "规则不能为空。")
    assert as_(moderator).post(URL, noted).status_code == 403
    assert rows() == before


@pytest.mark.parametrize(
    ("before", "after", "runs"),
    [
        ("一\n二", "一\n二", [[("", "一")], [("", "二")]]),
        ("一\n二", "一", [[("", "一")], [("del", "二")]]),
        ("天地玄黄", "天地玄青", [[("", "天地玄"), ("del", "黄"), ("ins", "青")]]),
        ("天地玄黄", "宇宙洪荒", [[("del", "天地玄黄")], [("ins", "宇宙洪荒")]]),
    ],
)
def test_differences(before: str, after: str, runs: list) -> None:
    assert [line.runs for line in differences(before, after)] == runs
