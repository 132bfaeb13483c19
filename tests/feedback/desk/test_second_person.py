"""What takes another person: unlawful, a take-down, an appeal."""

from collections.abc import Callable
from typing import Any

import time_machine

from feedback.moderation import proposals, takedowns
from feedback.moderation.models import Decision
from feedback.suggestions.models import Suggestion
from portal.accounts.models import User

from ..unchanged import rows
from .casework import As, post, refused


def test_unlawful_takes_two(
    as_: As, row: Suggestion, moderator: User, second: User
) -> None:
    given = {"ground": "unlawful", "reason": "理由", "provision": "某法第一条"}
    assert post(as_(moderator), row, "refuse", **given).status_code == 302
    assert not Decision.objects.exists()
    before = rows()
    refused(post(as_(moderator), row, "confirm_unlawful"), "须由另一名审核员确认。")
    assert rows() == before
    assert post(as_(second), row, "confirm_unlawful").status_code == 302
    decision = Decision.objects.get()
    assert (decision.by, decision.confirmed_by) == (moderator, second)
    assert (decision.provision, decision.state_after) == ("某法第一条", "refused")


def test_unlawful_is_declined(
    as_: As, row: Suggestion, moderator: User, second: User
) -> None:
    proposals.propose_unlawful(
        suggestion=row, kind="refuse", provision="某法", reason="x", by=moderator
    )
    assert post(as_(second), row, "decline_unlawful").status_code == 302
    row.refresh_from_db()
    assert row.state == "received"
    assert not Decision.objects.exists()


def test_take_down_is_confirmed_by_another(
    as_: As, brought: Callable[..., Suggestion], moderator: User, second: User
) -> None:
    row = brought("published")
    assert post(as_(moderator), row, "take_down", reason="住址").status_code == 302
    before = rows()
    refused(post(as_(moderator), row, "confirm_take_down"), "须由另一名审核员确认。")
    assert rows() == before
    assert post(as_(second), row, "confirm_take_down").status_code == 302
    decision = Decision.objects.get(kind="take_down")
    assert (decision.outcome.result, decision.outcome.by) == ("confirmed", second)


def test_lapsed_take_down_cannot_be_confirmed(
    as_: As, brought: Callable[..., Suggestion], moderator: User, second: User
) -> None:
    row = brought("published")
    decision = takedowns.take_down(suggestion=row, reason="x", by=moderator)
    late = decision.lapses_on.replace(year=decision.lapses_on.year + 1)
    before = rows()
    with time_machine.travel(late):
        response = post(as_(second), row, "confirm_take_down")
        refused(response, "确认期限已过，将恢复原状态。")
    assert rows() == before


def test_appeal_is_decided_by_another(
    as_: As, appealed: Any, moderator: User, second: User
) -> None:
    row = appealed.suggestion
    given = {"outcome": "overturned", "to": "published", "reason": "不是广告"}
    page = as_(second).get(f"/moderation/case/{row.number}/").content.decode()
    assert "这不是广告。" in page
    before = rows()
    refused(post(as_(moderator), row, "decide_appeal", **given),
            "申诉须由另一名审核员决定。")  # fmt: skip
    assert rows() == before
    assert post(as_(second), row, "decide_appeal", **given).status_code == 302
    row.refresh_from_db()
    assert row.state == "published"
