"""Routing: which unit answers, by when. Extension: a later day and a public reason."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from feedback.suggestions.models import Suggestion

from ..dispositions import Complexity


class Routing(models.Model):
    """Append-only; the newest row of a suggestion counts.

    The clock runs from `clock_from`, the day of the decision, however often the
    suggestion is routed. `due_certain` is False where no holiday calendar was known.
    """

    suggestion = models.ForeignKey(
        Suggestion, on_delete=models.PROTECT, related_name="routings"
    )
    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="routings"
    )
    complexity = models.CharField(max_length=10, choices=Complexity.choices)
    clock_from = models.DateField()
    routed_on = models.DateField()
    due_on = models.DateField()
    due_certain = models.BooleanField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("分办")
        constraints = [
            models.CheckConstraint(
                condition=Q(complexity__in=Complexity.values),
                name="routing_complexity_known",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("clock_from")), name="routing_due_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion_id} → {self.unit_id}"


class Extension(models.Model):
    """Append-only; the newest row moves the due day. `reason` is public."""

    suggestion = models.ForeignKey(
        Suggestion, on_delete=models.PROTECT, related_name="extensions"
    )
    due_before = models.DateField()
    due_on = models.DateField()
    reason = models.CharField(_("延期理由"), max_length=300)
    extended_on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("延期")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="extension_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("due_before")), name="extension_is_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion_id} → {self.due_on}"
