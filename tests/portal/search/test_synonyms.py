"""What editors add to the synonyms: checked line by line, known at once everywhere."""

import logging
import shutil
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from plan_pages.document.models import Plan
from portal.accounts.rights import apply_rights
from portal.accounts.roles import Role
from portal.search import synonyms, words
from portal.search.models import SearchWords
from portal.search.synonym_lines import MOST_LINES, Unreadable, faults, understood
from tests.feedback.people import person

from .test_page import page, total

EDIT = "wagtailsettings:edit"


def known(word: str) -> set[str]:
    return {"".join(way) for way in synonyms.synonyms().get(word, ())}


def write(text: str) -> None:
    SearchWords.objects.update_or_create(pk=1, defaults={"synonyms": text})


@pytest.mark.parametrize("line", ["月球 = 卫星、天 体", "月球＝卫星、天体、"])
def test_understood_says_word_and_ways(line: str) -> None:
    assert understood(line) == ("月球", (tuple("卫星"), tuple("天体")))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("月球 卫星", "缺少“=”。"),
        ("= 卫星", "“=”左边没有词。"),
        ("月球 =", "“=”右边没有词。"),
        ("月球 = 、", "“=”右边没有词。"),
        ("月球 = ——", "“——”里没有文字。"),
        ("月球，火星 = 星", "“月球，火星”不是一个词，词之间用“、”分开。"),
        ("月球 = " + "长" * 21, f"“{'长' * 21}”超过 20 个字。"),
        ("月球 = " + "、".join("一二三四五六七八九"), "“=”右边最多 8 个词。"),
    ],
)
def test_understood_says_what_is_wrong(line: str, why: str) -> None:
    with pytest.raises(Unreadable) as caught:
        understood(line)
    assert str(caught.value) == why


def test_faults_name_every_line() -> None:
    text = "# 说明\n月球 = 卫星\n\n火星\n月球 = 天体\n = x"
    assert list(faults(text)) == [
        "第 4 行：缺少“=”。",
        "第 5 行：“月球”在第 2 行已经写过。",
        "第 6 行：“=”左边没有词。",
    ]


def test_field_refuses_what_cannot_be_used(db: None) -> None:
    for text in ("火星", "一 = 二\n" * (MOST_LINES + 1)):
        with pytest.raises(ValidationError):
            SearchWords(synonyms=text).full_clean()
    SearchWords(synonyms="# 说明\n月球 = 卫星").full_clean()


def test_editors_words_stand_for_the_shipped_ones(db: None) -> None:
    assert "养老服务机构" in known("养老院")
    write("养老院 = 敬老之家\n月球 = 卫星")
    synonyms.forget()
    assert (known("养老院"), known("月球")) == ({"敬老之家"}, {"卫星"})
    assert "托育" in known("托儿所")


def test_a_change_is_known_within_seconds(db: None, monkeypatch: Any) -> None:
    assert known("月球") == set()
    write("月球 = 卫星")
    assert known("月球") == set()
    later = synonyms.time.monotonic() + synonyms.KEPT_SECONDS
    monkeypatch.setattr(synonyms.time, "monotonic", lambda: later)
    assert known("月球") == {"卫星"}


def test_line_that_cannot_be_used_is_left_out_and_said(
    client: Client, indexed: Plan, monkeypatch: Any, tmp_path: Any, caplog: Any
) -> None:
    """A slip in the file was an error 500 for every search."""
    shutil.copytree(words.DATA, tmp_path, dirs_exist_ok=True)
    (tmp_path / "synonyms.txt").write_text("月球\n卫星 = 养老\n", "utf-8")
    monkeypatch.setattr(words, "DATA", tmp_path)
    synonyms._shipped.cache_clear()
    synonyms._together.cache_clear()
    try:
        with caplog.at_level(logging.WARNING):
            assert total(page(client, q="卫星")) == total(page(client, q='"养老"')) > 0
    finally:
        synonyms._shipped.cache_clear()
        synonyms._together.cache_clear()
    assert "'月球' is left out" in caplog.text


def test_publisher_extends_them_in_the_admin(client: Client, indexed: Plan) -> None:
    apply_rights()
    assert total(page(client, q="月宫")) == 0
    publisher = Client()
    publisher.force_login(person("publisher", Role.PUBLISHER))
    url = reverse(EDIT, args=["search", "searchwords", SearchWords.load().pk])
    refused = publisher.post(url, {"synonyms": "月宫"})
    assert "第 1 行：缺少“=”。" in refused.content.decode()
    assert SearchWords.load().synonyms == ""
    assert publisher.post(url, {"synonyms": "月宫 = 养老"}).status_code == 302
    synonyms.forget()
    assert total(page(client, q="月宫")) == total(page(client, q='"养老"'))


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.EDITOR, Role.ADMINISTRATOR])
def test_nobody_else_extends_them(db: None, role: Role) -> None:
    apply_rights()
    other = Client()
    other.force_login(person("other", role))
    url = reverse(EDIT, args=["search", "searchwords", SearchWords.load().pk])
    assert other.post(url, {"synonyms": "月宫 = 养老"}).status_code in (302, 403)
    assert SearchWords.load().synonyms == ""
