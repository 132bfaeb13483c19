"""Suggestions routed and answered, through the services alone."""

from typing import Any

from feedback.replies import drafts, routing, versions
from feedback.replies.models import Reply
from feedback.suggestions.models import Suggestion
from portal.accounts.models import User
from portal.units.models import Unit

BODY = "<p>已列入下一年度计划。</p>"


def routed(row: Suggestion, *, unit: Unit, by: User) -> Suggestion:
    routing.route(suggestion=row, unit=unit, complexity="normal", by=by)
    return row


def drafted(row: Suggestion, *, by: User, **columns: Any) -> Reply:
    given = {"disposition": "already_under_way", "body": BODY} | columns
    return drafts.save_draft(by=by, suggestions=[row], **given)


def answered(
    row: Suggestion, *, unit: Unit, head: User, by: User, **columns: Any
) -> Reply:
    """Routed by `by`, drafted and published by the unit's head."""
    routed(row, unit=unit, by=by)
    reply = drafted(row, by=head, **columns)
    versions.publish_reply(reply=reply, by=head)
    return reply
