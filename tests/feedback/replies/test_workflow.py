import pytest
from django.db import transaction
from wagtail.models import Workflow

from feedback.replies import drafts, routing, setup
from feedback.replies.models import (
    Reply,
    ReplyVersion,
)
from feedback.suggestions.models import Suggestion
from portal.accounts.models import User
from portal.refusals import Refused

from ..replying import drafted
from ..unchanged import refused


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
