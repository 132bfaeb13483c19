"""SourceDocument: the paper a figure stands in, cited so that a reader can find it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plan_pages.document.models import new_public_id


class SourceDocument(models.Model):
    """Append-only. `sha256` is that of the file when it was entered."""

    public_id = models.CharField(
        max_length=8, unique=True, default=new_public_id, editable=False
    )
    title = models.CharField(_("文件名称"), max_length=200)
    issuer = models.CharField(_("发文单位"), max_length=120)
    number = models.CharField(_("文号"), max_length=80, blank=True)
    dated = models.DateField(_("成文日期"))
    url = models.URLField(_("网址"), max_length=500, blank=True)
    document = models.ForeignKey(
        "media.PortalDocument",
        verbose_name=_("文件"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    sha256 = models.CharField(max_length=64, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    entered_on = models.DateField(_("录入日期"))

    class Meta:
        verbose_name = verbose_name_plural = _("来源文件")
        ordering = ["-dated", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(issuer=""), name="source_is_named"
            ),
            models.CheckConstraint(
                condition=~Q(number="") | ~Q(url="") | Q(document__isnull=False),
                name="source_can_be_found",
            ),
            models.CheckConstraint(
                condition=Q(document__isnull=True, sha256="")
                | (Q(document__isnull=False) & ~Q(sha256="")),
                name="source_file_has_its_hash",
            ),
        ]

    def __str__(self) -> str:
        return self.citation

    @property
    def citation(self) -> str:
        """`统计局《2021年公报》（库统〔2022〕3号）`"""
        number = f"（{self.number}）" if self.number else ""
        return f"{self.issuer}《{self.title}》{number}"
