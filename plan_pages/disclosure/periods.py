"""Periods that are reported on: 2024, 2024-H1, 2024-Q3, 2024-05.

The text is what rows, addresses and the ledger carry; `last_day` sorts them.
"""

import calendar
import datetime
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_SHAPE = re.compile(r"(2\d{3})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?")
#: For a database constraint and a form's pattern alike.
PATTERN = r"^2[0-9]{3}(-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?$"


def _months(period: str) -> tuple[int, int, int]:
    """(year, first month, last month). Raises ValidationError for no period."""
    found = _SHAPE.fullmatch(period)
    if found is None:
        raise ValidationError(_("请填写时期，例如 2024、2024-H1、2024-Q3 或 2024-05。"))
    year, half, quarter, month = found.groups()
    if half:
        return int(year), int(half) * 6 - 5, int(half) * 6
    if quarter:
        return int(year), int(quarter) * 3 - 2, int(quarter) * 3
    if month:
        return int(year), int(month), int(month)
    return int(year), 1, 12


def check(period: str) -> None:
    """Raises ValidationError."""
    _months(period)


def first_day(period: str) -> datetime.date:
    year, first, _last = _months(period)
    return datetime.date(year, first, 1)


def last_day(period: str) -> datetime.date:
    year, _first, last = _months(period)
    return datetime.date(year, last, calendar.monthrange(year, last)[1])


def words(period: str) -> str:
    """`2024年`, `2024年上半年`, `2024年第三季度`, `2024年5月`."""
    found = _SHAPE.fullmatch(period)
    if found is None:
        return period
    year, half, quarter, month = found.groups()
    said = {"year": year, "month": int(month or 0)}
    if half:
        pattern = _("%(year)s年上半年") if half == "1" else _("%(year)s年下半年")
    elif quarter:
        pattern = (
            _("%(year)s年第一季度"),
            _("%(year)s年第二季度"),
            _("%(year)s年第三季度"),
            _("%(year)s年第四季度"),
        )[int(quarter) - 1]
    else:
        pattern = _("%(year)s年%(month)s月") if month else _("%(year)s年")
    return pattern % said
