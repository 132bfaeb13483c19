from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from feedback.replies import drafts, routing, versions
from feedback.replies.models import (
    AnsweredSuggestion,
    Reply,
    ReplyVersion,
)
from feedback.suggestions.models import Suggestion
from portal.accounts.models import User
from portal.ledger.canonical import parse
from portal.ledger.models import Entry
from portal.outbox.models import Purge
from portal.units.models import Unit

from ..replying import BODY, drafted, routed
from ..unchanged import refused, rows


def test_reply_published_is_a_version_in_the_ledger(
    mine: Suggestion, editor: User, head: User
) -> None:
    reply = drafted(mine, by=editor)
    assert not reply.live
    version = versions.publish_reply(reply=reply, by=head)
    assert (version.number, version.unit, version.by) == (1, head.unit, head)
    assert version.html == BODY
    assert AnsweredSuggestion.objects.get().suggestion == mine
    assert routing.is_answered(mine)
    entry = parse(Entry.objects.get(type="suggestion.answered").payload)
    assert (entry["subject"], entry["hash"], entry["disposition"]) == (
        mine.number,
        version.content_hash,
        "already_under_way",
    )
    keys = {key for purge in Purge.objects.all() for key in purge.keys}
    assert f"suggestion:{mine.number}" in keys


def test_reply_is_sanitised(mine: Suggestion, head: User) -> None:
    reply = drafted(mine, by=head, body="<p>好<script>x</script></p>")
    version = versions.publish_reply(reply=reply, by=head)
    assert "<script" not in version.html


def test_reply_grouped_answers_each(
    brought: Callable[..., Suggestion], unit: Unit, head: User, moderator: User
) -> None:
    both = [routed(brought("published"), unit=unit, by=moderator) for _ in range(2)]
    reply = drafts.save_draft(
        by=head, suggestions=both, disposition="answered", body=BODY
    )
    versions.publish_reply(reply=reply, by=head)
    assert all(routing.is_answered(row) for row in both)
    assert Entry.objects.filter(type="suggestion.answered").count() == 2


def test_reply_by_another_unit_is_refused(
    mine: Suggestion, other_head: User, editor: User, moderator: User, head: User
) -> None:
    with refused("not_own_unit"):
        drafted(mine, by=other_head)
    with refused("not_own_unit"):
        drafted(mine, by=moderator)
    reply = drafted(mine, by=editor)
    with refused("not_own_unit"):
        drafts.save_draft(reply=reply, by=other_head, body="<p>x</p>")
    for user in (other_head, moderator, editor):
        with refused("not_head"):
            versions.publish_reply(reply=reply, by=user)
    versions.publish_reply(reply=reply, by=head)
    with refused("not_own_unit"):
        versions.correct_reply(reply=reply, note="x", by=other_head)
    with refused("not_head"):
        versions.withdraw_reply(reply=reply, reason="x", by=other_head)


def test_reply_after_it_went_to_another_unit_is_refused(
    brought: Callable[..., Suggestion],
    unit: Unit,
    other_unit: Unit,
    head: User,
    moderator: User,
) -> None:
    """Two suggestions in one reply; the second has moved on."""
    first, second = (
        routed(brought("published"), unit=unit, by=moderator) for _ in range(2)
    )
    reply = drafts.save_draft(
        by=head, suggestions=[first, second], disposition="answered", body=BODY
    )
    routed(second, unit=other_unit, by=moderator)
    versions.publish_reply(reply=reply, by=head)
    assert routing.is_answered(first)
    assert not routing.is_answered(second)


def test_reply_own_unit_is_looked_at_again_when_published(
    mine: Suggestion, other_unit: Unit, head: User, moderator: User
) -> None:
    """The draft's target survived; the locked service says no all the same."""
    reply = drafted(mine, by=head)
    routing.Routing.objects.create(
        suggestion=mine,
        unit=other_unit,
        complexity="normal",
        clock_from=mine.received_on,
        routed_on=mine.received_on,
        due_on=mine.received_on.replace(year=2999),
        due_certain=True,
        by=moderator,
    )
    with refused("not_own_unit"):
        versions.publish_reply(reply=reply, by=head)


@pytest.mark.parametrize(
    "columns",
    [
        {"disposition": "not_adopted", "reason": ""},
        {"disposition": "noted", "reason": ""},
        {"disposition": "referred", "referred_to": ""},
        {"disposition": "answered", "referred_to": "某局"},
        {"disposition": "adopted", "change_url": ""},
        {"disposition": "ignored"},
    ],
)
def test_disposition_facts_go_together(
    mine: Suggestion, head: User, columns: dict[str, Any]
) -> None:
    with refused("invalid"):
        drafted(mine, by=head, **columns)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.create(unit=head.unit, body=BODY, live=False, **columns)
    reply = drafted(mine, by=head)
    before = rows()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReplyVersion.objects.create(
            reply=reply, number=1, unit=head.unit, html=BODY, content_hash="0" * 64,
            published_on=mine.received_on, by=head, **columns,
        )  # fmt: skip
    assert rows() == before


def test_not_adopted_with_reason_is_published(mine: Suggestion, head: User) -> None:
    reply = drafted(mine, by=head, disposition="not_adopted", reason="与规划不一致")
    version = versions.publish_reply(reply=reply, by=head)
    assert (version.disposition, version.reason) == ("not_adopted", "与规划不一致")


def test_reply_second_one_for_the_same_is_refused(mine: Suggestion, head: User) -> None:
    first, rival = drafted(mine, by=head), drafted(mine, by=head)
    versions.publish_reply(reply=first, by=head)
    with refused("answered"):
        versions.publish_reply(reply=rival, by=head)
    with refused("answered"):
        drafted(mine, by=head)


def test_reply_empty_is_refused(mine: Suggestion, head: User) -> None:
    reply = drafted(mine, by=head, body="<p> </p>")
    with refused("empty"):
        versions.publish_reply(reply=reply, by=head)
    with refused("nothing"):
        drafts.save_draft(by=head, disposition="answered", body=BODY)
