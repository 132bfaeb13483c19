"""Suggestions sent, and brought into any state, through the services alone."""

from typing import Any

from feedback.moderation import decisions, takedowns
from feedback.moderation.moves import Exemption
from feedback.suggestions import authors, intake
from feedback.suggestions.models import Suggestion
from feedback.suggestions.states import State
from plan_pages.document.models import Part
from portal.accounts.models import User
from portal.intake import formkeys

TEXT = "建议在健全规划治理体系一节写明每年公布进度。"


def send(part: Part, **changes: Any) -> intake.Received:
    """A public suggestion about `part`, by a form of its own."""
    given = {"kind": "suggestion", "visibility": "public", "text": TEXT} | changes
    key = given.pop("key", None) or formkeys.issue(purpose="suggest")
    return intake.receive(key=key, part=part, **given)


def advance(row: Suggestion, state: str, *, by: User, second: User) -> Suggestion:
    """Bring a received one into `state` by the moves that lead there."""
    match State(state):
        case State.WITHDRAWN:
            authors.withdraw(suggestion=row)
        case State.PUBLISHED:
            decisions.publish(suggestion=row, by=by)
        case State.PUBLISHED_MASKED:
            decisions.publish_masked(
                suggestion=row,
                spans=[(0, 2)],
                ground="personal_data",
                reason="含电话",
                by=by,
            )
        case State.ACCEPTED_UNPUBLISHED:
            child = Exemption.AUTHOR_IS_CHILD if row.text_is_due else ""
            decisions.accept_unpublished(suggestion=row, by=by, exemption=child)
        case State.MERGED:
            target = send(row.part).suggestion
            decisions.publish(suggestion=target, by=by)
            decisions.merge(suggestion=row, into=target, by=by)
        case State.HANDED_OFF:
            decisions.hand_off(suggestion=row, destination="hotline", by=by)
        case State.REFUSED:
            decisions.refuse(
                suggestion=row, ground="spam_or_advertising", reason="广告", by=by
            )
        case State.TAKEN_DOWN:
            decisions.publish(suggestion=row, by=by)
            decision = takedowns.take_down(suggestion=row, reason="写有住址", by=by)
            takedowns.confirm_take_down(decision=decision, by=second)
    row.refresh_from_db()
    assert row.state == state
    return row
