"""Plan: a page with a key and a phase; PlanIndex: /plan/, above all plans."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from ..blocks import BodyBlock
from .guarded import GuardedPage


class PlanPhase(models.TextChoices):
    """Decides which obligations, words and calls exist."""

    CONSULTING = "consulting", _("征求意见")
    IMPLEMENTING = "implementing", _("实施中")
    FINAL_EVALUATION = "final_evaluation", _("总结评估")
    ARCHIVED = "archived", _("归档")

    @property
    def takes_suggestions(self) -> bool:
        """Only an archived plan closes the suggestion box."""
        return self is not PlanPhase.ARCHIVED


class PlanIndex(GuardedPage):
    """`/plan/`: shows the current plan's contents and lists the others."""

    column_name = _("规划")
    column_type = _("规划计划")
    parent_page_types = ["home.HomePage"]
    subpage_types = ["document.Plan"]
    max_count = 1
    template = "plan_pages/plan_index.html"
    context_from = "plan_pages.document.context.plan_index"

    class Meta:
        verbose_name = verbose_name_plural = _("规划总目")


class Plan(GuardedPage):
    """One five-year plan. Its own body holds the cover and the preamble.

    `page_levels` says how deep pages go before they become blocks. Key, phase and
    currency are set by services and never come back from an old revision.
    """

    column_name = _("规划")
    column_type = _("规划计划")
    parent_page_types = ["document.PlanIndex"]
    subpage_types = ["document.Division"]
    template = "plan_pages/plan.html"
    context_from = "plan_pages.document.context.plan"

    # Named, because the default accessor "plan" would clash with Division.plan.
    page_ptr = models.OneToOneField(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        parent_link=True,
        related_name="as_plan",
    )
    key = models.SlugField(_("规划代号"), max_length=40, unique=True)
    phase = models.CharField(_("阶段"), max_length=20, choices=PlanPhase.choices)
    period_start = models.PositiveSmallIntegerField(_("起始年"))
    period_end = models.PositiveSmallIntegerField(_("末年"))
    is_current = models.BooleanField(_("现行规划"), default=False)
    page_levels = models.JSONField(_("成页的层级"), default=list)
    body = StreamField(BodyBlock(), verbose_name=_("封面与前言"), blank=True)

    #: Never restored from a revision: services own them.
    KEPT = ("key", "phase", "period_start", "period_end", "is_current", "page_levels")

    content_panels = [*GuardedPage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = verbose_name_plural = _("规划")
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"],
                condition=Q(is_current=True),
                name="one_plan_is_current",
            ),
            models.CheckConstraint(
                condition=Q(period_start__lte=F("period_end")),
                name="plan_period_in_order",
            ),
            models.CheckConstraint(
                condition=Q(phase__in=PlanPhase.values), name="plan_phase_known"
            ),
        ]

    def with_content_json(self, content: dict[str, Any]) -> "Plan":
        restored: Plan = super().with_content_json(content)
        for name in self.KEPT:
            setattr(restored, name, getattr(self, name))
        return restored

    @property
    def period(self) -> str:
        """`2021—2025`"""
        return f"{self.period_start}—{self.period_end}"

    @property
    def is_adopted(self) -> bool:
        """The text is approved: it changes by a correction with a reason alone."""
        return self.phase != PlanPhase.CONSULTING

    @property
    def is_locked_text(self) -> bool:
        return self.is_adopted

    @property
    def is_over(self) -> bool:
        """The period has ended, so that every page says 该规划期已满."""
        return self.phase in (PlanPhase.FINAL_EVALUATION, PlanPhase.ARCHIVED)

    @property
    def takes_suggestions(self) -> bool:
        return PlanPhase(self.phase).takes_suggestions
