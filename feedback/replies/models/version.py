"""ReplyVersion: what the unit said, for good. A correction is the next number."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.suggestions.models import Suggestion

from ..dispositions import Disposition, disposition_constraints


class ReplyVersion(models.Model):
    """Append-only. `html` is clean; `content_hash` stands in the ledger."""

    reply = models.ForeignKey(
        "replies.Reply", on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    disposition = models.CharField(max_length=20, choices=Disposition.choices)
    html = models.TextField()
    reason = models.TextField(blank=True)
    referred_to = models.CharField(max_length=120, blank=True)
    change_url = models.CharField(max_length=300, blank=True)
    note = models.CharField(_("更正说明"), max_length=300, blank=True)
    content_hash = models.CharField(max_length=64)
    published_on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("答复版本")
        constraints = [
            models.UniqueConstraint(
                fields=["reply", "number"], name="version_number_once"
            ),
            models.CheckConstraint(
                condition=Q(number=1, note="") | (Q(number__gt=1) & ~Q(note="")),
                name="version_correction_has_note",
            ),
            models.CheckConstraint(
                condition=~Q(html=""), name="version_says_something"
            ),
            *disposition_constraints("version"),
        ]

    def __str__(self) -> str:
        return f"{self.reply_id} v{self.number}"


class AnsweredSuggestionQuerySet(models.QuerySet["AnsweredSuggestion"]):
    def standing(self) -> "AnsweredSuggestionQuerySet":
        """Of replies that are not withdrawn; a corrected one has a row a version."""
        return self.filter(version__reply__withdrawal__isnull=True)

    def first_versions(self) -> "AnsweredSuggestionQuerySet":
        """One row a reply: the day on which it was first said counts for the clock."""
        return self.filter(version__number=1)


class AnsweredSuggestion(models.Model):
    """Append-only: this version answers this suggestion."""

    version = models.ForeignKey(
        ReplyVersion, on_delete=models.PROTECT, related_name="answered"
    )
    suggestion = models.ForeignKey(
        Suggestion, on_delete=models.PROTECT, related_name="answers"
    )

    objects = AnsweredSuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("已答复")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "suggestion"], name="answered_once_a_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion_id} ← {self.version_id}"


class ReplyWithdrawal(models.Model):
    """Append-only: the unit took its reply back, with a public reason."""

    reply = models.OneToOneField(
        "replies.Reply", on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.CharField(_("撤回理由"), max_length=300)
    withdrawn_on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("答复撤回")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="reply_withdrawal_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(self.reply_id)
