"""VersionFigure: which observation a published version made of its figure."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .version import UpdateVersion


class VersionFigure(models.Model):
    """Append-only: the figure of a row that this version published, entered once."""

    version = models.ForeignKey(
        UpdateVersion, on_delete=models.PROTECT, related_name="measured"
    )
    observation = models.OneToOneField(
        "progress.Observation", on_delete=models.PROTECT, related_name="disclosed"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("公开的指标数据")

    def __str__(self) -> str:
        return f"{self.version_id} {self.observation_id}"
