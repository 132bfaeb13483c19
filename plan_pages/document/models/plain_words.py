"""PlainWords: an editor's one sentence about a division, marked 非规划原文."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.snippets.models import register_snippet


@register_snippet
class PlainWords(models.Model):
    """Stands beside the text, never in it, so the adopted text can stay locked."""

    division = models.OneToOneField(
        "document.Division",
        verbose_name=_("章节"),
        on_delete=models.PROTECT,
        related_name="plain_words",
    )
    text = models.CharField(_("一句话说明"), max_length=200)

    panels = [PageChooserPanel("division", "document.Division"), FieldPanel("text")]

    class Meta:
        verbose_name = verbose_name_plural = _("一句话说明")

    def __str__(self) -> str:
        return self.text
