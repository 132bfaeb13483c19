"""`/suggest/`: the form, the receipt, and words that come back from every refusal."""

from typing import Any
from urllib.parse import unquote

import pytest
from django.db import connection
from django.db.utils import OperationalError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from feedback.moderation import decisions
from feedback.public.whereabouts import place_of
from feedback.suggestions import intake
from feedback.suggestions.models import Suggestion
from plan_pages.document.models import Part, Plan
from portal.accounts.models import User
from portal.clock import add_working_days
from portal.intake import formkeys
from portal.intake.codes import code_for
from portal.pages.models import SiteFurniture
from portal.writing import WriteUnavailable
from tests.feedback.lifecycle import send
from tests.portal.marker import (
    MARKER,
    address_headers,
    assert_marker_absent,
    every_log,
)

from .forms import hidden, post, receipt, tree, written

TEXT = "第一行\r\n第二行 <b>&amp;\u200f 末尾 "


@pytest.fixture(autouse=True)
def _no_wait(settings: Any) -> None:
    settings.INTAKE_SLOW_SECONDS = 0


@pytest.fixture
def form(client: Client, part: Part) -> dict[str, str]:
    """The hidden fields of an opened form, with its choices made."""
    opened = post(client, "/suggest/", {"part": part.public_id})
    return hidden(opened) | {"kind": "suggestion", "visibility": "public"}


def test_suggest_part_alone_opens_the_form(client: Client, part: Part) -> None:
    answer = post(client, "/suggest/", {"part": part.public_id})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    page = tree(answer)
    assert part.text in page.xpath("string(//blockquote)")
    assert page.xpath("//input[@name='visibility'][@checked]") == []
    assert Suggestion.objects.count() == 0
    printed = client.get("/suggest/", {"part": part.public_id})
    assert printed.status_code == 200 and hidden(printed)["part"] == part.public_id


def test_suggest_answers_with_the_receipt_every_time(
    client: Client, form: dict[str, str]
) -> None:
    first = post(client, "/suggest/", form | {"text": TEXT})
    again = post(client, "/suggest/", form | {"text": TEXT})
    assert (first.status_code, again.status_code) == (200, 200)
    assert receipt(first) == receipt(again)
    row = Suggestion.objects.get()
    assert row.number == receipt(first)["receipt-number"]
    assert row.words.text == TEXT
    assert b" style=" not in first.content


def test_receipt_does_not_invite_to_ask_for_its_number(
    client: Client, form: dict[str, str]
) -> None:
    """Before publication only its author knows it: a request for it would tell."""
    answer = post(client, "/suggest/", form | {"text": TEXT})
    number = receipt(answer)["receipt-number"]
    assert tree(answer).xpath(f"//a[contains(@href, '/{number}')]") == []


def test_suggest_back_and_edited_is_asked_for_once_more(
    client: Client, form: dict[str, str]
) -> None:
    """Back, another word, submit: the new words are kept and then stored as well."""
    first = receipt(post(client, "/suggest/", form | {"text": TEXT}))
    edited = post(client, "/suggest/", form | {"text": f"{TEXT}补一句"})
    assert edited.status_code == 409
    assert written(edited) == f"{TEXT}补一句"
    said = tree(edited).xpath("string(//*[@id='problems'])")
    assert (
        f"前一份已收到，编号 {first['receipt-number']}；这是另一份，请再提交。" in said
    )
    assert hidden(edited)["form_key"] != form["form_key"]
    assert Suggestion.objects.count() == 1
    again = hidden(edited) | {"kind": "suggestion", "visibility": "public"}
    stored = post(client, "/suggest/", again | {"text": f"{TEXT}补一句"})
    assert stored.status_code == 200
    texts = {row.words.text for row in Suggestion.objects.all()}
    assert texts == {TEXT, f"{TEXT}补一句"}


def test_suggest_receipt_names_the_place_that_was_stored(
    client: Client, form: dict[str, str], other_part: Part, moderator: User
) -> None:
    post(client, "/suggest/", form | {"text": TEXT})
    row = Suggestion.objects.get()
    decisions.relocate(suggestion=row, part=other_part, by=moderator)
    again = post(client, "/suggest/", form | {"text": TEXT})
    assert again.status_code == 200
    place = place_of(other_part)
    assert f"{place.place} {place.piece}" in " ".join(
        tree(again).text_content().split()
    )


def test_suggest_costs_nine_statements(client: Client, form: dict[str, str]) -> None:
    with CaptureQueriesContext(connection) as captured:
        answer = post(client, "/suggest/", form | {"text": TEXT})
    assert answer.status_code == 200
    outer = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    said = [query["sql"] for query in captured if not query["sql"].startswith(outer)]
    assert len(said) == 9, "\n".join(said)


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"kind": ""}, 422, "kind"),
        ({"visibility": ""}, 422, "visibility"),
        ({"text": "路" * 3001}, 422, "text"),
        ({"form_key": "x"}, 422, ""),
        ({"text": "电话13812345678"}, 422, "personal_data"),
    ],
)
def test_suggest_keeps_what_was_typed(
    client: Client,
    form: dict[str, str],
    changes: dict[str, str],
    status: int,
    field: str,
) -> None:
    sent = form | {"text": TEXT} | changes
    answer = post(client, "/suggest/", sent)
    assert answer.status_code == status
    assert written(answer) == sent["text"]
    links = tree(answer).xpath("//*[@id='problems']//a/@href")
    assert links == ([f"#field-{field}"] if field else [])
    assert Suggestion.objects.count() == 0


def test_suggest_personal_number_is_the_authors_choice(
    client: Client, form: dict[str, str]
) -> None:
    sent = form | {"text": "电话13812345678", "personal_data": "keep"}
    assert post(client, "/suggest/", sent).status_code == 200
    assert Suggestion.objects.get().words.text == "电话13812345678"


def test_suggest_too_quick_is_asked_to_wait(
    client: Client, form: dict[str, str], settings: Any
) -> None:
    settings.INTAKE_SLOW_SECONDS = 20
    answer = post(client, "/suggest/", form | {"text": TEXT})
    assert answer.status_code == 429 and 1 <= int(answer["Retry-After"]) <= 20
    assert written(answer) == TEXT and hidden(answer)["form_key"] == form["form_key"]
    assert Suggestion.objects.count() == 0


def test_suggest_expired_form_gets_a_new_key(
    client: Client, form: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formkeys, "LIFETIME", -1)
    answer = post(client, "/suggest/", form | {"text": TEXT})
    assert answer.status_code == 409 and written(answer) == TEXT
    assert hidden(answer)["form_key"] != form["form_key"]
    assert Suggestion.objects.count() == 0


@pytest.mark.parametrize("error", [WriteUnavailable(), OperationalError("disk")])
def test_suggest_unavailable_gives_the_words_back(
    client: Client,
    form: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    def fail(**_given: object) -> None:
        raise error

    monkeypatch.setattr(intake, "receive", fail)
    answer = post(client, "/suggest/", form | {"text": TEXT})
    assert answer.status_code == 503 and answer["Retry-After"] == "5"
    assert written(answer) == TEXT
    kept = hidden(answer)
    assert kept["form_key"] == form["form_key"] and kept["visibility"] == "public"
    monkeypatch.undo()
    assert post(client, "/suggest/", kept | {"text": TEXT}).status_code in (200, 429)


def test_suggest_without_token_is_refused_with_the_words(
    part: Part, form: dict[str, str]
) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = post(strict, "/suggest/", form | {"text": TEXT})
    assert answer.status_code == 403 and written(answer) == TEXT
    assert Suggestion.objects.count() == 0
    sent = hidden(answer) | {"text": TEXT, "kind": "error", "visibility": "private"}
    foreign = {"HTTP_ORIGIN": "https://elsewhere.example"}
    assert post(strict, "/suggest/", sent, **foreign).status_code == 403
    held = post(strict, "/suggest/", sent, HTTP_ORIGIN="null")
    assert held.status_code == 200 and Suggestion.objects.count() == 1


@pytest.mark.parametrize(
    ("raw", "status"), [(b"text=%ff%fe", 400), (b"text=a%00b", 400), (b"", 422)]
)
def test_suggest_bad_bytes_get_a_message(
    client: Client, form: dict[str, str], raw: bytes, status: int
) -> None:
    fields = "&".join(f"{name}={value}" for name, value in form.items() if value)
    answer = client.post(
        "/suggest/",
        fields.encode() + b"&" + raw,
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == status
    assert tree(answer).xpath("//*[@id='problems']//a/@href") == ["#field-text"]
    assert Suggestion.objects.count() == 0


def test_suggest_personal_case_is_handed_off(
    client: Client, form: dict[str, str]
) -> None:
    answer = post(client, "/suggest/", form | {"kind": "personal", "text": TEXT})
    assert answer.status_code == 422 and "12345" in answer.content.decode()
    assert Suggestion.objects.count() == 0


def test_suggest_archived_plan_is_closed(
    client: Client, part: Part, form: dict[str, str]
) -> None:
    Plan.objects.filter(pk=part.plan_id).update(phase="archived")
    answer = post(client, "/suggest/", form | {"text": "路灯"})
    assert answer.status_code == 409 and "路灯" in answer.content.decode()
    assert Suggestion.objects.count() == 0
    page = tree(client.get(part.page.get_url()))
    assert page.xpath("//form[@class='suggest-control']") == []


def test_suggest_speaks_the_language_of_the_page(client: Client, part: Part) -> None:
    answer = post(client, "/suggest/", {"part": part.public_id, "language": "ug"})
    assert tree(answer).get("lang") == "ug"
    assert hidden(answer)["language"] == "ug"


def test_suggest_paper_form_prints_the_paragraph(client: Client, part: Part) -> None:
    answer = post(client, "/suggest/", {"part": part.public_id, "step": "paper"})
    assert answer.status_code == 200
    assert part.text in tree(answer).xpath("string(//blockquote)")


def test_paper_form_says_what_the_writing_page_says(client: Client, part: Part) -> None:
    answer = post(client, "/suggest/", {"part": part.public_id, "step": "paper"})
    said = tree(answer).text_content()
    address = f"http://testserver{reverse('suggest')}?part={part.public_id}"
    for words in (
        "公开方式：逐条公开", "审核员和承办单位看得到内容", "不用登录，不问姓名",
        "个人诉求不在这里办", "12345", "申诉，编号", address,
    ):  # fmt: skip
        assert words in said
    assert tree(answer).xpath("//*[contains(@class, 'paper-qr')]/svg")


def test_receipt_as_a_file_has_deadlines_and_the_address(
    client: Client, form: dict[str, str]
) -> None:
    answer = post(client, "/suggest/", form | {"text": TEXT})
    (link,) = tree(answer).xpath("//a[@download]/@href")
    said = unquote(link)
    decide_by = Suggestion.objects.get().received_on
    assert f"最迟审核：{add_working_days(decide_by, 3).on}" in said
    assert "审核后 7 个工作日内答复" in said
    assert f"到这里查看：http://testserver{reverse('return')}" in said


@pytest.mark.parametrize("case", ["lost", "hand_off", "busy", "appeal"])
def test_every_page_that_asks_to_write_says_how_without_it(
    client: Client, part: Part, form: dict[str, str], moderator: User,
    monkeypatch: pytest.MonkeyPatch, case: str,
) -> None:  # fmt: skip
    site = Site.objects.get()
    SiteFurniture.objects.update_or_create(
        site=site, defaults={"phone": "0996-0000000", "postal_address": "某路1号"}
    )
    post(client, "/suggest/", {"part": part.public_id})
    if case == "lost":
        answer = post(client, "/suggest/", form | {"part": "nowhere0", "text": TEXT})
    elif case == "hand_off":
        answer = post(client, "/suggest/", form | {"kind": "personal", "text": TEXT})
    elif case == "busy":
        monkeypatch.setattr(intake, "receive", _raise_unavailable)
        answer = post(client, "/suggest/", form | {"text": TEXT})
    else:
        key = formkeys.issue(purpose="suggest")
        row = send(part, key=key).suggestion
        decisions.refuse(
            suggestion=row, ground="spam_or_advertising", reason="广告", by=moderator
        )
        answer = post(client, "/return/", {"code": code_for(key).letters})
    (ways,) = tree(answer).xpath("//section[@aria-labelledby='other-ways']")
    assert "0996-0000000" in ways.text_content() and "某路1号" in ways.text_content()
    if case in ("hand_off", "appeal"):
        assert ways.xpath(".//button[@value='paper']")


def _raise_unavailable(**_given: object) -> None:
    raise WriteUnavailable


def test_suggest_unknown_part(client: Client, korla: Plan) -> None:
    answer = post(client, "/suggest/", {"part": "nowhere0", "text": "留住这句"})
    assert answer.status_code == 404 and "留住这句" in answer.content.decode()
    assert client.get("/suggest/?part=nowhere0").status_code == 404


def test_no_address_is_kept_by_public_forms(
    client: Client, form: dict[str, str]
) -> None:
    headers = address_headers()
    with every_log() as written_logs:
        answer = post(client, "/suggest/", form | {"text": TEXT}, **headers)
        code = receipt(answer)["return-code"]
        post(client, "/suggest/", {"part": form["part"]}, **headers)
        post(client, "/suggest/", form | {"text": "", "kind": ""}, **headers)
        post(client, "/return/", {"code": code}, **headers)
        post(client, "/return/", {"code": "wrong"}, **headers)
        post(client, "/return/", {"code": code, "step": "withdraw"}, **headers)
        post(client, "/return/", {"code": code, "step": "erase"}, **headers)
    assert MARKER not in answer.content.decode()
    assert_marker_absent(logs=written_logs.getvalue())


def test_address_search_finds_a_planted_leak(
    client: Client, form: dict[str, str]
) -> None:
    post(client, "/suggest/", form | {"text": f"{TEXT}{MARKER}"})
    with pytest.raises(AssertionError):
        assert_marker_absent()
