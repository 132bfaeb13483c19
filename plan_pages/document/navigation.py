"""This floor's columns in the main navigation: absent until there is a plan."""

from django.utils.translation import gettext_lazy as _

from portal.registry import NavigationEntry, navigation

from .current import has_current_plan


def register() -> None:
    carried_out = ("projects/", "tasks/")
    for label, path, order, also in (
        (_("规划"), "plan/", 10, ()),
        (_("指标"), "indicators/", 20, ()),
        (_("项目"), "items/", 30, carried_out),
        (_("我这儿"), "places/", 60, ()),
    ):
        entry = NavigationEntry(label, path, order, also=also, shown=has_current_plan)
        navigation.register(entry)
    navigation.register(NavigationEntry(_("评估方法"), "method/", 5, area="footer"))
