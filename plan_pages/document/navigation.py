"""This floor's columns in the main navigation: absent until there is a plan."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.registry import NavigationEntry, navigation

from .models import Plan


def there_is_a_plan(request: HttpRequest) -> bool:
    """Asked once a page, by as many entries as like."""
    if not hasattr(request, "_there_is_a_plan"):
        request._there_is_a_plan = Plan.objects.filter(  # type: ignore[attr-defined]
            is_current=True, live=True
        ).exists()
    return request._there_is_a_plan  # type: ignore[attr-defined, no-any-return]


def register() -> None:
    for label, path, order in (
        (_("规划"), "plan/", 10),
        (_("指标"), "indicators/", 20),
        (_("项目"), "items/", 30),
        (_("我这儿"), "places/", 60),
    ):
        navigation.register(NavigationEntry(label, path, order, shown=there_is_a_plan))
