"""Appeal: once a suggestion, decided by another person than the one who decided."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.suggestions.models import ErasableText, Suggestion

from .decision import Decision


class AppealOutcome(models.TextChoices):
    UPHELD = "upheld", _("维持原决定")
    OVERTURNED = "overturned", _("改变原决定")


class AppealQuerySet(models.QuerySet["Appeal"]):
    def open(self) -> "AppealQuerySet":
        """Neither decided nor given up by a withdrawal or an erasure."""
        return self.filter(outcome__isnull=True, suggestion__erased_week="").exclude(
            suggestion__state="withdrawn"
        )


class Appeal(models.Model):
    """Append-only; against `decision`, the newest one when it was opened."""

    suggestion = models.OneToOneField(
        Suggestion, on_delete=models.PROTECT, related_name="appeal"
    )
    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, related_name="appealed"
    )
    opened_on = models.DateField()

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("申诉")

    def __str__(self) -> str:
        return str(self.suggestion_id)


class AppealText(ErasableText):
    """What the author says in the appeal, exactly."""

    appeal = models.OneToOneField(
        Appeal, primary_key=True, on_delete=models.PROTECT, related_name="words"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("申诉原文")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="appeal_text_given"),
        ]


class AppealDecision(models.Model):
    """Append-only. An overturned appeal has a Decision of kind reinstate beside it."""

    appeal = models.OneToOneField(
        Appeal, on_delete=models.PROTECT, related_name="outcome"
    )
    outcome = models.CharField(max_length=10, choices=AppealOutcome.choices)
    decided_on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("申诉决定")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=AppealOutcome.values),
                name="appeal_outcome_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appeal_id} {self.outcome}"


class AppealReason(ErasableText):
    """Why the appeal ended as it did, for its author."""

    appeal_decision = models.OneToOneField(
        AppealDecision,
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="reason",
    )

    class Meta:
        verbose_name = verbose_name_plural = _("申诉决定理由")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="appeal_reason_given"),
        ]
