"""Task: a promise at a Part, with a deliverable and a timetable."""

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from .pieces import Identity, Said, version_constraints


class TaskQuerySet(models.QuerySet["Task"]):
    def of_plan(self, plan_id: int) -> "TaskQuerySet":
        return self.filter(plan_id=plan_id)

    def with_present(self) -> "TaskQuerySet":
        """Annotate `name`, `version` and `due_on` as they stand today."""
        newest = TaskVersion.objects.filter(task=OuterRef("pk")).order_by("-number")
        return self.annotate(
            name=Subquery(newest.values("name")[:1]),
            version=Subquery(newest.values("number")[:1]),
            due_on=Subquery(newest.values("due_on")[:1]),
        )


class Task(Identity):
    """Public id, plan, home Part, plan item: fixed for good."""

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("任务")


class TaskVersion(Said):
    """Append-only. `timetable` in words where the promise has no single last day."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="versions")
    deliverable = models.TextField(_("成果形式"), blank=True)
    timetable = models.CharField(_("时间安排"), max_length=300, blank=True)
    starts_on = models.DateField(_("开始日期"), null=True)
    due_on = models.DateField(_("完成期限"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("任务版本")
        constraints = [
            *version_constraints("task"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(due_on__isnull=True)
                | Q(starts_on__lte=F("due_on")),
                name="task_days_in_order",
                violation_error_message=_("完成期限不能早于开始日期。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} v{self.number}"
