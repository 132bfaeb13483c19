from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback.moderation import appeals
from feedback.moderation.models import Appeal
from feedback.queries import returns
from feedback.suggestions.models import Suggestion
from feedback.suggestions.states import State
from portal.accounts.models import User
from portal.units.models import Unit

from ..lifecycle import TEXT
from ..replying import BODY, answered


def test_opened_waiting(suggestion: Suggestion) -> None:
    opened = returns.opened(suggestion)
    assert opened.decide_by is not None
    assert (opened.decisions, opened.appeal) == ([], None)
    assert (opened.may_withdraw, opened.may_resubmit, opened.may_appeal) == (
        True,
        False,
        False,
    )
    assert TEXT not in repr(opened)
    assert returns.own_text(suggestion) == TEXT


@pytest.mark.parametrize("state", State.values)
def test_opened_may(brought: Callable[..., Suggestion], state: str) -> None:
    opened = returns.opened(brought(state))
    appealable = {
        "refused", "taken_down", "handed_off", "merged", "published_masked",
        "accepted_unpublished",
    }  # fmt: skip
    assert opened.may_appeal == (state in appealable)
    assert opened.may_resubmit == (state == "refused")
    assert opened.may_withdraw == (state != "withdrawn")


def test_opened_refused_says_why(appealed: Appeal, second: User) -> None:
    row = appealed.suggestion
    waiting = returns.opened(row)
    assert waiting.decisions[0].reason == "广告"
    assert waiting.appeal is not None
    assert waiting.appeal.outcome_label == ""
    assert not waiting.may_appeal
    appeals.decide_appeal(
        appeal=appealed, outcome="overturned", reason="可以", to="published_masked",
        spans=[(0, 1)], by=second,
    )  # fmt: skip
    with CaptureQueriesContext(connection) as captured:
        opened = returns.opened(Suggestion.objects.get(pk=row.pk))
    assert len(captured) <= 9
    assert [decision.reason for decision in opened.decisions] == ["可以", "广告"]
    assert opened.decisions[0].masked_text == "████" + TEXT[1:]
    assert opened.appeal is not None
    assert opened.appeal.reason == "可以"


def test_opened_merged_shows_the_reply_of_the_other(
    brought: Callable[..., Suggestion], unit: Unit, head: User, moderator: User
) -> None:
    row: Any = brought("merged")
    answered(row.merged_into, unit=unit, head=head, by=moderator)
    opened = returns.opened(row)
    assert opened.answers.standing is not None
    assert opened.answers.standing.current.html == BODY
