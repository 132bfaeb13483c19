"""The nine protections of people who take part, one named test each.

What is promised on the page 留下什么 and above the form is shown here to hold; the
mutation list in TESTING.md takes each one out and names the test that then fails.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from feedback.moderation import appeals, decisions, proposals
from feedback.moderation.moves import Ground
from feedback.queries import counts
from feedback.queries.departments import routed_text
from feedback.replies import drafts
from feedback.replies.models import Reply
from feedback.suggestions import authors
from feedback.suggestions.models import (
    FeedbackSettings,
    Suggestion,
    SuggestionContact,
)
from feedback.suggestions.states import State
from plan_pages.document.models import Part, Plan
from portal.accounts.models import User
from portal.intake import formkeys
from portal.intake.codes import code_for
from portal.ledger.models import Salt
from portal.units.models import Unit
from tests.portal.marker import (
    MARKER,
    address_headers,
    assert_marker_absent,
    every_log,
)

from .lifecycle import send
from .replying import drafted, routed
from .unchanged import refused, rows
from .views.forms import hidden, post, receipt, tree

CHOICES = {"kind": "suggestion", "visibility": "public", "text": "路灯不亮"}
Brought = Callable[..., Suggestion]

#: What is kept of a person who takes part, and the words that say how long.
RETENTION = {
    "您写的内容": "到您删除为止",
    "申诉时写的话": "到您删除为止",
    "审核员写的理由、遮盖后的文本": "到您删除为止",
    "对您的答复": "没有公布的草稿和批注，您删除时一起去掉",
    "编号、对哪一段、类型、状态": "一直留着",
    "收到的日期（没有几点几分）": "一直留着",
    "内容的指纹（看不出内容）": "一直留着",
    "回执码": "本站不保存",
    "联系方式": "—",
    "书面来信由谁录入": "一直留着",
    "备份": "待配置",
    "网络地址、设备、账号": "不保存",
    "表单用过的记号": "24 小时后",
    "浏览器里的csrftoken": "关掉浏览器就没有了",
}


def test_protection_1_anonymous_and_no_address(
    client: Client, part: Part, settings: Any
) -> None:
    """A receipt code, no account, no session; the sender's address is kept nowhere."""
    settings.INTAKE_SLOW_SECONDS = 0
    cache.clear()
    headers = address_headers()
    with every_log() as logs:
        opened = post(client, reverse("suggest"), {"part": part.public_id}, **headers)
        sent = post(client, reverse("suggest"), hidden(opened) | CHOICES, **headers)
        code = {"code": receipt(sent)["return-code"]}
        assert post(client, reverse("return"), code, **headers).status_code == 200
        wrong = {"login": "x", "password": "y"}
        post(client, reverse("account_login"), wrong, **headers)
    assert isinstance(sent.wsgi_request.user, AnonymousUser)
    assert (Session.objects.count(), User.objects.count()) == (0, 0)
    assert Suggestion.objects.get().entered_by is None
    assert_marker_absent(MARKER, logs=logs.getvalue())


def test_protection_2_one_address_for_every_paragraph(
    client: Client, part: Part
) -> None:
    """A network log does not tell who wrote on which paragraph; nobody is searched."""
    section = client.get(part.page.get_url())
    page = tree(section)
    # Old phones know no `rel` on a form: the page itself sends no referrer.
    assert section["Referrer-Policy"] == "no-referrer"
    assert page.xpath("//meta[@name='referrer']/@content") == ["no-referrer"]
    forms = page.xpath("//form[@class='suggest-control']")
    assert len(forms) > 1
    assert {(form.get("method"), form.get("action")) for form in forms} == {
        ("post", reverse("suggest"))
    }
    assert {form.get("rel") for form in forms} == {"noreferrer"}
    assert page.xpath("//a[contains(@href, 'part=')]") == []
    for language in ("en", "ug"):
        with override(language):
            assert reverse("suggest").endswith("/suggest/")
            assert f"/{language}/" not in reverse("suggest")
    for name in ("suggest", "return"):
        answer = post(client, reverse(name), {"part": part.public_id})
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["Cache-Control"] == "no-store"
    people = [
        field.name
        for field in Suggestion._meta.concrete_fields
        if field.related_model is User
    ]
    assert people == ["entered_by"]  # The clerk of a paper letter, never its author.


def test_protection_3_published_content_grounds_alone(
    part: Part, other_part: Part, moderator: User, second: User
) -> None:
    """Four grounds, alike in every chapter; unlawful takes provision and second."""
    assert set(Ground.values) == {
        "personal_data", "abuse_or_threat", "spam_or_advertising", "unlawful",
    }  # fmt: skip
    for place in (part, other_part):
        row = send(place).suggestion
        given = {"suggestion": row, "reason": "理由", "by": moderator}
        for ground in ("criticism", "negative", "off_topic", ""):
            with refused("ground"):
                decisions.refuse(ground=ground, **given)
        with refused("second_person"):
            decisions.refuse(ground="unlawful", **given)
        with refused("provision"):
            proposals.propose_unlawful(kind="refuse", provision=" ", **given)
        proposal = proposals.propose_unlawful(
            kind="refuse", provision="某法第一条", **given
        )
        with refused("same_person"):
            proposals.confirm_unlawful(proposal=proposal, by=moderator)
        decided = proposals.confirm_unlawful(proposal=proposal, by=second)
        assert (decided.by, decided.confirmed_by) == (moderator, second)


def test_protection_3_no_text_is_kept_off_without_a_ground(
    part: Part, other_part: Part, moderator: User, second: User
) -> None:
    """公开 on a site that publishes each text: no reason in words keeps it off."""
    for place in (part, other_part):
        row = send(place).suggestion
        with refused("text_due"):
            decisions.accept_unpublished(suggestion=row, by=moderator, reason="不宜")
        decisions.refuse(
            suggestion=row, ground="abuse_or_threat", reason="骂人", by=moderator
        )
        appeal = appeals.open_appeal(suggestion=row, text="没有骂人")
        given = {"outcome": "overturned", "reason": "不宜公开", "by": second}
        with refused("text_due"):
            appeals.decide_appeal(appeal=appeal, to="accepted_unpublished", **given)


def test_protection_4_refusal_says_why_and_can_be_appealed(
    client: Client, part: Part, moderator: User, second: User
) -> None:
    """Ground, reason, date and role by the code; resubmit; another person looks."""
    key = formkeys.issue(purpose="suggest")
    row = send(part, key=key).suggestion
    given = {"suggestion": row, "ground": "spam_or_advertising", "by": moderator}
    with refused("reason"):
        decisions.refuse(reason=" ", **given)
    decision = decisions.refuse(reason="推销某种商品", **given)
    code = {"code": code_for(key).letters}
    page = post(client, reverse("return"), code)
    words = tree(page).text_content()
    for said in ("灌水或广告", "推销某种商品", str(decision.decided_on), "审核员"):
        assert said in words
    assert "moderator" not in words
    assert tree(page).xpath("//input[@name='resubmit']")
    appeal = appeals.open_appeal(suggestion=row, text="这不是广告")
    outcome = {"outcome": "overturned", "to": "published", "reason": "不是广告"}
    with refused("same_person"):
        appeals.decide_appeal(appeal=appeal, by=moderator, **outcome)
    appeals.decide_appeal(appeal=appeal, by=second, **outcome)
    row.refresh_from_db()
    assert row.state == "published"


def test_protection_5_not_published_is_still_counted(
    client: Client, korla: Plan, brought: Brought, part: Part
) -> None:
    for state in State.values:
        brought(state)
    sent = Suggestion.objects.count()
    assert counts.of_plan(korla).received == sent
    assert counts.of_page(part.page_id)[part.pk].received == sent
    chapters = counts.by_chapter(korla)
    assert sum(each.received for each in chapters) == sent
    assert sum(each.of("refused") for each in chapters) == 1
    for address in (reverse("answer_statistics"), part.page.get_url()):
        assert f"{sent} 条" in tree(client.get(address)).text_content()


def test_protection_6_not_adopted_needs_a_reason(
    brought: Brought, unit: Unit, head: User, moderator: User
) -> None:
    """Neither by the service nor past it; adopted links to what changed."""
    row = routed(brought("published"), unit=unit, by=moderator)
    for columns in (
        {"disposition": "not_adopted"},
        {"disposition": "noted"},
        {"disposition": "adopted"},
    ):
        with refused("invalid"):
            drafted(row, by=head, **columns)
        with pytest.raises(IntegrityError), transaction.atomic():
            Reply.objects.create(unit=unit, body="<p>好</p>", **columns)
    drafts.save_draft(
        by=head, suggestions=[row], disposition="not_adopted", body="<p>好</p>",
        reason="超出规划期",
    )  # fmt: skip


def test_protection_7_retention_is_stated_and_the_author_can_erase(
    client: Client, part: Part, brought: Brought
) -> None:
    kept = tree(client.get(reverse("what_is_kept")))
    things = [" ".join(th.text_content().split()) for th in kept.xpath("//tbody//th")]
    assert sorted(things) == sorted(RETENTION)
    for thing, until in RETENTION.items():
        (row,) = kept.xpath(f"//tr[normalize-space(th)='{thing}']")
        assert until in row.xpath("normalize-space(td[last()])"), thing
    key = formkeys.issue(purpose="suggest")
    row = send(part, key=key, text="只此一句：落霞孤鹜").suggestion
    code = {"code": code_for(key).letters}
    assert "落霞孤鹜" in repr(rows())
    post(client, reverse("return"), code | {"step": "erase"})
    assert "落霞孤鹜" not in repr(rows())
    assert not Salt.objects.filter(subject=row.number).exists()
    assert post(client, reverse("return"), code).status_code == 404
    public = brought("published")
    authors.withdraw(suggestion=public)
    page = client.get(reverse("suggestion", args=[public.number]))
    assert public.words.text not in page.content.decode()


def test_protection_7_what_a_child_wrote_is_not_published(
    client: Client, part: Part, moderator: User
) -> None:
    """From the form to the answer: counted, told to its author, shown to nobody."""
    key = formkeys.issue(purpose="suggest")
    text = "我今年十二岁，学校门口的路口没有红绿灯。"
    row = send(part, key=key, text=text).suggestion
    desk = Client()
    desk.force_login(moderator)
    case = reverse("moderation_case", args=[row.number])
    offered = tree(desk.get(case)).xpath("//details[@class='offer']/@id")
    assert "do-keep_childs" in offered
    assert "do-accept_unpublished" not in offered
    assert desk.post(case, {"action": "keep_childs"}).status_code == 302
    own = post(client, reverse("return"), {"code": code_for(key).letters})
    assert "作者在文中自称未成年" in tree(own).text_content()
    for address in (
        reverse("suggestion", args=[row.number]),
        reverse("suggestions"),
        part.page.get_url(),
    ):
        assert text not in client.get(address).content.decode()
    log = client.get(reverse("moderation_log"))
    (line,) = tree(log).xpath("//tbody/tr")
    assert "作者在文中自称未成年" in line.text_content()
    assert row.number not in line.text_content()
    assert part.public_id not in line.text_content()
    assert counts.of_page(part.page_id)[part.pk].received == 1
    rules = client.get(reverse("moderation_rules"))
    assert "作者在文中说自己未成年的" in tree(rules).text_content()


def test_protection_8_officials_see_no_identity(
    brought: Brought,
    part: Part,
    unit: Unit,
    editor: User,
    other_head: User,
    moderator: User,
    settings: Any,
) -> None:
    """A unit sees the moderated text of its own; contact is sealed to a far key."""
    settings.CONTACT_PUBLIC_KEY = "CgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgo="
    masked = routed(brought("published_masked"), unit=unit, by=moderator)
    assert routed_text(suggestion=masked, user=editor).startswith("████")
    with refused("not_own_unit"):
        routed_text(suggestion=masked, user=other_head)
    unrouted = brought("published")
    with refused("not_own_unit"):
        routed_text(suggestion=unrouted, user=editor)
    FeedbackSettings.load()
    FeedbackSettings.objects.update(contact_enabled=True)
    row = send(part, contact="某某 13800000000").suggestion
    sealed = bytes(SuggestionContact.objects.get(suggestion=row).sealed)
    assert b"13800000000" not in sealed
    desk = Client()
    desk.force_login(moderator)
    case = desk.get(reverse("moderation_case", args=[row.number]))
    assert "13800000000" not in case.content.decode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"publication_mode": "numbers_only"}, "本站不登原文"),
        ({"publication_mode": "selection"}, "本站选登"),
        ({"contact_enabled": True}, "留了就不再是匿名"),
        ({"INTAKE_PSEUDONYM_HEADER": "X-Pseudonym"}, "临时代号"),
        ({"DEBUG": True}, "本站开着调试"),
    ],
)
def test_protection_9_weakenings_stand_above_the_form(
    client: Client, part: Part, settings: Any, change: dict[str, Any], said: str
) -> None:
    """Computed from the live settings, on the notice and where somebody writes."""
    settings.CONTACT_PUBLIC_KEY = "CgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgo="
    pages = (f"{reverse('suggest')}?part={part.public_id}", reverse("what_is_kept"))
    site = FeedbackSettings.load()
    for address in pages:
        assert said not in client.get(address).content.decode()
    for name, value in change.items():
        setattr(settings if name.isupper() else site, name, value)
    site.save()
    for address in pages:
        page = tree(client.get(address)).text_content()
        assert said in page


def test_protection_9_a_line_without_encryption_is_said(
    client: Client, part: Part, settings: Any
) -> None:
    pages = (f"{reverse('suggest')}?part={part.public_id}", reverse("what_is_kept"))
    for secure in (True, False):
        settings.SESSION_COOKIE_SECURE = secure
        for address in pages:
            said = tree(client.get(address)).text_content()
            assert ("没有要求加密连接" in said) is not secure
        notice = tree(client.get(reverse("before_you_write"))).text_content()
        assert ("连接要求加密" in notice) is secure


def protections_said(client: Client) -> str:
    (said,) = tree(client.get(reverse("before_you_write"))).xpath(
        "//*[@id='protections']/following-sibling::ul[@data-protections]"
    )
    return str(said.text_content())


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        ({"contact_enabled": True}, "不问姓名、电话", "联系方式可以不留"),
        ({"publication_mode": "selection"}, "逐条登出", "本站选登"),
        ({"publication_mode": "numbers_only"}, "逐条登出", "本站不登原文"),
        ({"backup_days": 30}, "还留：待配置", "还留：最多 30 天"),
        ({"DEBUG": True}, "错误报告里没有您写的内容", "本站开着调试"),
        ({"SESSION_COOKIE_SECURE": True}, "线路上的人可能看到", "连接要求加密"),
    ],
)
def test_protection_9_each_sentence_follows_the_live_settings(
    client: Client,
    part: Part,
    settings: Any,
    change: dict[str, Any],
    before: str,
    after: str,
) -> None:
    """保护说明 on 说话之前: a sentence that no longer holds does not stand there."""
    settings.CONTACT_PUBLIC_KEY = "CgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgo="
    site = FeedbackSettings.load()
    said = protections_said(client)
    assert before in said and after not in said
    for name, value in change.items():
        setattr(settings if name.isupper() else site, name, value)
    site.save()
    said = protections_said(client)
    assert after in said and before not in said
    form = client.get(f"{reverse('suggest')}?part={part.public_id}")
    if "contact_enabled" in change:
        assert "不问姓名、电话" not in form.content.decode()
