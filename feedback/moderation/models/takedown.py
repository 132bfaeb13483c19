"""TakeDownOutcome: a second person confirmed the take-down, or it lapsed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .decision import Decision


class TakeDownResult(models.TextChoices):
    CONFIRMED = "confirmed", _("已由第二人确认")
    LAPSED = "lapsed", _("逾期未确认，已恢复")


class TakeDownOutcome(models.Model):
    """Append-only; names the take-down it concludes. Nobody decides a lapse."""

    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, related_name="outcome"
    )
    result = models.CharField(max_length=10, choices=TakeDownResult.choices)
    on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("下架的确认")
        constraints = [
            models.CheckConstraint(
                condition=Q(result=TakeDownResult.CONFIRMED, by__isnull=False)
                | Q(result=TakeDownResult.LAPSED, by__isnull=True),
                name="take_down_confirmed_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.result}"
