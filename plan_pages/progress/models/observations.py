"""Observations: what was measured, year by year, each from a paper."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from .recorded import Recorded, RecordedQuerySet, year_fits


class ObservationStatus(models.TextChoices):
    PROVISIONAL = "provisional", _("初步数")
    FINAL = "final", _("最终数")
    REVISED = "revised", _("修订数")


class ObservationQuerySet(RecordedQuerySet):
    def current(self) -> "ObservationQuerySet":
        """Neither superseded nor withdrawn; figures of two papers stand together."""
        withdrawn = ObservationWithdrawal.objects.filter(observation=OuterRef("pk"))
        return super().current().filter(~Exists(withdrawn))  # type: ignore[return-value]


class Observation(Recorded):
    """A figure of a row for a year, as one paper prints it.

    `reporting_unit` is who reported it (填报单位), `entered_by` who typed it;
    `handover` is the stamped paper where that was another office (代录).
    """

    SAME = ("row", "period")

    period = models.PositiveSmallIntegerField(_("年份"))
    status = models.CharField(
        _("数据状态"), max_length=12, choices=ObservationStatus.choices
    )
    scope = models.CharField(_("统计口径"), max_length=120, blank=True)
    reporting_unit = models.ForeignKey(
        "units.Unit",
        verbose_name=_("填报单位"),
        on_delete=models.PROTECT,
        related_name="observations",
    )
    handover = models.ForeignKey(
        "progress.Handover",
        verbose_name=_("代录"),
        null=True,
        on_delete=models.PROTECT,
        related_name="observations",
    )

    objects = ObservationQuerySet.as_manager()

    class Meta(Recorded.Meta):
        verbose_name = verbose_name_plural = _("观测值")
        ordering = ["row", "period", "pk"]
        constraints = [
            *Recorded.Meta.constraints,
            models.UniqueConstraint(
                fields=["row", "period", "source", "revision"],
                name="observation_once_a_paper_and_revision",
            ),
            models.CheckConstraint(
                condition=Q(status__in=ObservationStatus.values),
                name="observation_status_known",
            ),
            year_fits("observation_year_fits"),
        ]


class ObservationWithdrawal(models.Model):
    """Append-only: a figure that should not have stood there, and why. It stays
    readable in the history.
    """

    observation = models.OneToOneField(
        Observation, on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.CharField(_("撤回原因"), max_length=300)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_on = models.DateField(_("撤回日期"))

    class Meta:
        verbose_name = verbose_name_plural = _("观测值撤回")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="observation_withdrawal_says_why"
            )
        ]

    def __str__(self) -> str:
        return f"{self.observation_id} {self.withdrawn_on}"
