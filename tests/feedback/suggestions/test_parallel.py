"""The same form from eight senders at once: one row, one receipt, eight answers."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from feedback.moderation import decisions
from feedback.suggestions import authors, intake
from feedback.suggestions.models import FeedbackSettings, Suggestion
from plan_pages.document.models import Part, Plan
from portal.accounts.roles import Role
from portal.intake import formkeys
from portal.ledger.models import Entry, Salt
from portal.outbox.models import OutboxEvent
from portal.refusals import Refused

from ..lifecycle import send
from ..people import person

FORMS, SENDERS = 6, 8


@pytest.fixture
def place(korla_transactional: Plan) -> Part:
    FeedbackSettings.load()
    return Part.objects.filter(kind="paragraph").order_by("pk")[0]


def test_receive_once_from_parallel_senders(place: Part) -> None:
    keys = [formkeys.issue(purpose="suggest") for _ in range(FORMS)]
    entries = Entry.objects.count()

    def one(key: formkeys.FormKey) -> tuple[intake.Receipt, bool]:
        try:
            received = send(place, key=key)
            return received.receipt, received.created
        finally:
            connection.close()

    with ThreadPoolExecutor(SENDERS) as pool:
        answers = list(pool.map(one, [key for key in keys for _ in range(SENDERS)]))
    for number in range(FORMS):
        group = answers[number * SENDERS : (number + 1) * SENDERS]
        assert len({receipt.number for receipt, _created in group}) == 1
        assert len({receipt.promise for receipt, _created in group}) == 1
        assert sum(created for _receipt, created in group) == 1
    assert Suggestion.objects.count() == Salt.objects.count() == FORMS
    assert Entry.objects.count() == entries + FORMS
    assert OutboxEvent.objects.filter(topic="suggestion.changed").count() == FORMS


def test_decide_once_from_parallel_moderators(place: Part) -> None:
    row = send(place).suggestion
    people = [person(f"m{number}", Role.MODERATOR) for number in range(4)]

    def one(by: object) -> str:
        try:
            decisions.publish(suggestion=row, by=by)  # type: ignore[arg-type]
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(4) as pool:
        results = sorted(pool.map(one, people))
    assert results == ["done", "state", "state", "state"]
    assert row.decisions.count() == 1


def test_erase_and_decide_in_parallel_leave_no_word(place: Part) -> None:
    row = send(place).suggestion
    by = person("m", Role.MODERATOR)

    def erase() -> None:
        try:
            authors.erase(suggestion=row)
        finally:
            connection.close()

    def mask() -> None:
        try:
            decisions.publish_masked(
                suggestion=row, spans=[(0, 1)], ground="personal_data", reason="x",
                by=by,
            )  # fmt: skip
        except Refused:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for future in (pool.submit(mask), pool.submit(erase)):
            future.result()
    assert not Salt.objects.filter(subject=row.number).exists()
    for decision in row.decisions.all():
        assert not hasattr(decision, "masked")
        assert not hasattr(decision, "reason")
