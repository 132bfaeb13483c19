"""Division: one page model for 篇, 章 and 节, because plans differ."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from ..blocks import BodyBlock
from .guarded import GuardedPage


class DivisionLevel(models.TextChoices):
    PART = "part", _("篇")
    CHAPTER = "chapter", _("章")
    SECTION = "section", _("节")


class Division(GuardedPage):
    """A 篇, 章 or 节. `title` is the printed heading line, `number` its first word.

    `numbering` is the kind of number: 篇, 章, 节, 部分, 一、 or "" (none). `ordinal` is
    that number as an integer and, where it is free, the page's slug. A division that
    has left the text is `expired`: its page and its parts stay.
    """

    column_name = _("规划")
    column_type = _("规划计划")
    parent_page_types = ["document.Plan", "document.Division"]
    subpage_types = ["document.Division"]
    template = "plan_pages/division.html"
    context_from = "plan_pages.document.context.division"

    plan = models.ForeignKey(
        "document.Plan",
        on_delete=models.PROTECT,
        related_name="divisions",
        editable=False,
    )
    level = models.CharField(_("层级"), max_length=10, choices=DivisionLevel.choices)
    numbering = models.CharField(_("编号方式"), max_length=10, blank=True)
    number = models.CharField(_("编号"), max_length=40, blank=True)
    ordinal = models.PositiveSmallIntegerField(_("序数"))
    body = StreamField(BodyBlock(), verbose_name=_("正文"), blank=True)

    KEPT = ("plan_id", "level", "numbering", "number", "ordinal")

    content_panels = [*GuardedPage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = verbose_name_plural = _("章节")
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=DivisionLevel.values), name="division_level_known"
            ),
        ]

    def with_content_json(self, content: dict[str, Any]) -> "Division":
        restored: Division = super().with_content_json(content)
        for name in self.KEPT:
            setattr(restored, name, getattr(self, name))
        return restored

    @property
    def is_locked_text(self) -> bool:
        return self.plan.is_adopted

    @property
    def name(self) -> str:
        """The heading without its number: `发展基础和环境`."""
        return self.title.removeprefix(self.number).strip()
