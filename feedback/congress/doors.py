"""Doors of the congress, and of who answers it, in the bar above the staff's pages."""

from django.utils.translation import gettext_lazy as _

from plan_pages.oversight.permissions import can_find
from portal.pages.staff import Door, doors

from .permissions import can_read_looks, may_answer


def register() -> None:
    doors.register(Door("findings_to_answer", _("核查结论"), may_answer, 37, "view"))
    doors.register(Door("review", _("人大监督"), can_find, 50, "view"))
    doors.register(Door("review_looks", _("查阅记录"), can_read_looks, 55, "history"))
