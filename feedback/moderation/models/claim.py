"""Claim: a moderator is reading this one. Goes with the decision or by itself."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Claim(models.Model):
    suggestion = models.OneToOneField(
        "suggestions.Suggestion", on_delete=models.PROTECT, related_name="claim"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("认领")

    def __str__(self) -> str:
        return str(self.suggestion)
