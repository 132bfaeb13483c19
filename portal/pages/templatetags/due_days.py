"""`{% weekends_only day %}` beside every due day that a page shows.

A term that runs into a year without a published calendar ends in such a year, so the
day itself says whether anything but weekends was counted.
"""

import datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from portal.clock import is_working_day

register = template.Library()


@register.simple_tag
def weekends_only(day: datetime.date | None) -> SafeString:
    """Nothing for no day, or a day whose year has its published calendar."""
    if day is None or is_working_day(day)[1]:
        return SafeString("")
    words = gettext("（%(year)s 年放假安排尚未公布，只扣除了周末）") % {
        "year": day.year
    }
    return format_html('<small class="quiet" data-weekends-only>{}</small>', words)
