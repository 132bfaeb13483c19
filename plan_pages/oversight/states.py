"""The words of a finding."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Value(models.TextChoices):
    """What a reviewer finds of a disclosure, or of one that is missing."""

    COMPLETE = "complete", _("完整")
    TO_BE_SUPPLEMENTED = "to_be_supplemented", _("待补充")
    EVIDENCE_INSUFFICIENT = "evidence_insufficient", _("佐证不足")
    DISPUTED = "disputed", _("存疑")


#: The word where no finding was released.
NOT_CHECKED = "not_checked"
NOT_CHECKED_WORD = _("未核查")
