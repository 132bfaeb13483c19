"""DueLetter: that a unit was told, so that nobody is told twice."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LetterKind(models.TextChoices):
    DUE_SOON = "due_soon", _("临期提醒")
    OVERDUE = "overdue", _("逾期提醒")


class DueLetter(models.Model):
    """Append-only. An extension sets another day, about which there may be a letter."""

    obligation = models.ForeignKey(
        "obligations.Obligation", on_delete=models.PROTECT, related_name="letters"
    )
    kind = models.CharField(max_length=8, choices=LetterKind.choices)
    due_on = models.DateField()
    written_on = models.DateField()

    class Meta:
        verbose_name = verbose_name_plural = _("公开提醒")
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "kind", "due_on"], name="due_letter_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=LetterKind.values), name="due_letter_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.obligation_id}"
