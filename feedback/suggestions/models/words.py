"""What a person wrote. Deleted by an erasure, never changed (a trigger refuses it)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .suggestion import Suggestion


class ErasableText(models.Model):
    """Words that an erasure of their suggestion deletes; frozen while they stand."""

    suggestion = models.ForeignKey(
        Suggestion, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Never the words: a log or an admin title would keep them."""
        return f"{self._meta.verbose_name} {self.pk}"


class SuggestionText(ErasableText):
    """Exactly what was received: CRLF, spaces and invisible characters included."""

    suggestion = models.OneToOneField(
        Suggestion,
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="words",
    )

    class Meta:
        verbose_name = verbose_name_plural = _("建议原文")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="suggestion_text_given"),
        ]


class SuggestionContact(models.Model):
    """Contact details, sealed to a key that this server does not hold."""

    suggestion = models.OneToOneField(
        Suggestion,
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="contact",
    )
    sealed = models.BinaryField(max_length=2048)

    class Meta:
        verbose_name = verbose_name_plural = _("密封的联系方式")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
