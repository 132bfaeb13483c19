"""What figures are held against beside the plan's own numbers, each from a paper."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from .recorded import Recorded, RecordedQuerySet, year_fits


class YardstickQuerySet(RecordedQuerySet):
    def current(self) -> "YardstickQuerySet":
        """Neither superseded nor withdrawn."""
        kind = self.model._meta.model_name or ""
        gone = YardstickWithdrawal.objects.filter(**{kind: OuterRef("pk")})
        return super().current().filter(~Exists(gone))  # type: ignore[return-value]


class Yardstick(Recorded):
    """`handover` is the stamped paper where a unit sent it in a table (代录)."""

    handover = models.ForeignKey(
        "progress.Handover",
        verbose_name=_("代录"),
        null=True,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
    )

    objects = YardstickQuerySet.as_manager()

    class Meta(Recorded.Meta):
        abstract = True

    @property
    def kind_name(self) -> str:
        return str(self._meta.verbose_name)


class AssignedTarget(Yardstick):
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


class Checkpoint(Yardstick):
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


class Tolerance(Yardstick):
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


class YardstickWithdrawal(models.Model):
    """Append-only: a target or tolerance that should not have stood there, and why."""

    KINDS = ("assignedtarget", "checkpoint", "tolerance")

    assignedtarget = models.OneToOneField(
        AssignedTarget, null=True, on_delete=models.PROTECT, related_name="withdrawal"
    )
    checkpoint = models.OneToOneField(
        Checkpoint, null=True, on_delete=models.PROTECT, related_name="withdrawal"
    )
    tolerance = models.OneToOneField(
        Tolerance, null=True, on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.CharField(_("撤回原因"), max_length=300)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_on = models.DateField(_("撤回日期"))

    class Meta:
        verbose_name = verbose_name_plural = _("目标撤回")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    assignedtarget__isnull=False,
                    checkpoint__isnull=True,
                    tolerance__isnull=True,
                )
                | Q(
                    assignedtarget__isnull=True,
                    checkpoint__isnull=False,
                    tolerance__isnull=True,
                )
                | Q(
                    assignedtarget__isnull=True,
                    checkpoint__isnull=True,
                    tolerance__isnull=False,
                ),
                name="yardstick_withdrawal_of_one",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="yardstick_withdrawal_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.withdrawn_on}"
