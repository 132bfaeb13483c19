"""FeedbackSettings: what the operator decides about taking part."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from portal.prepared import Prepared

from ..states import PublicationMode


@register_setting(icon="mail")
class FeedbackSettings(BaseGenericSetting):
    """One row. Days are working days.

    Contact is taken only when `contact_enabled` and portal.sealing has a key.
    """

    publication_mode = models.CharField(
        _("公开方式"),
        max_length=12,
        choices=PublicationMode.choices,
        default=PublicationMode.EACH,
        help_text=_("写在表单上方；只对此后收到的建议生效。"),
    )
    moderation_days = models.PositiveSmallIntegerField(_("审核工作日"), default=3)
    routing_days = models.PositiveSmallIntegerField(
        _("分办工作日"),
        default=1,
        help_text=_("从审核决定那天起，分给承办单位的内部期限。"),
    )
    reply_days = models.PositiveSmallIntegerField(_("答复工作日"), default=7)
    reply_days_complex = models.PositiveSmallIntegerField(
        _("复杂事项答复工作日"), default=15
    )
    reply_days_error = models.PositiveSmallIntegerField(
        _("页面纠错答复工作日"), default=3
    )
    contact_enabled = models.BooleanField(
        _("可留联系方式"),
        default=False,
        help_text=_("内容密封后保存，服务器不能打开；须先在部署中设置公钥。"),
    )
    backup_days = models.PositiveSmallIntegerField(
        _("备份保留天数"),
        null=True,
        blank=True,
        help_text=_("写在“留下什么，留多久”上；没有填时写待配置。"),
    )
    hotline_text = models.CharField(
        _("12345 热线说明"),
        max_length=300,
        default="个人诉求请拨打 12345 政务服务便民热线。",
    )
    petition_text = models.CharField(
        _("信访说明"),
        max_length=300,
        default="信访事项请向信访部门提出。",
    )

    panels = [
        FieldPanel("publication_mode"),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in (
                    "moderation_days", "routing_days", "reply_days",
                    "reply_days_complex", "reply_days_error",
                )
            ],
            heading=_("时限"),
        ),
        MultiFieldPanel(
            [FieldPanel("contact_enabled")],
            heading=_("联系方式"),
        ),
        FieldPanel("backup_days"),
        MultiFieldPanel(
            [FieldPanel("hotline_text"), FieldPanel("petition_text")],
            heading=_("个人诉求的去处"),
        ),
    ]  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = _("公众参与")
        constraints = [
            models.CheckConstraint(
                condition=Q(publication_mode__in=PublicationMode.values),
                name="settings_mode_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    moderation_days__gte=1,
                    reply_days__gte=1,
                    reply_days_complex__gte=1,
                    reply_days_error__gte=1,
                ),
                name="settings_days_positive",
            ),
            models.CheckConstraint(
                condition=Q(routing_days__gte=1), name="settings_routing_days_positive"
            ),
        ]

    @classmethod
    def load(cls, request_or_site: Any = None) -> "FeedbackSettings":
        """The one row, which is there from the first migration on."""
        return _row.first() or super().load(request_or_site)


_row = Prepared(FeedbackSettings.objects.all)
