"""ImportRun: what was imported, from which bytes, with what report. Append-only."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportRun(models.Model):
    """`source_sha256` of the file's bytes; `report` as written by --report."""

    plan = models.ForeignKey(
        "document.Plan", on_delete=models.PROTECT, related_name="imports"
    )
    source_name = models.CharField(max_length=200)
    source_sha256 = models.CharField(max_length=64)
    correction = models.TextField(blank=True)
    report = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("导入记录")

    def __str__(self) -> str:
        return f"{self.source_name} {self.made_at:%Y-%m-%d}"
