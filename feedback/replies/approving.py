"""The head's word on a draft that was sent up: publish it, or send it back."""

from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.refusals import Refused
from portal.writing import write_transaction

from .models import Reply, ReplyVersion
from .permissions import can_approve_for
from .versions import publish_reply


def approve(*, reply: Reply, by: User) -> ReplyVersion:
    """Publish; a draft in approval leaves its workflow approved.

    Raises Refused (not_head, …), see `publish_reply`.
    """
    _refuse_others(reply, by)
    with write_transaction():
        state = reply.current_workflow_task_state
        if state is None:
            return publish_reply(reply=reply, by=by)
        state.task.specific.on_action(state, user=by, action_name="approve")
        version = reply.versions.latest("number")
    reply.refresh_from_db()
    return version


def send_back(*, reply: Reply, comment: str, by: User) -> None:
    """Back to the editor. Raises Refused (not_head, not_in_approval, reason)."""
    _refuse_others(reply, by)
    if not comment.strip():
        raise Refused("reason", _("退回须写明要改什么。"))
    with write_transaction():
        state = reply.current_workflow_task_state
        if state is None:
            raise Refused("not_in_approval", _("这份答复不在审批中。"))
        state.task.specific.on_action(
            state, user=by, action_name="reject", comment=comment
        )


def _refuse_others(reply: Reply, by: User) -> None:
    if not can_approve_for(by, reply.unit_id):
        raise Refused("not_head", _("须由承办单位的负责人公布。"))
