"""On a unit's page: how it answers what people say."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from feedback.queries.statistics import by_unit
from plan_pages.document.scope import scope_of
from portal.http.pagecache import depends_on
from portal.registry import thing_panels
from portal.units.models import Unit


def register() -> None:
    thing_panels.register(panel)


def panel(request: HttpRequest, thing: Any) -> Iterator[SafeString]:
    """Four queries for a unit, none for anything else."""
    if not isinstance(thing, Unit):
        return
    depends_on(request, "suggestions")
    scope = scope_of(request)
    rows = by_unit(plan_id=scope.plan.pk if scope else None)
    said = next((row for row in rows if row.unit == thing), None)
    yield render_to_string("feedback/public/unit.html", {"said": said})
