"""Who reads which chapter, and who opened what was refused."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.suggestions.models import Suggestion


class ChapterAssignment(models.Model):
    """`reviewer` follows `chapter`; several may, and nobody must."""

    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="assigned_chapters",
    )
    chapter = models.ForeignKey(
        "document.Division", on_delete=models.PROTECT, related_name="reviewers"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("分工")
        constraints = [
            models.UniqueConstraint(
                fields=["reviewer", "chapter"], name="chapter_once_a_reviewer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer_id} · {self.chapter_id}"


class Purpose(models.TextChoices):
    """Why somebody opens a refused text. No free words: a row that stays for good
    must not quote the person."""

    CHECK_DECISION = "check_decision", _("核对审核决定是否恰当")
    STUDY_CHAPTER = "study_chapter", _("了解本章公众意见")


class RefusedLook(models.Model):
    """Append-only: this reviewer opened this refused suggestion on this day."""

    suggestion = models.ForeignKey(
        Suggestion, on_delete=models.PROTECT, related_name="looks"
    )
    purpose = models.CharField(_("用途"), max_length=16, choices=Purpose.choices)
    looked_on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("查阅记录")
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values), name="look_purpose_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion_id} {self.looked_on}"
