"""This floor's columns in the main navigation: absent until there is a plan."""

from django.utils.translation import gettext_lazy as _

from portal.registry import NavigationEntry, navigation

from .current import has_current_plan


def register() -> None:
    for label, path, order in (
        (_("规划"), "plan/", 10),
        (_("指标"), "indicators/", 20),
        (_("项目"), "items/", 30),
        (_("我这儿"), "places/", 60),
    ):
        navigation.register(NavigationEntry(label, path, order, shown=has_current_plan))
    navigation.register(NavigationEntry(_("评估方法"), "method/", 5, area="footer"))
