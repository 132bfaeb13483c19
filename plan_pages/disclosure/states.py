"""The delivery states that a unit says, and which of them owe more than words."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Delivery(models.TextChoices):
    NOT_STARTED = "not_started", _("未启动")
    IN_PROGRESS = "in_progress", _("推进中")
    DELAYED = "delayed", _("延期")
    COMPLETED = "completed", _("已完成")
    ADJUSTED = "adjusted", _("已调整")
    STOPPED = "stopped", _("已停止")


#: No such state without the document that decided it.
NEEDS_DOCUMENT = (Delivery.ADJUSTED, Delivery.STOPPED)


class UpdateState(models.TextChoices):
    """Where an update stands; derived from its rows."""

    DRAFT = "draft", _("草稿")
    IN_APPROVAL = "in_approval", _("审批中")
    PUBLISHED = "published", _("已公开")
    CORRECTED = "corrected", _("已更正")
    WITHDRAWN = "withdrawn", _("已撤回")


def claim_constraints(prefix: str) -> list[models.BaseConstraint]:
    """The paired facts of a claim, for the draft and the version alike."""
    return [
        models.CheckConstraint(
            condition=Q(delivery__in=Delivery.values),
            name=f"{prefix}_delivery_known",
            violation_error_message=_("请选择实施状态。"),
        ),
        models.CheckConstraint(
            condition=~Q(delivery=Delivery.DELAYED) | ~Q(reason=""),
            name=f"{prefix}_delayed_has_reason",
            violation_error_message=_("“延期”须写明原因。"),
        ),
        models.CheckConstraint(
            condition=~Q(delivery__in=list(NEEDS_DOCUMENT)) | ~Q(decided_by=""),
            name=f"{prefix}_change_has_document",
            violation_error_message=_("“已调整”和“已停止”须写明所依文件。"),
        ),
        models.CheckConstraint(
            condition=~Q(words=""),
            name=f"{prefix}_says_something",
            violation_error_message=_("请写明做了什么。"),
        ),
    ]
