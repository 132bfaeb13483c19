"""The admin's menu leads to the pages of routine work."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.pages.staff import Door, doors_for


class DoorMenuItem(MenuItem):
    """Shown to whom the page opens."""

    def __init__(self, door: Door) -> None:
        url = reverse_lazy(door.name)
        super().__init__(
            door.label, url, name=door.name, icon_name=door.icon, order=door.order
        )


@hooks.register("construct_main_menu")
def lead_to_the_desk(request: HttpRequest, items: list[MenuItem]) -> None:
    """The desk's pages come first."""
    items[:0] = [DoorMenuItem(door) for door in doors_for(request.user)]
