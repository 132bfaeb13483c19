"""Doors of the congress in the bar above the staff's pages."""

from django.utils.translation import gettext_lazy as _

from plan_pages.oversight.permissions import can_find
from portal.pages.staff import Door, doors


def register() -> None:
    doors.register(Door("review", _("人大监督"), can_find, 50, "view"))
