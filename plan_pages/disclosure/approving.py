"""The head's word on a draft that was sent up, and sending it back from either desk."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState

from portal.accounts.models import User
from portal.refusals import Refused
from portal.writing import write_transaction

from .models import PublishingOfficeTask, UnitHeadTask, Update
from .notices import ask


def approve(*, update: Update, by: User) -> None:
    """The unit's head lets it go to the publishing office.

    Raises Refused (not_in_approval, not_head).
    """
    with write_transaction():
        state = waiting_at(update, UnitHeadTask)
        if not state.task.specific.may_decide(by, update):
            raise Refused("not_head", _("须由填报单位的负责人批准。"))
        state.task.specific.on_action(state, user=by, action_name="approve")
        ask(update, "office")


def send_back(*, update: Update, comment: str, by: User) -> None:
    """Back to the editor, from the head's desk or the office's.

    Raises Refused (comment, not_in_approval, not_allowed).
    """
    if not comment.strip():
        raise Refused("comment", _("退回须写明要改什么。"))
    with write_transaction():
        state = waiting_at(update, UnitHeadTask, PublishingOfficeTask)
        if not state.task.specific.may_decide(by, update):
            raise Refused("not_allowed", _("现在不由您审批。"))
        state.task.specific.on_action(
            state, user=by, action_name="reject", comment=comment
        )
        ask(update, "editor")


def waiting_at(update: Update, *tasks: type) -> Any:
    """The open task of the workflow, held, if it is one of `tasks`.

    Raises Refused (not_in_approval).
    """
    Update.objects.select_for_update().get(pk=update.pk)
    state: TaskState | None = update.current_workflow_task_state
    waits = state is not None and state.status == TaskState.STATUS_IN_PROGRESS
    if state is None or not waits or not isinstance(state.task.specific, tasks):
        raise Refused("not_in_approval", _("现在不在这一步审批。"))
    return state
