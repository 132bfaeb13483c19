"""CycleSnapshot: the counts of a cycle as they stood when it was closed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plan_pages.document.models import new_public_id


class CycleKind(models.TextChoices):
    ANNUAL = "annual", _("年度")
    MID_TERM = "mid_term", _("中期评估")
    FINAL = "final", _("总结评估")


class CycleSnapshot(models.Model):
    """Append-only: citable and downloadable, never recomputed.

    `content` holds the counts per chapter and per unit (plan_pages.scorecard.counting),
    `content_hash` stands in the ledger. `by` is null where the clock closed the year.
    """

    public_id = models.CharField(
        max_length=8, unique=True, default=new_public_id, editable=False
    )
    plan = models.ForeignKey(
        "document.Plan", on_delete=models.PROTECT, related_name="snapshots"
    )
    kind = models.CharField(_("周期"), max_length=8, choices=CycleKind.choices)
    year = models.PositiveSmallIntegerField(_("年份"))
    frozen_on = models.DateField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("周期快照")
        ordering = ["plan", "-year", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind", "year"], name="snapshot_once_a_cycle"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=CycleKind.values), name="snapshot_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.kind} {self.year}"

    @property
    def cycle(self) -> str:
        """As `?cycle=` names it: `2023`, `mid_term-2023`."""
        if self.kind == CycleKind.ANNUAL:
            return str(self.year)
        return f"{self.kind}-{self.year}"
