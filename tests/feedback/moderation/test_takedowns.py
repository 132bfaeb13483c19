import datetime
from collections.abc import Callable

import pytest
import time_machine

from feedback.moderation import takedowns
from feedback.moderation.models import Decision, TakeDownOutcome
from feedback.suggestions import authors
from feedback.suggestions.models import Suggestion
from portal.accounts.models import User
from portal.ledger.models import Entry
from portal.outbox.events import housekeeping

from ..unchanged import refused, rows

#: Friday of a common week, Beijing noon.
FRIDAY = datetime.datetime(2026, 3, 13, 4, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def taken_down(brought: Callable[..., Suggestion], moderator: User) -> Decision:
    with time_machine.travel(FRIDAY, tick=False):
        row = brought("published_masked")
        return takedowns.take_down(suggestion=row, reason="含住址", by=moderator)


def test_take_down_lapses_after_one_working_day(taken_down: Decision) -> None:
    assert taken_down.suggestion.state == "taken_down"
    assert taken_down.lapses_on == datetime.date(2026, 3, 16)


def test_take_down_needs_a_reason(
    brought: Callable[..., Suggestion], moderator: User
) -> None:
    row = brought("published")
    with refused("reason"):
        takedowns.take_down(suggestion=row, reason="", by=moderator)


@time_machine.travel(FRIDAY + 3 * DAY, tick=False)
def test_take_down_confirmed_by_another_in_time(
    taken_down: Decision, moderator: User, second: User, head: User
) -> None:
    with refused("same_person"):
        takedowns.confirm_take_down(decision=taken_down, by=moderator)
    with refused("not_moderator"):
        takedowns.confirm_take_down(decision=taken_down, by=head)
    outcome = takedowns.confirm_take_down(decision=taken_down, by=second)
    assert (outcome.result, outcome.by) == ("confirmed", second)
    assert (
        '"decision":"take_down_confirmed"'
        in Entry.objects.get(payload__contains="take_down_confirmed").payload
    )
    with refused("closed"):
        takedowns.confirm_take_down(decision=taken_down, by=second)
    assert takedowns.restore_unconfirmed(at=datetime.date(2999, 1, 1)) == 0


def test_take_down_unconfirmed_comes_back(taken_down: Decision, second: User) -> None:
    before = rows()
    with time_machine.travel(FRIDAY + 3 * DAY, tick=False):
        assert takedowns.restore_unconfirmed() == 0
    assert rows() == before
    with time_machine.travel(FRIDAY + 4 * DAY, tick=False):
        with refused("lapsed"):
            takedowns.confirm_take_down(decision=taken_down, by=second)
        assert takedowns.restore_unconfirmed() == 1
        assert takedowns.restore_unconfirmed() == 0
    row = Suggestion.objects.get(pk=taken_down.suggestion_id)
    assert row.state == "published_masked"
    outcome = TakeDownOutcome.objects.get()
    assert (outcome.result, outcome.by) == ("lapsed", None)


def test_take_down_withdrawn_meanwhile_stays_withdrawn(taken_down: Decision) -> None:
    authors.withdraw(suggestion=taken_down.suggestion)
    assert takedowns.restore_unconfirmed(at=datetime.date(2999, 1, 1)) == 0
    assert not TakeDownOutcome.objects.exists()


def test_take_down_is_brought_back_by_the_relay_s_chores(taken_down: Decision) -> None:
    with time_machine.travel(FRIDAY + 4 * DAY, tick=False):
        for chore in housekeeping:
            chore()
    assert Suggestion.objects.filter(state="published_masked").count() == 1
