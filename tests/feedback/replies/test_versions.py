from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from feedback.replies import routing, versions
from feedback.replies.models import (
    AnsweredSuggestion,
    Reply,
    ReplyVersion,
    ReplyWithdrawal,
)
from feedback.suggestions.models import Suggestion
from portal.accounts.models import User
from portal.units.models import Unit

from ..replying import BODY, answered, drafted, routed
from ..unchanged import refused


def test_correction_is_a_new_version_with_a_note(
    mine: Suggestion, unit: Unit, head: User, editor: User
) -> None:
    reply = drafted(mine, by=head)
    first = versions.publish_reply(reply=reply, by=head)
    with refused("note"):
        versions.correct_reply(reply=reply, note=" ", by=head, body="<p>改</p>")
    second = versions.correct_reply(
        reply=reply, note="日期写错了", by=head, body="<p>改</p>"
    )
    assert (second.number, second.note, second.html) == (2, "日期写错了", "<p>改</p>")
    first.refresh_from_db()
    assert first.html == BODY
    assert AnsweredSuggestion.objects.filter(suggestion=mine).count() == 2
    with refused("not_head"):
        versions.correct_reply(reply=reply, note="x", by=editor)


def test_version_constraints(mine: Suggestion, head: User) -> None:
    reply = drafted(mine, by=head)
    given = {
        "reply": reply,
        "unit": head.unit,
        "disposition": "answered",
        "html": BODY,
        "content_hash": "0" * 64,
        "published_on": mine.received_on,
        "by": head,
    }
    for columns in (
        {"number": 1, "note": "x"},
        {"number": 2, "note": ""},
        {"number": 1, "html": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReplyVersion.objects.create(**(given | columns))


def test_withdrawn_reply_opens_the_duty_again(
    mine: Suggestion, unit: Unit, head: User
) -> None:
    reply = drafted(mine, by=head)
    with refused("not_published"):
        versions.withdraw_reply(reply=reply, reason="x", by=head)
    versions.publish_reply(reply=reply, by=head)
    with refused("reason"):
        versions.withdraw_reply(reply=reply, reason="", by=head)
    versions.withdraw_reply(reply=reply, reason="发错了对象", by=head)
    assert not routing.is_answered(mine)
    assert ReplyWithdrawal.objects.get().reason == "发错了对象"
    assert not Reply.objects.get().live
    with refused("withdrawn"):
        versions.withdraw_reply(reply=reply, reason="x", by=head)
    with refused("withdrawn"):
        versions.correct_reply(reply=reply, note="x", by=head)
    versions.publish_reply(reply=drafted(mine, by=head), by=head)
    assert routing.is_answered(mine)


def test_reply_is_not_unpublished(
    mine: Suggestion, unit: Unit, head: User, moderator: User
) -> None:
    reply = drafted(mine, by=head)
    versions.publish_reply(reply=reply, by=head)
    with refused("withdraw_instead"):
        Reply.objects.get(pk=reply.pk).unpublish(user=head)


def test_reply_from_another_way_writes_a_version_too(
    brought: Callable[..., Suggestion], unit: Unit, head: User, moderator: User
) -> None:
    """As the admin publishes: through the revision, not through the service."""
    reply = drafted(routed(brought("published"), unit=unit, by=moderator), by=head)
    reply.get_latest_revision().publish(user=head)
    assert ReplyVersion.objects.count() == 1
    answered(brought("published"), unit=unit, head=head, by=moderator)
    assert ReplyVersion.objects.count() == 2
