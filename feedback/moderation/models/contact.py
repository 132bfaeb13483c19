"""ContactLook: somebody took the sealed contact details of one case."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from feedback.suggestions.models import Suggestion


class ContactLook(models.Model):
    """Append-only: who, which one, which day; never what it says."""

    suggestion = models.ForeignKey(
        Suggestion, on_delete=models.PROTECT, related_name="contact_looks"
    )
    looked_on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("联系方式取用记录")

    def __str__(self) -> str:
        return f"{self.suggestion_id} {self.looked_on}"
