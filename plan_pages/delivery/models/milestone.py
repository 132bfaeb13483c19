"""Milestone: what by when, and when it was done."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .pieces import exactly_one, superseding_constraints
from .project import Project
from .task import Task


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def standing(self) -> "MilestoneQuerySet":
        """Those that no later row takes the place of, the earliest due first."""
        return self.filter(superseded_by__isnull=True).order_by("due_on", "pk")


class Milestone(models.Model):
    """Append-only: reached or moved, it is superseded by a row that says why."""

    project = models.ForeignKey(
        Project, null=True, on_delete=models.PROTECT, related_name="milestones"
    )
    task = models.ForeignKey(
        Task, null=True, on_delete=models.PROTECT, related_name="milestones"
    )
    name = models.CharField(_("节点"), max_length=200)
    due_on = models.DateField(_("计划日期"))
    done_on = models.DateField(_("完成日期"), null=True)
    source = models.ForeignKey(
        "progress.SourceDocument",
        verbose_name=_("来源文件"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    reason = models.CharField(_("说明"), max_length=300, blank=True)
    entered_on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("节点")
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("project", "task"), name="milestone_of_one"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="milestone_has_name"),
            *superseding_constraints("milestone"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.due_on}"
