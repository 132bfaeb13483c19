"""The one task of the reply workflow: the unit's own head approves."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from ..permissions import can_approve_for, can_draft_for


class UnitHeadApprovalTask(Task):
    """Open to heads of the reply's unit; the unit's editors may still look."""

    class Meta:
        verbose_name = verbose_name_plural = _("部门负责人审批")

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return can_approve_for(user, obj.unit_id) or can_draft_for(user, obj.unit_id)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return not can_approve_for(user, obj.unit_id)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        if not can_approve_for(user, obj.unit_id):
            return []
        return [("reject", _("退回修改"), True), ("approve", _("批准并公布"), False)]

    def get_task_states_user_can_moderate(
        self, user: Any, **kwargs: Any
    ) -> models.QuerySet[TaskState]:
        """Tasks in progress on replies of the user's unit."""
        states = TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS, task=self.task_ptr
        )
        if not can_approve_for(user, user.unit_id):
            return states.none()
        return states.filter(workflow_state__reply__unit_id=user.unit_id)

    @classmethod
    def get_description(cls) -> Any:
        return _("由答复单位的负责人批准。")
