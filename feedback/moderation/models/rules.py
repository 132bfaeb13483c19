"""RulesVersion: the moderation rules as published. A decision names its version."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RulesVersion(models.Model):
    """Append-only. `html` is clean; `note` says what changed ("" in the first)."""

    number = models.PositiveIntegerField(_("版本"), unique=True)
    html = models.TextField(_("规则"))
    note = models.CharField(_("修订说明"), max_length=300, blank=True)
    published_on = models.DateField(_("公布日期"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("审核规则")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(condition=~Q(html=""), name="rules_say_something"),
            models.CheckConstraint(
                condition=Q(number=1) | Q(number__gt=1) & ~Q(note=""),
                name="rules_change_has_note",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number}版"
