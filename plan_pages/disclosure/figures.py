"""Figures in an update: a name, a decimal as text, a unit.

The year's figure of an indicator names its `row` and its `status` (see `measured`).
"""

import re
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from plan_pages.progress.models import ObservationStatus
from portal.refusals import Refused

#: Of an indicator's figure: what a unit says first; a revision is a correction.
STATUSES = (ObservationStatus.PROVISIONAL, ObservationStatus.FINAL)
#: Figures of one update at most.
MOST = 20
_DECIMAL = re.compile(r"-?[0-9]{1,14}(\.[0-9]{1,6})?")
_LENGTHS = {"name": 100, "unit": 30, "row": 20}


def checked(figures: Any) -> list[dict[str, str]]:
    """The figures in their one spelling. Raises Refused (figures)."""
    if not isinstance(figures, list) or len(figures) > MOST:
        raise Refused("figures", _("数据最多二十项。"))
    return [_one(figure) for figure in figures]


def _one(figure: Any) -> dict[str, str]:
    value = str(figure.get("value", "")).strip()
    if not _DECIMAL.fullmatch(value):
        raise Refused(
            "figures", _("数据须是数字，例如 12.5；没有数据就不填，不要填 0。")
        )
    said = {"name": "", "value": str(Decimal(value)), "unit": "", "row": ""}
    for key, length in _LENGTHS.items():
        said[key] = str(figure.get(key, "")).strip()[:length]
    if not said["name"]:
        raise Refused("figures", _("每个数据须写明是什么。"))
    if said["row"]:
        status = figure.get("status") or ObservationStatus.PROVISIONAL
        if status not in STATUSES:
            raise Refused("figures", _("请选择数据状态。"))
        said["status"] = str(status)
    return said
