"""HomePage: `/`. The only place that lists what may stand below it."""

from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from plan_pages.document.current import current_plan
from plan_pages.document.errors import TextGuarded
from portal.http.pagecache import depends_on
from portal.pages.models import BasePage
from portal.pages.unscheduled import Unscheduled

from .front import front
from .panels import panels_by_slot

#: What the front door shows of every floor, and its own.
TAGS = (
    "home", "suggestions", "indicators", "items", "projects", "tasks", "updates",
    "scorecard", "overdue",
)  # fmt: skip


class HomePage(Unscheduled, BasePage):
    column_name = _("首页")
    column_type = _("首页")
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["document.PlanIndex"]
    max_count = 1
    #: No dates of going live or expiring: the plan stands below.
    settings_panels: list[Any] = []
    template = "home/home.html"

    class Meta:
        verbose_name = verbose_name_plural = _("首页")

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        depends_on(request, *TAGS)
        plan = current_plan(request)
        context["front"] = front(request, plan) if plan else None
        context["panels"] = panels_by_slot(request)
        return context

    def unpublish(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TextGuarded("unpublish")
