"""DisclosureSettings: when the clock begins, and its short terms."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="calendar-alt")
class DisclosureSettings(BaseGenericSetting):
    """One row. Without a launch day nothing is owed: a new site accuses nobody."""

    launch_date = models.DateField(
        _("启用日期"),
        null=True,
        blank=True,
        help_text=_("自此日起按规则登记应公开事项；不填则不登记。"),
    )
    due_soon_days = models.PositiveSmallIntegerField(_("提前几个工作日提醒"), default=5)
    supplement_days = models.PositiveSmallIntegerField(
        _("补充材料期限（工作日）"), default=10
    )

    panels = [
        FieldPanel("launch_date"),
        FieldPanel("due_soon_days"),
        FieldPanel("supplement_days"),
    ]

    class Meta:
        verbose_name = verbose_name_plural = _("公开期限")
        constraints = [
            models.CheckConstraint(
                condition=Q(due_soon_days__gte=1, supplement_days__gte=1),
                name="disclosure_settings_days_positive",
            )
        ]
