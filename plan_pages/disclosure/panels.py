"""What was disclosed of an indicator, project, task or plan item, on its own page."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from plan_pages.delivery.models import Project, Task
from plan_pages.document.current import plan_of
from plan_pages.document.scope import Scope
from plan_pages.progress.models import Indicator, PlanItem
from portal.pages.context_processors import chrome
from portal.registry import thing_panels

from .awaited import reasons
from .queries import of_subject
from .subjects import column_of


@thing_panels.register
def panel(request: HttpRequest, thing: Any) -> Iterator[SafeString]:
    """One query; a part of the plan of which nothing is disclosed says nothing of it.

    About a plan item units speak as of the Part that it is.
    """
    if not isinstance(thing, Indicator | Project | Task | PlanItem):
        return
    rows = of_subject(thing.part if isinstance(thing, PlanItem) else thing)
    if isinstance(thing, Indicator | PlanItem) and not rows:
        return
    scope = Scope(request, plan_of(request, thing.plan_id))
    lines = [(row, scope.url("update", row.update.public_id)) for row in rows]
    context = {
        "lines": lines,
        "why": "" if lines else _why(thing),
        "plan_lang": chrome(request)["plan_lang"],
    }
    yield render_to_string("plan_pages/updates/panel.html", context)


def _why(thing: Any) -> str:
    """Who owes what nobody has said yet, and by when."""
    key = (column_of(thing), thing.pk)
    return reasons([key])[key]
