"""Where the frame and the front door lead to the search."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.registry import HomePanel, NavigationEntry, home_panels, navigation


def front_door(request: Any) -> list[HomePanel]:
    return [HomePanel("search", "search/field.html")]


def register() -> None:
    """Called once, when the app is ready."""
    navigation.register(NavigationEntry(_("搜索"), "search/", 10, area="tools"))
    home_panels.register(front_door)
