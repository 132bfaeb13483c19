"""Responsibility: which unit leads or cooperates on what."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .pieces import exactly_one

#: What a unit answers for, and what an anchor ties to a paragraph.
SUBJECTS = ("indicator", "project", "task")


class UnitRole(models.TextChoices):
    LEAD = "lead", _("牵头")
    COOPERATING = "cooperating", _("配合")


class ResponsibilityQuerySet(models.QuerySet["Responsibility"]):
    def standing(self) -> "ResponsibilityQuerySet":
        """Those that no row has ended; leads first, units in their order."""
        return self.filter(end__isnull=True).order_by("-role", "unit__order", "pk")

    def leading(self) -> "ResponsibilityQuerySet":
        return self.standing().filter(role=UnitRole.LEAD)


class Responsibility(models.Model):
    """Append-only, about exactly one indicator, project or task."""

    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="responsibilities"
    )
    role = models.CharField(_("职责"), max_length=12, choices=UnitRole.choices)
    indicator = models.ForeignKey(
        "progress.Indicator",
        null=True,
        on_delete=models.PROTECT,
        related_name="responsibilities",
    )
    project = models.ForeignKey(
        "delivery.Project",
        null=True,
        on_delete=models.PROTECT,
        related_name="responsibilities",
    )
    task = models.ForeignKey(
        "delivery.Task",
        null=True,
        on_delete=models.PROTECT,
        related_name="responsibilities",
    )
    source = models.ForeignKey(
        "progress.SourceDocument",
        verbose_name=_("来源文件"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    handover = models.ForeignKey(
        "progress.Handover",
        verbose_name=_("代录"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    since = models.DateField(_("起始日期"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("责任分工")
        constraints = [
            models.CheckConstraint(
                condition=exactly_one(*SUBJECTS), name="responsibility_for_one"
            ),
            models.CheckConstraint(
                condition=Q(role__in=UnitRole.values), name="responsibility_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.role}"

    @property
    def subject(self) -> Any:
        """The indicator, project or task."""
        return self.indicator or self.project or self.task


class ResponsibilityEnd(models.Model):
    """Append-only: from `on` the unit answers for it no more."""

    responsibility = models.OneToOneField(
        Responsibility, on_delete=models.PROTECT, related_name="end"
    )
    on = models.DateField(_("终止日期"))
    reason = models.CharField(_("理由"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("责任终止")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="responsibility_end_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.responsibility_id} {self.on}"
