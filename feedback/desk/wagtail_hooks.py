"""The admin's menu leads to the pages of routine work."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .access import DOORS, Door

_ICONS = {
    "today": "date",
    "moderation_queue": "clipboard-list",
    "reply_list": "comment",
    "paper_entry": "form",
    "rules_edit": "doc-full-inverse",
}


class DoorMenuItem(MenuItem):
    """Shown to whom the page opens."""

    def __init__(self, door: Door, order: int) -> None:
        url = reverse_lazy(door.name)
        super().__init__(
            door.label, url, name=door.name, icon_name=_ICONS[door.name], order=order
        )
        self.door = door

    def is_shown(self, request: HttpRequest) -> bool:
        return self.door.allowed(request.user)


@hooks.register("construct_main_menu")
def lead_to_the_desk(request: HttpRequest, items: list[MenuItem]) -> None:
    """The desk's pages come first."""
    doors = [DoorMenuItem(door, order) for order, door in enumerate(DOORS)]
    items[:0] = [item for item in doors if item.is_shown(request)]
