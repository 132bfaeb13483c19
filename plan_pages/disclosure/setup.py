"""The workflow of two tasks, made after every migrate."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Workflow, WorkflowContentType, WorkflowTask

from .models import PublishingOfficeTask, UnitHeadTask, Update

WORKFLOW = "进展公开审批"
TASKS = (
    (UnitHeadTask, "进展：部门负责人审批"),
    (PublishingOfficeTask, "进展：发布审查"),
)


def prepare(**signal: Any) -> None:
    """After a flush the cached content types name rows that are gone."""
    ContentType.objects.clear_cache()
    with transaction.atomic():
        ensure_workflow()


def ensure_workflow() -> Workflow:
    """The unit's head, then the office. Repeating it changes nothing."""
    workflow, _made = Workflow.objects.get_or_create(name=WORKFLOW)
    for order, (model, name) in enumerate(TASKS):
        task, _made = model.objects.get_or_create(name=name)
        WorkflowTask.objects.get_or_create(
            workflow=workflow, task=task.task_ptr, defaults={"sort_order": order}
        )
    content_type = ContentType.objects.get_for_model(Update)
    WorkflowContentType.objects.get_or_create(
        content_type=content_type, defaults={"workflow": workflow}
    )
    return workflow
