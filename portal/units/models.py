"""Unit: a department, township, park authority or the congress office."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    DEPARTMENT = "department", _("部门")
    TOWNSHIP = "township", _("乡镇街道")
    PARK = "park", _("园区")
    CONGRESS = "congress", _("人大")
    OFFICE = "office", _("规划与公开主管")


class Unit(models.Model):
    """`key` stands in public addresses and never changes."""

    key = models.SlugField(_("代号"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=80, unique=True)
    short_name = models.CharField(_("简称"), max_length=20, blank=True)
    kind = models.CharField(_("类别"), max_length=12, choices=UnitKind.choices)
    order = models.PositiveIntegerField(_("次序"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("单位")
        ordering = ["order", "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=UnitKind.values), name="unit_kind_known"
            )
        ]

    def __str__(self) -> str:
        return self.short_name or self.name
