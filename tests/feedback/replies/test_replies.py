from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from wagtail.models import Workflow

from feedback.replies import drafts, routing, setup, versions
from feedback.replies.models import (
    AnsweredSuggestion,
    Reply,
    ReplyVersion,
    ReplyWithdrawal,
)
from feedback.suggestions.models import Suggestion
from portal.accounts.models import User
from portal.ledger.canonical import parse
from portal.ledger.models import Entry
from portal.outbox.models import Purge
from portal.refusals import Refused
from portal.units.models import Unit

from ..replying import BODY, answered, drafted, routed
from ..unchanged import refused, rows


@pytest.fixture
def published(brought: Callable[..., Suggestion]) -> Suggestion:
    return brought("published")


@pytest.fixture
def mine(published: Suggestion, unit: Unit, moderator: User) -> Suggestion:
    """Routed to the unit of `head` and `editor`."""
    return routed(published, unit=unit, by=moderator)


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


def test_reply_is_not_unpublished(
    mine: Suggestion, unit: Unit, head: User, moderator: User
) -> None:
    reply = drafted(mine, by=head)
    versions.publish_reply(reply=reply, by=head)
    with refused("withdraw_instead"):
        Reply.objects.get(pk=reply.pk).unpublish(user=head)


def test_workflow_ends_in_a_version(
    mine: Suggestion, editor: User, head: User, other_head: User
) -> None:
    setup.prepare()
    reply = drafted(mine, by=editor)
    state = drafts.submit(reply=reply, by=editor)
    task_state = state.current_task_state
    task = task_state.task.specific
    assert task.get_actions(reply, editor) == []
    assert task.get_actions(reply, other_head) == []
    assert [name for name, _label, _form in task.get_actions(reply, head)] == [
        "reject",
        "approve",
    ]
    assert list(task.get_task_states_user_can_moderate(head)) == [task_state]
    assert not task.get_task_states_user_can_moderate(other_head).exists()
    with refused("in_approval"):
        drafts.submit(reply=reply, by=editor)
    task.on_action(task_state, user=head, action_name="approve")
    version = ReplyVersion.objects.get()
    assert (version.by, version.number) == (head, 1)
    assert routing.is_answered(mine)


def test_workflow_approved_by_another_unit_writes_nothing(
    mine: Suggestion, editor: User, other_head: User
) -> None:
    setup.prepare()
    state = drafts.submit(reply=drafted(mine, by=editor), by=editor)
    with pytest.raises(Refused) as caught, transaction.atomic():
        task_state = state.current_task_state
        task_state.task.specific.on_action(
            task_state, user=other_head, action_name="approve"
        )
    assert caught.value.code == "not_head"
    assert not ReplyVersion.objects.exists()
    assert not Reply.objects.get().live


def test_setup_can_be_repeated(db: None) -> None:
    setup.prepare()
    setup.prepare()
    assert Workflow.objects.filter(name=setup.WORKFLOW).count() == 1


def test_reply_from_another_way_writes_a_version_too(
    brought: Callable[..., Suggestion], unit: Unit, head: User, moderator: User
) -> None:
    """As the admin publishes: through the revision, not through the service."""
    reply = drafted(routed(brought("published"), unit=unit, by=moderator), by=head)
    reply.get_latest_revision().publish(user=head)
    assert ReplyVersion.objects.count() == 1
    answered(brought("published"), unit=unit, head=head, by=moderator)
    assert ReplyVersion.objects.count() == 2
