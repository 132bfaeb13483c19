"""The approval workflow, made after every migrate."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Workflow, WorkflowContentType, WorkflowTask

from .models import Reply, UnitHeadApprovalTask

WORKFLOW = "答复审批"
TASK = "部门负责人审批"


def prepare(**signal: Any) -> None:
    """After a flush the cached content types name rows that are gone."""
    ContentType.objects.clear_cache()
    with transaction.atomic():
        ensure_workflow()


def ensure_workflow() -> Workflow:
    """One task, the unit's own head, for every reply. Repeating it changes nothing."""
    workflow, _made = Workflow.objects.get_or_create(name=WORKFLOW)
    task, _made = UnitHeadApprovalTask.objects.get_or_create(name=TASK)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr)
    content_type = ContentType.objects.get_for_model(Reply)
    WorkflowContentType.objects.get_or_create(
        content_type=content_type, defaults={"workflow": workflow}
    )
    return workflow
