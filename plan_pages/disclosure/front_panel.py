"""The front door: what was disclosed last. Absent until something was."""

from django.http import HttpRequest

from plan_pages.document.current import current_plan
from plan_pages.document.scope import Scope
from portal.registry import HomePanel, home_panels

from .navigation import has_disclosures
from .queries import standing, with_names
from .views import line_of

SHOWN = 3


@home_panels.register
def panel(request: HttpRequest) -> list[HomePanel]:
    """The versions and the names of what they are about: three queries at most."""
    plan = current_plan(request)
    if plan is None or not has_disclosures(request):
        return []
    scope = Scope(request, plan)
    lines = [line_of(row, scope) for row in with_names(standing(plan)[:SHOWN])]
    if not lines:
        return []
    template = "plan_pages/updates/home_panel.html"
    return [HomePanel("aside", template, {"lines": lines}, order=10)]
