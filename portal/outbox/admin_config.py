"""Wagtail's admin without its own mails about workflows.

They leave in the middle of the transaction that decides, quote what was said, and tell
in two languages at once; every mail of ours goes through the outbox.
"""

from wagtail.admin.apps import WagtailAdminAppConfig
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)


class AdminConfig(WagtailAdminAppConfig):
    def ready(self) -> None:
        from wagtail.models import TaskState, WorkflowState

        super().ready()
        task_submitted.disconnect(
            sender=TaskState,
            dispatch_uid="group_approval_task_submitted_email_notification",
        )
        for word, signal in (
            ("submitted", workflow_submitted),
            ("rejected", workflow_rejected),
            ("approved", workflow_approved),
        ):
            signal.disconnect(
                sender=WorkflowState,
                dispatch_uid=f"workflow_state_{word}_email_notification",
            )
