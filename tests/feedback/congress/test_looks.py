from collections.abc import Callable

import pytest

from feedback.congress.looks import look
from feedback.congress.models import Purpose, RefusedLook
from feedback.suggestions import authors
from feedback.suggestions.models import Suggestion
from feedback.suggestions.states import State
from portal.accounts.models import User
from portal.clock import today
from portal.refusals import Refused

WHY = Purpose.CHECK_DECISION


@pytest.fixture
def refused(brought: Callable[..., Suggestion]) -> Suggestion:
    return brought("refused", text="打 13912345678 找我，价格从优。")


def test_look_shows_text_and_reason_and_leaves_a_row(
    refused: Suggestion, reviewer: User
) -> None:
    opened = look(suggestion=refused, purpose=WHY, by=reviewer)
    assert opened.text == "打 ████ 找我，价格从优。"
    assert (opened.reason, opened.decision.ground) == ("广告", "spam_or_advertising")
    row = RefusedLook.objects.get()
    assert (row.suggestion, row.by, row.purpose) == (refused, reviewer, WHY)
    assert row.looked_on == today()


def test_look_by_the_office(refused: Suggestion, office: User) -> None:
    look(suggestion=refused, purpose=Purpose.STUDY_CHAPTER, by=office)
    assert RefusedLook.objects.get().by == office


def test_look_after_an_erasure_shows_no_words(
    refused: Suggestion, reviewer: User
) -> None:
    authors.erase(suggestion=refused)
    opened = look(suggestion=refused, purpose=WHY, by=reviewer)
    assert (opened.text, opened.reason) == (None, "")


@pytest.mark.parametrize("who", ["moderator", "head"])
def test_look_by_others_is_refused(
    refused: Suggestion, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(Refused) as refusal:
        look(suggestion=refused, purpose=WHY, by=request.getfixturevalue(who))
    assert refusal.value.code == "not_reviewer"
    assert not RefusedLook.objects.exists()


@pytest.mark.parametrize("state", [s for s in State if s != State.REFUSED])
def test_look_opens_refused_ones_alone(
    state: State,
    brought: Callable[..., Suggestion],
    reviewer: User,
    suggestion: Suggestion,
) -> None:
    row = suggestion if state == State.RECEIVED else brought(state)
    with pytest.raises(Refused) as refusal:
        look(suggestion=row, purpose=WHY, by=reviewer)
    assert refusal.value.code == "not_refused"
    assert not RefusedLook.objects.exists()


def test_look_needs_a_purpose(refused: Suggestion, reviewer: User) -> None:
    with pytest.raises(Refused) as refusal:
        look(suggestion=refused, purpose="", by=reviewer)
    assert refusal.value.code == "purpose"
    assert not RefusedLook.objects.exists()
