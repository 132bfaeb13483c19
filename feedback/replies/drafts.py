"""The unit's draft: written, sent to the head, sent back."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.models import Workflow, WorkflowState

from feedback.suggestions.models import Suggestion
from feedback.suggestions.states import ANSWERABLE
from portal.accounts.models import User
from portal.refusals import Refused
from portal.writing import write_transaction

from .models import Reply, ReplyTarget
from .permissions import can_draft_for
from .routing import current_routing, is_answered

#: Columns that a draft fills.
FIELDS = ("disposition", "body", "reason", "referred_to", "change_url", "note")


def save_draft(
    *,
    by: User,
    suggestions: Iterable[Suggestion] = (),
    reply: Reply | None = None,
    **columns: str,
) -> Reply:
    """A new draft for `suggestions`, or a change of `reply` (its suggestions stay).

    `columns`: any of FIELDS. Several suggestions make a grouped reply; all must be
    routed to the writer's unit. Raises Refused (not_own_unit, nothing, state,
    answered, invalid).
    """
    if unknown := columns.keys() - set(FIELDS):
        raise TypeError(f"unknown columns: {sorted(unknown)}")
    if not can_draft_for(by, reply.unit_id if reply else by.unit_id):
        raise Refused("not_own_unit", _("只能答复分给本单位的建议。"))
    with write_transaction():
        draft = _newest(reply) if reply else Reply(unit_id=by.unit_id, live=False)
        for name, value in columns.items():
            setattr(draft, name, value)
        _check(draft)
        if reply is None:
            rows = refuse_foreign(suggestions, by.unit_id)
            draft.save()
            ReplyTarget.objects.bulk_create(
                ReplyTarget(reply=draft, suggestion=row) for row in rows
            )
        draft.save_revision(user=by)
    if reply:
        reply.refresh_from_db()
    return draft


def submit(*, reply: Reply, by: User) -> WorkflowState:
    """Send the newest draft to the unit's head.

    Raises Refused (not_own_unit, in_approval).
    """
    if not can_draft_for(by, reply.unit_id):
        raise Refused("not_own_unit", _("只能答复分给本单位的建议。"))
    with write_transaction():
        if reply.workflow_in_progress:
            raise Refused("in_approval", _("已在审批中。"))
        sent_back: WorkflowState | None = reply.current_workflow_state
        if sent_back is not None:
            sent_back.resume(user=by)
            return sent_back
        workflow: Workflow = reply.get_workflow()
        return workflow.start(reply, by)


def refuse_foreign(
    suggestions: Iterable[Suggestion], unit_id: int | None
) -> list[Suggestion]:
    """The rows, held, all routed to `unit_id` and without an answer; else Refused."""
    keys = [suggestion.pk for suggestion in suggestions]
    rows = list(
        Suggestion.objects.select_for_update(of=("self",))
        .select_related("part")
        .filter(pk__in=keys)
        .order_by("pk")
    )
    if not rows:
        raise Refused("nothing", _("请选择要答复的建议。"))
    for row in rows:
        routing = current_routing(row)
        if routing is None or routing.unit_id != unit_id:
            raise Refused("not_own_unit", _("只能答复分给本单位的建议。"))
        if row.state not in ANSWERABLE or row.is_erased:
            raise Refused("state", _("这条建议现在不需要答复。"))
        if is_answered(row):
            raise Refused("answered", _("这条建议已经答复。"))
    return rows


def _newest(reply: Reply) -> Any:
    """The row, held, with the content of its newest draft."""
    held = Reply.objects.select_for_update().get(pk=reply.pk)
    return held.get_latest_revision_as_object()


def _check(draft: Reply) -> None:
    try:
        draft.full_clean(exclude=["latest_revision", "live_revision"])
    except ValidationError as error:
        raise Refused("invalid", " ".join(error.messages)) from error
