"""Units: what each answers for, and what it disclosed."""

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plan_pages.delivery.models import Responsibility, UnitRole
from plan_pages.delivery.queries import of_unit as responsibilities_of
from plan_pages.document.scope import Scope, of_plan
from portal.csv_tables import csv_response
from portal.http.pagecache import depends_on
from portal.units.models import Unit, UnitKind

from . import queries
from .awaited import key_of, reasons
from .naming import name_of, remember_names, url_of
from .views import line_of

#: Updates on a unit's page; the rest stands in the list.
SHOWN = 20
#: Whatever is registered or disclosed shows on some unit's page.
_TAGS = ("units", "updates", "projects", "tasks")
COLUMNS = ("key", "name", "kind", "leads", "cooperates", "disclosed", "url")


@require_safe
@of_plan
def units(request: HttpRequest, scope: Scope) -> HttpResponse:
    """`/units/`: by kind, what each leads and how much it disclosed."""
    groups = []
    rows = _counted(scope)
    for kind in UnitKind:
        lines = [line for line in rows if line[0].kind == kind]
        if lines:
            groups.append((kind.label, lines))
    context = {
        "meta": scope.meta(_("责任单位"), _("公开"), "units"),
        "groups": groups,
    }
    return _page(request, scope, "plan_pages/units/list.html", context)


@require_safe
@of_plan
def units_csv(request: HttpRequest, scope: Scope) -> HttpResponse:
    """`/units.csv`: what each leads, cooperates in and disclosed, as counts."""
    shared = _answered(scope, UnitRole.COOPERATING)
    lines = [
        (
            unit.key, unit.name, unit.kind, leads, shared[unit.pk], said,
            request.build_absolute_uri(scope.canonical("unit", unit.key)),
        )
        for unit, leads, said in _counted(scope)
    ]  # fmt: skip
    depends_on(request, f"plan:{scope.plan.pk}", *_TAGS)
    return csv_response("units", COLUMNS, lines)


def _counted(scope: Scope) -> list[tuple[Unit, int, int]]:
    """(unit, things it leads, updates that stand), in their order."""
    leads = _answered(scope, UnitRole.LEAD)
    said = Counter(
        queries.standing(scope.plan)
        .select_related(None)
        .order_by()
        .values_list("unit_id", flat=True)
    )
    rows = Unit.objects.exclude(kind=UnitKind.CONGRESS)
    return [(unit, leads[unit.pk], said[unit.pk]) for unit in rows]


def _answered(scope: Scope, role: UnitRole) -> Counter[int]:
    """How many things of the plan each unit answers for in that role."""
    rows = Responsibility.objects.standing().filter(role=role)
    return Counter(
        row.unit_id
        for row in rows.select_related("indicator", "project", "task")
        if row.subject.plan_id == scope.plan.pk
    )


@require_safe
@of_plan
def unit(request: HttpRequest, scope: Scope, unit_key: str) -> HttpResponse:
    """`/units/<key>/`: what it leads, what it disclosed, and what floors above add."""
    found = get_object_or_404(Unit, key=unit_key)
    rows = responsibilities_of(found, scope.plan)
    remember_names(row.subject for row in rows)
    states = _states(rows)
    silent = reasons(key_of(row) for row in rows if row.pk not in states)
    lines = [
        (
            row, name_of(row.subject), url_of(row.subject, scope),
            states.get(row.pk), silent.get(key_of(row), ""),
        )
        for row in rows
    ]  # fmt: skip
    said = queries.of_unit(found, scope.plan, most=SHOWN + 1)
    context = {
        "meta": scope.meta(found.name, _("公开"), "unit", unit_key),
        "unit": found,
        "leads": [line for line in lines if line[0].role == UnitRole.LEAD],
        "cooperates": [line for line in lines if line[0].role != UnitRole.LEAD],
        "updates": [line_of(row, scope) for row in said[:SHOWN]],
        "has_more": len(said) > SHOWN,
    }
    return _page(request, scope, "plan_pages/units/unit.html", context)


def _states(rows: list[Responsibility]) -> dict[int, Any]:
    """What is said today of each thing, by key of the row. Three queries."""
    found: dict[int, Any] = {}
    for kind in ("indicator", "project", "task"):
        of_kind = {
            row.pk: getattr(row, f"{kind}_id")
            for row in rows
            if getattr(row, f"{kind}_id")
        }
        if of_kind:
            states = queries.states_of(kind, of_kind.values())
            found |= {pk: states[key] for pk, key in of_kind.items() if key in states}
    return found


def _page(
    request: HttpRequest, scope: Scope, template: str, context: dict[str, Any]
) -> HttpResponse:
    depends_on(request, f"plan:{scope.plan.pk}", *_TAGS)
    return render(request, template, {"scope": scope, "plan": scope.plan, **context})
