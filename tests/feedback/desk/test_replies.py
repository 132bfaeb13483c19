"""A unit's answer through its pages: draft, approval, correction, withdrawal."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from feedback.replies import drafts
from feedback.replies.models import Extension, Reply, ReplyVersion, ReplyWithdrawal
from feedback.suggestions.models import Suggestion
from portal.accounts.models import User
from portal.units.models import Unit
from tests.portal.pages.markup import one, text, tree

from ..replying import answered, drafted, routed
from ..unchanged import rows
from .casework import refused

As = Callable[[User | None], Client]
DRAFT = {"disposition": "already_under_way", "body": "第一段。\r\n\r\n第二段 <b>。"}
HTML = "<p>第一段。</p><p>第二段 &lt;b&gt;。</p>"


@pytest.fixture
def mine(brought: Callable[..., Suggestion], unit: Unit, moderator: User) -> Suggestion:
    return routed(brought("published"), unit=unit, by=moderator)


def post(client: Client, row: Suggestion, action: str, **data: Any) -> Any:
    return client.post(f"/replies/{row.number}/", {"action": action, **data})


def test_draft_approval_publication(
    as_: As, mine: Suggestion, editor: User, head: User
) -> None:
    assert post(as_(editor), mine, "save", **DRAFT).status_code == 302
    page = tree(as_(editor).get(f"/replies/{mine.number}/"))
    assert one(page, "//textarea[@id='draft-body']").text.strip() == (
        "第一段。\n\n第二段 <b>。"
    )
    assert post(as_(editor), mine, "submit", **DRAFT).status_code == 302
    before = rows()
    refused(post(as_(editor), mine, "save", **DRAFT), "已在审批中。")
    refused(post(as_(editor), mine, "approve"), "须由承办单位的负责人公布。")
    assert rows() == before
    assert post(as_(head), mine, "approve").status_code == 302
    version = ReplyVersion.objects.get()
    assert (version.html, version.by, version.number) == (HTML, head, 1)
    page = tree(as_(head).get(f"/replies/{mine.number}/"))
    assert "第一段。" in text(one(page, f"//*[@data-reply='{mine.number}']"))


def test_sent_back_and_sent_again(
    as_: As, mine: Suggestion, editor: User, head: User
) -> None:
    post(as_(editor), mine, "submit", **DRAFT)
    before = rows()
    refused(post(as_(head), mine, "send_back", comment=" "), "退回须写明要改什么。")
    refused(post(as_(editor), mine, "send_back", comment="x"),
            "须由承办单位的负责人公布。")  # fmt: skip
    assert rows() == before
    assert post(as_(head), mine, "send_back", comment="写明时间").status_code == 302
    page = as_(editor).get(f"/replies/{mine.number}/").content.decode()
    assert "写明时间" in page
    changed = DRAFT | {"body": "明年六月。"}
    assert post(as_(editor), mine, "submit", **changed).status_code == 302
    assert post(as_(head), mine, "approve").status_code == 302
    assert ReplyVersion.objects.get().html == "<p>明年六月。</p>"


def test_head_publishes_at_once(as_: As, mine: Suggestion, head: User) -> None:
    assert post(as_(head), mine, "publish", **DRAFT).status_code == 302
    assert ReplyVersion.objects.get().html == HTML


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"disposition": ""}, "请选择一项。"),
        ({"body": " "}, "答复不能为空。"),
        ({"disposition": "not_adopted"}, "“未采纳”和“留作参考”须写明理由。"),
        ({"disposition": "noted"}, "“未采纳”和“留作参考”须写明理由。"),
        ({"disposition": "adopted"}, "“采纳”须附上已作改变之处的链接。"),
        ({"disposition": "referred"}, "“转办”须写明转往何处，其他情况不填。"),
        ({"disposition": "adopted", "change_url": "javascript:x"},
         "链接须以 http://、https:// 或 / 开头。"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("action", ["save", "submit", "publish"])
def test_dispositions_have_their_reasons(
    as_: As, mine: Suggestion, head: User, action: str, data: Any, words: str
) -> None:
    before = rows()
    given = DRAFT | {"referred_to": ""} | data
    response = post(as_(head), mine, action, **given)
    refused(response, words)
    assert rows() == before
    kept = one(tree(response), "//textarea[@id='draft-body']").text
    assert kept.strip() == given["body"].replace("\r\n", "\n").strip()


def test_editor_publishes_nothing(as_: As, mine: Suggestion, editor: User) -> None:
    before = rows()
    refused(post(as_(editor), mine, "publish", **DRAFT), "须由承办单位的负责人公布。")
    assert rows() == before


@pytest.mark.parametrize("action", ["save", "publish", "withdraw", "extend"])
def test_another_unit_changes_nothing(
    as_: As, mine: Suggestion, head: User, other_head: User, action: str
) -> None:
    drafted(mine, by=head)
    before = rows()
    assert post(as_(other_head), mine, action, **DRAFT).status_code == 403
    assert rows() == before


def test_correction_needs_a_note(
    as_: As,
    brought: Callable[..., Suggestion],
    unit: Unit,
    head: User,
    editor: User,
    moderator: User,
) -> None:
    row = brought("published")
    answered(row, unit=unit, head=head, by=moderator)
    before = rows()
    refused(post(as_(head), row, "correct", **DRAFT),
            "更正须写明更正了什么，说明将公开。")  # fmt: skip
    refused(post(as_(editor), row, "correct", note="x", **DRAFT),
            "须由承办单位的负责人公布。")  # fmt: skip
    refused(post(as_(head), row, "publish", **DRAFT), "这条建议已经答复。")
    assert rows() == before
    assert post(as_(head), row, "correct", note="日期有误", **DRAFT).status_code == 302
    version = ReplyVersion.objects.get(number=2)
    assert (version.note, version.html) == ("日期有误", HTML)


def test_withdrawal_needs_a_reason(
    as_: As,
    brought: Callable[..., Suggestion],
    unit: Unit,
    head: User,
    editor: User,
    moderator: User,
) -> None:
    row = brought("published")
    answered(row, unit=unit, head=head, by=moderator)
    before = rows()
    refused(post(as_(head), row, "withdraw"), "撤回答复须写明理由，理由将公开。")
    refused(post(as_(editor), row, "withdraw", reason="x"),
            "须由承办单位的负责人公布。")  # fmt: skip
    assert rows() == before
    assert post(as_(head), row, "withdraw", reason="发错").status_code == 302
    assert ReplyWithdrawal.objects.get().reason == "发错"
    assert post(as_(head), row, "publish", **DRAFT).status_code == 302
    assert Reply.objects.count() == 2


def test_extension_by_the_head(
    as_: As, mine: Suggestion, head: User, editor: User
) -> None:
    given = {"due_on": "2999-01-01", "reason": "须现场核实"}
    before = rows()
    refused(post(as_(editor), mine, "extend", **given),
            "只有承办单位负责人和审核员可以延期。")  # fmt: skip
    assert rows() == before
    assert post(as_(head), mine, "extend", **given).status_code == 302
    extension = Extension.objects.get()
    assert extension.due_on == datetime.date(2999, 1, 1)
    assert extension.reason == "须现场核实"


def test_list_of_a_unit(
    as_: As,
    brought: Callable[..., Suggestion],
    mine: Suggestion,
    unit: Unit,
    other_unit: Unit,
    head: User,
    moderator: User,
) -> None:
    done = brought("published")
    answered(done, unit=unit, head=head, by=moderator)
    routed(brought("published"), unit=other_unit, by=moderator)
    root = tree(as_(head).get("/replies/"))
    numbers = [item.get("data-number") for item in root.xpath("//li[@data-number]")]
    assert numbers == [mine.number, done.number]


def test_pages_of_a_unit_cost_the_same(
    as_: As,
    brought: Callable[..., Suggestion],
    mine: Suggestion,
    unit: Unit,
    head: User,
    moderator: User,
) -> None:
    def spent(path: str) -> int:
        client = as_(head)
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    drafted(mine, by=head)
    answered(brought("published"), unit=unit, head=head, by=moderator)
    paths = ["/replies/", f"/replies/{mine.number}/"]
    first = [spent(path) for path in paths]
    for _ in range(4):
        drafted(routed(brought("published"), unit=unit, by=moderator), by=head)
        answered(brought("published"), unit=unit, head=head, by=moderator)
    assert [spent(path) for path in paths] == first


def test_lists_and_links_of_a_draft_are_published(
    as_: As, mine: Suggestion, head: User
) -> None:
    body = "分两步：\r\n\r\n- 一\r\n- 见[公告](/plan/)"
    assert post(as_(head), mine, "publish", **DRAFT | {"body": body}).status_code == 302
    html = '<p>分两步：</p><ul><li>一</li><li>见<a href="/plan/">公告</a></li></ul>'
    assert ReplyVersion.objects.get().html == html
    page = tree(as_(head).get(f"/replies/{mine.number}/"))
    assert len(page.xpath("//article[@data-reply]//li")) == 2


def test_draft_made_with_rich_text_loses_nothing(
    as_: As, mine: Suggestion, editor: User
) -> None:
    html = "<ul><li>一<ul><li>二</li></ul></li></ul>"
    drafts.save_draft(by=editor, suggestions=[mine], disposition="answered", body=html)
    page = tree(as_(editor).get(f"/replies/{mine.number}/"))
    shown = one(page, "//textarea[@id='draft-body']").text.strip()
    markup = one(page, "//input[@name='markup']").get("value")
    assert (shown, markup) == (html, "html")
    sent = {"disposition": "answered", "body": shown, "markup": markup}
    assert post(as_(editor), mine, "save", **sent).status_code == 302
    assert Reply.objects.get().get_latest_revision_as_object().body == html
