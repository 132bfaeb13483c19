"""On a plan item's page: the projects and tasks that carry it out."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from plan_pages.document.current import plan_of
from plan_pages.document.scope import Scope
from plan_pages.progress.models import PlanItem
from portal.pages.context_processors import chrome
from portal.registry import thing_panels

from .queries import projects_of_item, tasks_of_item


@thing_panels.register
def panel(request: HttpRequest, thing: Any) -> Iterator[SafeString]:
    """Two queries for a plan item, none for anything else."""
    if not isinstance(thing, PlanItem):
        return
    scope = Scope(request, plan_of(request, thing.plan_id))
    context: dict[str, Any] = {
        f"{kind}s": [(row, scope.url(kind, row.public_id)) for row in rows]
        for kind, rows in (
            ("project", projects_of_item(thing)),
            ("task", tasks_of_item(thing)),
        )
    }
    if any(context.values()):
        context["plan_lang"] = chrome(request)["plan_lang"]
        yield render_to_string("plan_pages/projects/panel.html", context)
