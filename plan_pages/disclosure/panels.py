"""What was disclosed of an indicator, project or task, on its own page."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from plan_pages.delivery.models import Project, Task
from plan_pages.document.current import plan_of
from plan_pages.document.scope import Scope
from plan_pages.progress.models import Indicator
from portal.pages.context_processors import chrome
from portal.registry import thing_panels

from .queries import of_subject


@thing_panels.register
def panel(request: HttpRequest, thing: Any) -> Iterator[SafeString]:
    """One query; an indicator of which nothing is disclosed says nothing of it."""
    if not isinstance(thing, Indicator | Project | Task):
        return
    rows = of_subject(thing)
    if isinstance(thing, Indicator) and not rows:
        return
    scope = Scope(request, plan_of(request, thing.plan_id))
    lines = [(row, scope.url("update", row.update.public_id)) for row in rows]
    context = {"lines": lines, "plan_lang": chrome(request)["plan_lang"]}
    yield render_to_string("plan_pages/updates/panel.html", context)
