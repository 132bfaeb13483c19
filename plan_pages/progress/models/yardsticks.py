"""What figures are held against beside the plan's own numbers, each from a paper."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .recorded import Recorded, year_fits


class AssignedTarget(Recorded):
    """The number handed down from above (上级下达) for a target of that form."""

    class Meta(Recorded.Meta):
        verbose_name = verbose_name_plural = _("上级下达目标")
        ordering = ["row", "revision"]
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                fields=["row", "revision"], name="assigned_target_once_a_revision"
            ),
        ]


class Checkpoint(Recorded):
    """The annual target of a row for a year (年度目标)."""

    SAME = ("row", "period")

    period = models.PositiveSmallIntegerField(_("年份"))

    class Meta(Recorded.Meta):
        verbose_name = verbose_name_plural = _("年度目标")
        ordering = ["row", "period", "revision"]
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                fields=["row", "period", "revision"],
                name="checkpoint_once_a_year_and_revision",
            ),
            year_fits("checkpoint_year_fits"),
        ]


class GrowthBasis(models.TextChoices):
    NOMINAL = "nominal", _("名义增速")
    REAL = "real", _("实际增速")


class Tolerance(Recorded):
    """What 基本同步 allows: `value` percentage points each way, and which growth."""

    basis = models.CharField(_("增速口径"), max_length=8, choices=GrowthBasis.choices)

    class Meta(Recorded.Meta):
        verbose_name = verbose_name_plural = _("同步容差")
        ordering = ["row", "revision"]
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                fields=["row", "revision"], name="tolerance_once_a_revision"
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0), name="tolerance_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(basis__in=GrowthBasis.values), name="tolerance_basis_known"
            ),
        ]
