"""Anchor: an editor ties an indicator, project or task to a further paragraph."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .pieces import exactly_one
from .responsibility import SUBJECTS


class Anchor(models.Model):
    """Mutable: set and taken away; it then shows in that paragraph's margin."""

    part = models.ForeignKey(
        "document.Part", on_delete=models.PROTECT, related_name="anchors"
    )
    indicator = models.ForeignKey(
        "progress.Indicator",
        null=True,
        on_delete=models.PROTECT,
        related_name="anchors",
    )
    project = models.ForeignKey(
        "delivery.Project", null=True, on_delete=models.PROTECT, related_name="anchors"
    )
    task = models.ForeignKey(
        "delivery.Task", null=True, on_delete=models.PROTECT, related_name="anchors"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("段落关联")
        constraints = [
            models.CheckConstraint(
                condition=exactly_one(*SUBJECTS), name="anchor_of_one"
            ),
            *(
                models.UniqueConstraint(
                    fields=["part", name], name=f"anchor_{name}_once_a_part"
                )
                for name in SUBJECTS
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.part_id} ← {self.indicator_id or self.project_id or self.task_id}"
        )
