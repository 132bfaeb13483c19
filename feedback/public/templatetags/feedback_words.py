"""A citizen's words in HTML, so that a browser reads exactly what was sent."""

import datetime

from django import template
from django.template import Context
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from portal.clock import iso_week

register = template.Library()


@register.filter
def exact(text: str) -> SafeString:
    """Escaped; a carriage return as a reference, or parsers make a line feed of it."""
    return mark_safe(escape(text).replace("\r", "&#13;"))  # noqa: S308  escaped


@register.filter
def in_words(week: str) -> str:
    """2026-W47 → 2026年第47周."""
    year, _dash, number = week.partition("-W")
    return _("%(year)s年第%(week)s周") % {"year": year, "week": number.lstrip("0")}


@register.simple_tag(takes_context=True)
def told(context: Context, day: datetime.date) -> str:
    """The week in words; the day where the template says `exact`, to who has the code.

    Public pages tell no days: one could point at a person.
    """
    return day.isoformat() if context.get("exact") else in_words(iso_week(day))


@register.filter
def is_link(url: str) -> bool:
    """Whether an address that a unit typed may be a link."""
    return url.startswith(("https://", "http://", "/"))
