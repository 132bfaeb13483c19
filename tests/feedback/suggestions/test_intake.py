import datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback.moderation import decisions
from feedback.suggestions import authors, intake
from feedback.suggestions.models import (
    FeedbackSettings,
    Suggestion,
    SuggestionContact,
    SuggestionText,
)
from plan_pages.document.models import Part, Plan
from portal.accounts.models import User
from portal.intake import formkeys
from portal.intake.models import SpentChallenge
from portal.ledger.canonical import parse
from portal.ledger.commitments import opens
from portal.ledger.models import Entry, Salt
from portal.ledger.promises import read_promise
from portal.outbox.models import OutboxEvent

from ..lifecycle import TEXT, send
from ..unchanged import refused, rows


def _suggest_key() -> formkeys.FormKey:
    return formkeys.issue(purpose="suggest")


def test_receive_writes_row_ledger_and_outbox_together(part: Part) -> None:
    received = send(part)
    row = Suggestion.objects.get()
    assert received.created
    assert (row.state, row.kind, row.visibility) == ("received", "suggestion", "public")
    assert row.channel == "web"
    assert row.publication_mode == "each"
    assert row.words.text == TEXT
    entry = Entry.objects.get(entry_id=row.entry_id)
    assert parse(entry.payload)["commitment"] == row.commitment
    assert entry.subject == row.number
    salt = Salt.objects.get(subject=row.number)
    assert opens(
        row.commitment, kind="text", salt=bytes(salt.value), content=TEXT.encode()
    )
    event = OutboxEvent.objects.get()
    assert (event.topic, event.payload) == (
        "suggestion.changed",
        {"number": row.number, "page": part.page_id},
    )


def test_receive_entry_says_week_and_nothing_of_the_place(part: Part) -> None:
    row = send(part).suggestion
    payload = parse(Entry.objects.get().payload)
    assert payload.keys() == {"version", "type", "id", "subject", "week", "commitment"}
    assert part.public_id not in Entry.objects.get().payload
    assert row.number == payload["subject"]


@time_machine.travel(datetime.datetime(2026, 3, 1, 16, 30, tzinfo=datetime.UTC))
def test_receive_keeps_beijing_date_and_no_time(part: Part) -> None:
    row = send(part).suggestion
    assert row.received_on == datetime.date(2026, 3, 2)
    kinds = {field.get_internal_type() for field in Suggestion._meta.get_fields()}
    assert not kinds & {"DateTimeField", "TimeField"}


def test_receipt_is_signed_and_opens_the_suggestion(part: Part) -> None:
    received = send(part)
    receipt = received.receipt
    promise = read_promise(receipt.promise)
    assert promise.entry_id == received.suggestion.entry_id
    assert promise.commitment == received.suggestion.commitment
    assert authors.find_by_code(receipt.code.letters) == received.suggestion
    assert authors.find_by_code(receipt.code.digits) == received.suggestion


def test_receipt_code_is_stored_nowhere(part: Part) -> None:
    received = send(part)
    everything = repr(rows())
    assert received.receipt.code.letters not in everything
    assert received.receipt.code.letters.replace("-", "") not in everything
    assert str(received.receipt.code.number) not in everything


def test_receive_same_form_again_gives_same_receipt(part: Part) -> None:
    key = _suggest_key()
    first = send(part, key=key)
    again = send(part, key=key)
    assert not again.created
    assert again.suggestion == first.suggestion
    assert again.receipt == first.receipt
    assert SuggestionText.objects.get().text == TEXT


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "另一段文字"},
        {"text": f"{TEXT}\r\n"},
        {"kind": "question"},
        {"visibility": "private"},
    ],
)
def test_receive_other_words_on_a_used_form_are_not_swallowed(
    part: Part, changes: dict[str, str]
) -> None:
    key = _suggest_key()
    first = send(part, key=key).suggestion
    with refused("another") as caught:
        send(part, key=key, **changes)
    assert first.number in str(caught.value.message)


def test_receive_used_form_for_another_part_is_not_swallowed(
    part: Part, other_part: Part, moderator: User
) -> None:
    """After a relocation the form still leads where it led."""
    key = _suggest_key()
    first = send(part, key=key)
    with refused("another"):
        send(other_part, key=key)
    decisions.relocate(suggestion=first.suggestion, part=other_part, by=moderator)
    again = send(part, key=key)
    assert (again.created, again.receipt) == (False, first.receipt)
    assert again.suggestion.part == other_part


def test_receive_used_form_with_a_contact_added_is_not_swallowed(
    part: Part, settings: Any
) -> None:
    settings.CONTACT_PUBLIC_KEY = "CgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgo="
    FeedbackSettings.load()
    FeedbackSettings.objects.update(contact_enabled=True)
    key, other = _suggest_key(), _suggest_key()
    send(part, key=key)
    with refused("another"):
        send(part, key=key, contact="13800000000")
    first = send(part, key=other, contact="13800000000")
    again = send(part, key=other, contact="13800000000")
    assert again.receipt == first.receipt


def test_receive_used_form_of_erased_one_stores_nothing(part: Part) -> None:
    key = _suggest_key()
    authors.erase(suggestion=send(part, key=key).suggestion)
    with refused("form_used"):
        send(part, key=key)


def test_receive_expired_form_is_refused_but_shows_what_it_led_to(part: Part) -> None:
    key, unused = _suggest_key(), _suggest_key()
    first = send(part, key=key)
    later = datetime.timedelta(seconds=formkeys.LIFETIME + 60)
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + later):
        assert send(part, key=key).suggestion == first.suggestion
        with refused("expired"):
            send(part, key=unused)


def test_receive_takes_another_number_when_one_is_taken(
    part: Part, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = send(part).suggestion.number
    numbers = iter([taken, taken, "ZZ-ZZZZ"])
    monkeypatch.setattr(intake, "new_number", lambda: next(numbers))
    assert send(part).suggestion.number == "ZZ-ZZZZ"
    assert Suggestion.objects.count() == Entry.objects.count() == 2
    assert Salt.objects.count() == SpentChallenge.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "personal"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"visibility": ""}, "visibility"),
        ({"visibility": "secret"}, "visibility"),
        ({"text": ""}, "text"),
        ({"text": "甲" * 3001}, "text"),
        ({"text": "甲\0乙"}, "text"),
        ({"text": "\ud800"}, "text"),
        ({"contact": "13800000000"}, "contact_off"),
    ],
)
def test_receive_refuses(part: Part, changes: dict[str, Any], code: str) -> None:
    with refused(code):
        send(part, **changes)


def test_receive_counts_crlf_as_one(part: Part) -> None:
    text = "\r\n".join(["甲"] * 1500) + "\r\n"
    assert send(part, text=text).suggestion.words.text == text


def test_receive_refused_by_archived_plan_alone(korla: Plan, part: Part) -> None:
    Plan.objects.filter(pk=korla.pk).update(phase="archived")
    with refused("plan_closed"):
        send(part)
    Plan.objects.filter(pk=korla.pk).update(phase="final_evaluation")
    assert send(part).created


def test_receive_seals_contact_when_switched_on(part: Part, settings: Any) -> None:
    settings.CONTACT_PUBLIC_KEY = "CgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgo="
    FeedbackSettings.load()
    FeedbackSettings.objects.update(contact_enabled=True)
    row = send(part, contact="某某 13800000000").suggestion
    sealed = bytes(SuggestionContact.objects.get(suggestion=row).sealed)
    assert sealed.startswith(b"S1")
    assert b"13800000000" not in sealed
    with refused("contact_long"):
        send(part, contact="1" * 501)


def test_resubmit_names_the_refused_one(brought: Any, part: Part) -> None:
    earlier = brought("refused")
    again = send(part, resubmission_of=earlier).suggestion
    assert again.resubmission_of == earlier
    assert again.state == "received"


def test_resubmit_refused_for_another_state(brought: Any, part: Part) -> None:
    earlier = brought("published")
    with refused("not_refused"):
        send(part, resubmission_of=earlier)


def test_paper_has_same_receipt_and_names_its_clerk(
    part: Part, moderator: User
) -> None:
    key = _suggest_key()
    day = datetime.date(2026, 1, 5)
    received = intake.enter_paper(
        key=key,
        part=part,
        kind="question",
        visibility="private",
        text=TEXT,
        by=moderator,
        received_on=day,
    )
    row = Suggestion.objects.get()
    assert (row.channel, row.entered_by, row.received_on) == ("paper", moderator, day)
    assert authors.find_by_code(received.receipt.code.letters) == row


def test_paper_refused_for_others_and_for_tomorrow(
    part: Part, moderator: User, editor: User
) -> None:
    given = {"part": part, "kind": "question", "visibility": "public", "text": TEXT}
    with refused("not_clerk"):
        intake.enter_paper(key=_suggest_key(), by=editor, **given)
    with refused("future"):
        intake.enter_paper(
            key=_suggest_key(),
            by=moderator,
            received_on=datetime.date(2999, 1, 1),
            **given,
        )


def test_receive_costs_seven_statements(part: Part) -> None:
    FeedbackSettings.load()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        send(part)
    statements = [
        query["sql"]
        for query in captured.captured_queries
        if not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))
    ]
    assert len(statements) == 7, "\n".join(statements)
