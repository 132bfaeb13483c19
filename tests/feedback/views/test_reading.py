"""What was said and answered, for everybody: texts, tombstones, log and notices."""

import datetime
from collections.abc import Callable

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from feedback.moderation import decisions, proposals
from feedback.replies import routing, versions
from feedback.suggestions import authors
from feedback.suggestions.models import FeedbackSettings, Suggestion
from plan_pages.document.models import Part, Plan
from plan_pages.progress.models import PlanItem
from portal.accounts.models import User
from portal.units.models import Unit
from tests.feedback.lifecycle import TEXT, advance, send
from tests.feedback.replying import answered, drafted, routed

from .forms import tree

Brought = Callable[..., Suggestion]


def numbers(client: Client, path: str) -> list[str]:
    found = tree(client.get(path)).xpath("//@data-suggestion")
    return [str(number) for number in found]


def test_section_page_shows_control_and_what_was_said(
    client: Client,
    part: Part,
    brought: Brought,
    unit: Unit,
    head: User,
    moderator: User,
) -> None:
    row = brought("published")
    answered(row, unit=unit, head=head, by=moderator)
    masked = brought("published_masked")
    brought("refused")
    url = part.page.get_url()
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        page = tree(client.get(url))
    assert len(captured) <= 16
    said = [str(number) for number in page.xpath("//@data-suggestion")]
    assert sorted(said) == sorted([row.number, masked.number])
    assert page.xpath("//@data-reply") == [row.number]
    forms = page.xpath("//form[@class='suggest-control']")
    assert {form.get("action").rpartition("/suggest/")[1] for form in forms} == {
        "/suggest/"
    }
    (own,) = [
        form
        for form in forms
        if form.xpath("./input[@name='part']/@value") == [part.public_id]
    ]
    assert own.xpath("string(./button)") == "3 条建议 · 提建议"
    assert page.xpath("//a[contains(@href, 'suggest/?part')]") == []


def test_list_is_keyset_paged_and_narrowed_by_chapter(
    client: Client, part: Part, other_part: Part, moderator: User, second: User
) -> None:
    rows = [send(part).suggestion for _ in range(21)]
    rows.append(send(other_part).suggestion)
    for row in rows:
        advance(row, "published", by=moderator, second=second)
    first = numbers(client, "/suggestions/")
    assert first == sorted(row.number for row in rows)[:20]
    rest = numbers(client, f"/suggestions/?after={first[-1]}")
    assert sorted(first + rest) == sorted(row.number for row in rows)
    assert numbers(client, "/suggestions/?chapter=4") == [rows[-1].number]
    assert client.get("/suggestions/?chapter=99").status_code == 404
    with CaptureQueriesContext(connection) as captured:
        client.get("/suggestions/")
    assert len(captured) <= 8


@pytest.mark.parametrize(
    "state", ["received", "withdrawn", "refused", "taken_down", "accepted_unpublished"]
)
def test_suggestion_without_public_text_shows_its_state(
    client: Client, brought: Brought, part: Part, state: str
) -> None:
    row = send(part).suggestion if state == "received" else brought(state)
    answer = client.get(f"/suggestions/{row.number}/")
    assert answer.status_code == 200 and TEXT not in answer.content.decode()
    assert tree(answer).xpath("//@data-state") == [state]


def test_tombstone_of_a_withdrawn_one_says_so_at_its_number_place_and_list(
    client: Client, brought: Brought, part: Part
) -> None:
    row, refused = brought("published"), brought("refused")
    authors.withdraw(suggestion=row)
    page = client.get(f"/suggestions/{row.number}/").content.decode()
    assert "作者撤回" in page and "作者已撤回" not in page
    for path in (part.page.get_url(), "/suggestions/"):
        page = tree(client.get(path))
        assert page.xpath("//@data-suggestion") == []
        (stones,) = page.xpath("//details[contains(@class, 'stones')]")
        said = {
            str(each.get("data-tombstone")): each.text_content()
            for each in stones.xpath(".//*[@data-tombstone]")
        }
        assert said.keys() == {row.number, refused.number}
        assert "作者撤回" in said[row.number]
        for word in ("未予公开", "灌水或广告", "按审核规则第 1 版", "第1段"):
            assert word in said[refused.number]
        assert TEXT not in page.text_content()


@pytest.mark.parametrize("language", ["", "en/", "ug/"])
def test_tombstone_of_an_unlawful_one_repeats_neither_number_nor_part(
    client: Client, part: Part, moderator: User, second: User, language: str
) -> None:
    row = send(part).suggestion
    proposal = proposals.propose_unlawful(
        suggestion=row, kind="refuse", provision="某法", reason="x", by=moderator
    )
    proposals.confirm_unlawful(proposal=proposal, by=second)
    answer = client.get(f"/{language}suggestions/{row.number}/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert row.number not in page and part.public_id not in page
    assert tree(answer).xpath("//@data-state") == ["refused"]
    (canonical,) = tree(answer).xpath("//link[@rel='canonical']/@href")
    assert canonical.endswith("/suggestions/")
    rules = f"{settings.PATH_PREFIX.rstrip('/')}/{language}moderation/rules/1/"
    assert tree(answer).xpath(f"//a[@href='{rules}']")
    authors.withdraw(suggestion=row)
    page = client.get(f"/{language}suggestions/{row.number}/").content.decode()
    assert row.number not in page and part.public_id not in page


def test_suggestion_before_a_decision_tells_its_state_alone(
    client: Client, part: Part
) -> None:
    row = send(part).suggestion
    answer = client.get(f"/suggestions/{row.number}/")
    page = answer.content.decode()
    assert "待审核" in page
    assert part.public_id not in page and part.text[:20] not in page
    assert "周" not in tree(answer).xpath("string(//dl)")


def test_reply_tells_the_week_and_working_days_in_public(
    client: Client,
    brought: Brought,
    part: Part,
    unit: Unit,
    head: User,
    moderator: User,
) -> None:
    with time_machine.travel(datetime.datetime(2026, 3, 16, 4, tzinfo=datetime.UTC)):
        row = brought("published")
        routed(row, unit=unit, by=moderator)
    with time_machine.travel(datetime.datetime(2026, 3, 19, 4, tzinfo=datetime.UTC)):
        versions.publish_reply(reply=drafted(row, by=head), by=head)
    for path in (part.page.get_url(), "/suggestions/", f"/suggestions/{row.number}/"):
        page = tree(client.get(path))
        (reply,) = page.xpath("//*[@data-reply]")
        assert "2026年第12周" in reply.text_content()
        assert "审核后 3 个工作日" in reply.text_content()
        assert "2026-03-19" not in page.text_content()


def test_extension_shows_both_weeks_and_the_reason(
    client: Client,
    brought: Brought,
    part: Part,
    unit: Unit,
    head: User,
    moderator: User,
) -> None:
    with time_machine.travel(datetime.datetime(2026, 3, 16, 4, tzinfo=datetime.UTC)):
        row = brought("published")
        routed(row, unit=unit, by=moderator)
        later = datetime.date(2026, 4, 30)
        routing.extend(suggestion=row, due_on=later, reason="要实地核实", by=head)
        for path in (part.page.get_url(), f"/suggestions/{row.number}/"):
            said = tree(client.get(path)).xpath(
                "string(//p[contains(@class,'extended')])"
            )
            assert "原定2026年第13周，延到2026年第18周" in said
            assert "要实地核实" in said and "2026-04-30" not in said
        versions.publish_reply(reply=drafted(row, by=head), by=head)
    assert "要实地核实" in client.get(f"/suggestions/{row.number}/").content.decode()


def test_corrected_and_withdrawn_replies_stay_readable(
    client: Client, brought: Brought, unit: Unit, head: User, moderator: User
) -> None:
    row = brought("published")
    first = answered(row, unit=unit, head=head, by=moderator, body="<p>甲说法</p>")
    versions.correct_reply(reply=first, note="数字有误", by=head, body="<p>乙说法</p>")
    (reply,) = tree(client.get(f"/suggestions/{row.number}/")).xpath("//*[@data-reply]")
    (before,) = reply.xpath("./details")
    assert "甲说法" in before.text_content() and "乙说法" not in before.text_content()
    assert "数字有误" in reply.text_content()
    versions.withdraw_reply(reply=first, reason="发错了人", by=head)
    page = tree(client.get(f"/suggestions/{row.number}/"))
    assert page.xpath("//*[@data-reply]") == []
    (gone,) = page.xpath("//details[contains(@class, 'older')]")
    for words in ("发错了人", "甲说法", "乙说法"):
        assert words in gone.text_content()


def test_reply_without_its_text_stands_at_the_part_in_the_list_and_at_its_number(
    client: Client, part: Part, unit: Unit, head: User, moderator: User
) -> None:
    FeedbackSettings.load()
    FeedbackSettings.objects.update(publication_mode="numbers_only")
    row = send(part).suggestion
    decisions.accept_unpublished(suggestion=row, by=moderator)
    answered(row, unit=unit, head=head, by=moderator)
    for path in (
        part.page.get_url(), "/suggestions/", f"/suggestions/?part={part.public_id}",
        f"/suggestions/{row.number}/", f"/suggest/?part={part.public_id}",
    ):  # fmt: skip
        page = tree(client.get(path))
        assert page.xpath("//@data-reply") == [row.number]
        assert "答复（不登原文）" in page.text_content()
        assert TEXT not in page.text_content()


def test_all_of_a_part_are_reached_from_its_page(
    client: Client, part: Part, other_part: Part, moderator: User, second: User
) -> None:
    rows = [send(part).suggestion for _ in range(23)]
    for row in [*rows, send(other_part).suggestion]:
        advance(row, "published", by=moderator, second=second)
    link = f"/suggestions/?part={part.public_id}"
    shown = settings.PATH_PREFIX.rstrip("/") + link
    for path in (part.page.get_url(), f"/suggest/?part={part.public_id}"):
        assert tree(client.get(path)).xpath(f"//a[@href='{shown}']")
    first = numbers(client, link)
    (onward,) = tree(client.get(link)).xpath("//a[@rel='next']/@href")
    rest = numbers(client, f"/suggestions/{onward}")
    assert sorted(first + rest) == sorted(row.number for row in rows)
    assert client.get("/suggestions/?part=nothing0").status_code == 404


def test_suggestion_page_by_number(client: Client, brought: Brought) -> None:
    row = brought("published")
    assert numbers(client, f"/suggestions/{row.number}/") == [row.number]
    loose = client.get(f"/suggestions/{row.number.lower()}/")
    assert loose.status_code == 302
    assert client.get("/suggestions/00-0000/").status_code == 404


def test_log_and_csv_hold_no_content(client: Client, brought: Brought) -> None:
    row = brought("refused")
    page = client.get("/moderation/log/").content.decode()
    lines = client.get("/moderation/log.csv").content.decode("utf-8-sig").splitlines()
    assert row.number in page and TEXT not in page
    assert lines[0] == "week,decision,ground,rules,role,number,part"
    assert len(lines) == 2 and row.number in lines[1]
    assert client.get("/moderation/log/?week=1999-W01").status_code == 404


@pytest.mark.parametrize("language", ["", "en/", "ug/"])
@pytest.mark.parametrize(
    "path",
    [
        "suggestions/",
        "suggestions/statistics/",
        "moderation/log/",
        "moderation/rules/",
        "how-it-works/",
        "before-you-write/",
        "what-is-kept/",
    ],
)
def test_public_pages_stand_while_nothing_was_said(
    client: Client, part: Part, language: str, path: str
) -> None:
    answer = client.get(f"/{language}{path}")
    assert answer.status_code == 200 and b" style=" not in answer.content


def test_weakening_shows_above_the_form_and_on_the_notice(
    client: Client, part: Part
) -> None:
    said = "本站不登原文：只公开数量和答复。"
    form = f"/suggest/?part={part.public_id}"
    assert said not in client.get(form).content.decode()
    site = FeedbackSettings.load()
    site.publication_mode = "numbers_only"
    site.save()
    for path in (form, "/what-is-kept/"):
        assert said in client.get(path).content.decode()


@pytest.mark.parametrize(
    ("path", "kind", "words"),
    [
        ("plan/korla-14/", "plan", "对整个规划提建议"),
        ("plan/korla-14/4/", "division", "对这一章节提建议"),
        ("plan/korla-14/4/5/", "division", "对这一章节提建议"),
        ("indicators/7/", "table_row", "对这一项提建议"),
        ("items/{item}/", "box_item", "对这一项提建议"),
    ],
)
def test_page_about_one_part_has_its_control(
    client: Client, korla: Plan, path: str, kind: str, words: str
) -> None:
    item = PlanItem.objects.current().order_by("pk")[0].part.public_id
    page = tree(client.get("/" + path.format(item=item)))
    (control,) = page.xpath("//div[@class='head-control']//form")
    part = Part.objects.get(public_id=control.xpath("./input[@name='part']/@value")[0])
    assert part.kind == kind
    assert control.xpath("normalize-space(.//button)") == words
    written = tree(client.post("/suggest/", {"part": part.public_id}))
    assert written.xpath("normalize-space(//h1)") == words


def test_indicator_counts_what_was_said_of_it(client: Client, korla: Plan) -> None:
    part = Part.objects.get(indicator_row__code="18")
    send(part)
    page = tree(client.get("/indicators/18/"))
    said = page.xpath("normalize-space(//div[@class='head-control']//button)")
    assert said == "1 条建议 · 提建议"


def test_archived_plan_has_no_control(client: Client, korla: Plan) -> None:
    Plan.objects.filter(pk=korla.pk).update(phase="archived")
    for path in ("plan/korla-14/", "indicators/7/"):
        assert not tree(client.get(f"/{path}")).xpath("//div[@class='head-control']")
