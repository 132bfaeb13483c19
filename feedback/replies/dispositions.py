"""What became of a suggestion, and which of these words owe more than a reply."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Disposition(models.TextChoices):
    ADOPTED = "adopted", _("采纳")
    PARTLY_ADOPTED = "partly_adopted", _("部分采纳")
    ALREADY_UNDER_WAY = "already_under_way", _("已在实施")
    NOTED = "noted", _("留作参考")
    NOT_ADOPTED = "not_adopted", _("未采纳")
    ANSWERED = "answered", _("已解答")
    REFERRED = "referred", _("转办")
    OUT_OF_REMIT = "out_of_remit", _("不属本级")


#: No such word without a reason.
NEEDS_REASON = (Disposition.NOTED, Disposition.NOT_ADOPTED)


class Complexity(models.TextChoices):
    """Sets the reply clock."""

    NORMAL = "normal", _("一般")
    COMPLEX = "complex", _("复杂")
    PAGE_ERROR = "page_error", _("页面纠错")


def disposition_constraints(prefix: str) -> list[models.BaseConstraint]:
    """The paired facts of a disposition, for the draft and the version alike."""
    return [
        models.CheckConstraint(
            condition=Q(disposition__in=Disposition.values),
            name=f"{prefix}_disposition_known",
            violation_error_message=_("请选择采纳情况。"),
        ),
        models.CheckConstraint(
            condition=~Q(disposition__in=list(NEEDS_REASON)) | ~Q(reason=""),
            name=f"{prefix}_not_adopted_has_reason",
            violation_error_message=_("“未采纳”和“留作参考”须写明理由。"),
        ),
        models.CheckConstraint(
            condition=Q(disposition=Disposition.REFERRED) & ~Q(referred_to="")
            | ~Q(disposition=Disposition.REFERRED) & Q(referred_to=""),
            name=f"{prefix}_referral_says_where",
            violation_error_message=_("“转办”须写明转往何处，其他情况不填。"),
        ),
        models.CheckConstraint(
            condition=~Q(disposition=Disposition.ADOPTED) | ~Q(change_url=""),
            name=f"{prefix}_adopted_links_change",
            violation_error_message=_("“采纳”须附上已作改变之处的链接。"),
        ),
    ]
