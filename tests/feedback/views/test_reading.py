"""What was said and answered, for everybody: texts, tombstones, log and notices."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from feedback.suggestions.models import FeedbackSettings, Suggestion
from plan_pages.document.models import Part, Plan
from plan_pages.progress.models import PlanItem
from portal.accounts.models import User
from portal.units.models import Unit
from tests.feedback.lifecycle import TEXT, advance, send
from tests.feedback.replying import answered

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
