"""What the page of a draft shows, and which forms it offers to whom."""

from typing import Any

from wagtail.models import TaskState, WorkflowState

from .desk_forms import (
    CorrectionForm,
    DraftForm,
    EvidenceForm,
    ReleaseForm,
    SendBackForm,
    WithdrawForm,
    initial_of,
)
from .drafts import FIELDS, newest
from .measured import rows_of
from .models import DraftEvidence, Update
from .naming import name_of
from .permissions import can_draft_for, can_publish
from .subjects import changes_state, state_before


def context_of(update: Update, user: Any, sent: Any = None) -> dict[str, Any]:
    """`sent`: the form just sent, with its words and errors."""
    draft = newest(update)
    published = list(update.versions.order_by("-number").select_related("release"))
    workflow = update.current_workflow_state
    waits = workflow is not None and workflow.status == WorkflowState.STATUS_IN_PROGRESS
    task_state: TaskState | None = workflow.current_task_state if workflow else None
    decides = bool(
        waits and task_state and task_state.task.specific.may_decide(user, update)
    )
    withdrawn = getattr(update, "withdrawal", None)
    evidence = list(
        DraftEvidence.objects.filter(update=update).select_related("document")
    )
    before = state_before(update)
    context = {
        "update": update,
        "draft": draft,
        "about": name_of(update.subject),
        "published": published,
        "withdrawn": withdrawn,
        "waits": waits,
        "step": task_state.task.specific._meta.verbose_name
        if waits and task_state
        else "",
        "sent_back": _comment(workflow, task_state),
        "evidence": evidence,
        "needs_evidence": changes_state(before, draft.delivery) and not evidence,
        "editable": not waits
        and withdrawn is None
        and can_draft_for(user, update.unit_id),
        "decides": decides,
        "releases": decides and can_publish(user),
        "withdraws": bool(published) and not withdrawn and can_publish(user),
        "sent": sent and sent.action,
    }
    return context | _forms(update, draft, bool(published), sent)


def _comment(workflow: Any, task_state: Any) -> str:
    """What is to be changed, where it was sent back."""
    if workflow is None or workflow.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return ""
    return str(task_state.comment) if task_state else ""


def _forms(update: Update, draft: Any, published: bool, sent: Any) -> dict[str, Any]:
    initial = {name: getattr(draft, name) for name in FIELDS}
    initial |= initial_of(draft)
    rows = rows_of(update.indicator)
    if not update.has_unpublished_changes:
        initial["note"] = ""
    made: dict[str, Any] = {
        "draft": (CorrectionForm if published else DraftForm)(
            initial=initial, rows=rows
        ),
        "evidence": EvidenceForm(),
        "send_back": SendBackForm(),
        "publish": ReleaseForm(),
        "withdraw": WithdrawForm(),
    }
    if sent is not None:
        made[sent.action or "plain"] = sent
    return {f"{name}_form": form for name, form in made.items()}
