"""Handover: a unit's stamped paper, from which another office typed (代录)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plan_pages.document.models import new_public_id


class Handover(models.Model):
    """Append-only: whose figures, on which stamped file, typed by whom from what.

    The hashes are those of the stamped file and of the spreadsheet as they were sent.
    """

    public_id = models.CharField(
        max_length=8, unique=True, default=new_public_id, editable=False
    )
    unit = models.ForeignKey(
        "units.Unit",
        verbose_name=_("填报单位"),
        on_delete=models.PROTECT,
        related_name="handovers",
    )
    stamped = models.ForeignKey(
        "media.PortalDocument",
        verbose_name=_("盖章件"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    stamped_sha256 = models.CharField(max_length=64)
    sheet_sha256 = models.CharField(max_length=64)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    entered_on = models.DateField(_("录入日期"))

    class Meta:
        verbose_name = verbose_name_plural = _("代录")
        ordering = ["-entered_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(stamped_sha256="") & ~Q(sheet_sha256=""),
                name="handover_has_its_hashes",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.entered_on}"
