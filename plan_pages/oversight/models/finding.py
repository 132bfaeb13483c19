"""Finding: what a reviewer found about one published version or one obligation."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plan_pages.delivery.models.pieces import exactly_one
from plan_pages.document.models import new_public_id

from ..states import Value


class FindingQuerySet(models.QuerySet["Finding"]):
    def released(self) -> "FindingQuerySet":
        """What everybody may read; the newest release first."""
        return self.filter(release__isnull=False).order_by(
            "-release__released_on", "-release__pk"
        )

    def internal(self) -> "FindingQuerySet":
        """What waits for the office; the oldest first."""
        return self.filter(release__isnull=True).order_by("made_on", "pk")


class Finding(models.Model):
    """Append-only and internal until it is released. `plan` is its subject's."""

    public_id = models.CharField(
        max_length=8, unique=True, default=new_public_id, editable=False
    )
    plan = models.ForeignKey(
        "document.Plan", on_delete=models.PROTECT, related_name="findings"
    )
    version = models.ForeignKey(
        "disclosure.UpdateVersion",
        null=True,
        on_delete=models.PROTECT,
        related_name="findings",
    )
    obligation = models.ForeignKey(
        "obligations.Obligation",
        null=True,
        on_delete=models.PROTECT,
        related_name="findings",
    )
    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="findings"
    )
    value = models.CharField(_("结论"), max_length=24, choices=Value.choices)
    words = models.TextField(_("核查意见"))
    made_on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("核查结论")
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("version", "obligation"),
                name="finding_about_one",
            ),
            models.CheckConstraint(
                condition=Q(value__in=Value.values), name="finding_value_known"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="finding_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.value} {self.public_id}"
