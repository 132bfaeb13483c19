"""The two tasks of the workflow: the unit's own head, then the publishing office."""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from ..permissions import can_approve_for, can_publish, can_see_draft_of


class _UpdateTask(Task):
    """Nobody of another unit reaches the draft, and who does not decide, only looks."""

    class Meta:
        abstract = True

    def may_decide(self, user: Any, obj: Any) -> bool:
        raise NotImplementedError

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return can_see_draft_of(user, obj.unit_id)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return not self.may_decide(user, obj)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        if not self.may_decide(user, obj):
            return []
        return [("reject", _("退回修改"), True), ("approve", _("批准"), False)]

    def _open_states(self) -> models.QuerySet[TaskState]:
        return TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS, task=self.task_ptr
        )


class UnitHeadTask(_UpdateTask):
    class Meta:
        verbose_name = verbose_name_plural = _("部门负责人审批")

    def may_decide(self, user: Any, obj: Any) -> bool:
        return can_approve_for(user, obj.unit_id)

    def get_task_states_user_can_moderate(
        self, user: Any, **kwargs: Any
    ) -> models.QuerySet[TaskState]:
        states = self._open_states()
        if not can_approve_for(user, user.unit_id):
            return states.none()
        model = apps.get_model("disclosure", "Update")
        # The workflow keeps keys as text.
        own = model.objects.of_unit(user.unit_id).annotate(
            key=Cast("pk", models.CharField(max_length=255))
        )
        return states.filter(
            workflow_state__base_content_type__app_label="disclosure",
            workflow_state__base_content_type__model="update",
            workflow_state__object_id__in=own.values("key"),
        )

    @classmethod
    def get_description(cls) -> Any:
        return _("由填报单位的负责人批准。")


class PublishingOfficeTask(_UpdateTask):
    class Meta:
        verbose_name = verbose_name_plural = _("发布审查")

    def may_decide(self, user: Any, obj: Any) -> bool:
        return can_publish(user)

    def get_task_states_user_can_moderate(
        self, user: Any, **kwargs: Any
    ) -> models.QuerySet[TaskState]:
        states = self._open_states()
        return states if can_publish(user) else states.none()

    @classmethod
    def get_description(cls) -> Any:
        return _("由发布员登记三审三校和保密审查后公开。")
