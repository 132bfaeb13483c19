from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback.moderation import appeals, decisions
from feedback.queries import counts, log
from feedback.suggestions import authors
from feedback.suggestions.models import Suggestion, SuggestionText
from plan_pages.document.models import Part, Plan
from portal.accounts.models import User
from portal.intake.codes import ReturnCode
from portal.ledger.models import Entry, Salt
from portal.outbox.models import OutboxEvent, Purge

from ..lifecycle import send
from ..unchanged import refused, rows

MARKER = "秋水共长天一色7391"


def test_find_by_code_wrong_and_erased_look_alike(part: Part) -> None:
    received = send(part)
    erased = send(part)
    authors.erase(suggestion=erased.suggestion)
    wrong = ReturnCode(received.receipt.code.number ^ 1)
    found = []
    for text in (
        received.receipt.code.letters,
        erased.receipt.code.letters,
        wrong.letters,
        "not a code",
        "",
    ):
        with CaptureQueriesContext(connection) as captured:
            found.append(authors.find_by_code(text))
        assert len(captured) == 1
    assert found == [received.suggestion, None, None, None, None]


def test_withdraw_keeps_the_text_until_erased(suggestion: Suggestion) -> None:
    authors.withdraw(suggestion=suggestion)
    suggestion.refresh_from_db()
    assert suggestion.state == "withdrawn"
    assert suggestion.withdrawal.state_before == "received"
    assert SuggestionText.objects.filter(suggestion=suggestion).exists()
    entry = Entry.objects.get(type="suggestion.withdrawn")
    assert entry.subject == suggestion.number
    assert Purge.objects.count() == 1


def test_withdraw_twice_is_refused(suggestion: Suggestion) -> None:
    authors.withdraw(suggestion=suggestion)
    with refused("withdrawn"):
        authors.withdraw(suggestion=suggestion)


def test_erase_leaves_no_word_and_all_facts(
    korla: Plan, part: Part, moderator: User, second: User
) -> None:
    row = send(part, text=f"{MARKER}，请看。").suggestion
    decisions.refuse(
        suggestion=row, ground="abuse_or_threat", reason=f"写了{MARKER}", by=moderator
    )
    appeal = appeals.open_appeal(suggestion=row, text=f"{MARKER}不是威胁")
    appeals.decide_appeal(
        appeal=appeal,
        outcome="overturned",
        reason=f"{MARKER}可以遮盖",
        to="published_masked",
        spans=[(len(MARKER), len(MARKER) + 1)],
        by=second,
    )
    assert repr(rows()).count(MARKER) >= 5
    leaves = set(Entry.objects.values_list("entry_id", "payload"))
    before = counts.of_plan(korla)
    log_before = log.rows()

    authors.erase(suggestion=row)

    row.refresh_from_db()
    assert MARKER not in repr(rows())
    assert (row.state, row.lookup_id) == ("published_masked", None)
    assert row.erased_week
    assert not Salt.objects.filter(subject=row.number).exists()
    assert counts.of_plan(korla) == before
    assert log.rows() == log_before
    after = set(Entry.objects.values_list("entry_id", "payload"))
    assert leaves < after
    (new,) = after - leaves
    assert '"type":"suggestion.erased"' in new[1]
    events = OutboxEvent.objects.filter(payload__number=row.number)
    assert sorted(event.topic for event in events) == [
        "suggestion.changed",
        "suggestion.erased",
    ]
    assert MARKER not in repr([event.payload for event in events])


def test_erase_twice_is_refused(suggestion: Suggestion) -> None:
    authors.erase(suggestion=suggestion)
    with refused("erased"):
        authors.erase(suggestion=suggestion)


def test_erase_reaches_every_registered_store(suggestion: Suggestion) -> None:
    reached: list[str] = []

    def eraser(row: Suggestion) -> None:
        reached.append(row.number)

    authors.erasers.register(eraser)
    try:
        authors.erase(suggestion=suggestion)
    finally:
        authors.erasers._providers.remove(eraser)
    assert reached == [suggestion.number]


def test_erase_is_all_or_nothing(suggestion: Suggestion) -> None:
    class StoreIsAway(Exception):
        pass

    def eraser(row: Suggestion) -> None:
        raise StoreIsAway

    before = rows()
    authors.erasers.register(eraser)
    try:
        with pytest.raises(StoreIsAway):
            authors.erase(suggestion=suggestion)
    finally:
        authors.erasers._providers.remove(eraser)
    assert rows() == before


def test_erased_one_is_decided_no_more(suggestion: Suggestion, moderator: User) -> None:
    authors.erase(suggestion=suggestion)
    with refused("erased"):
        decisions.publish(suggestion=suggestion, by=moderator)
    with refused("erased"):
        appeals.open_appeal(suggestion=suggestion, text="请看")


def test_withdraw_from_every_state_names_the_state(
    brought: Callable[..., Any],
) -> None:
    for state in ("published", "refused", "merged", "taken_down"):
        row = brought(state)
        authors.withdraw(suggestion=row)
        row.refresh_from_db()
        assert (row.state, row.withdrawal.state_before) == ("withdrawn", state)
