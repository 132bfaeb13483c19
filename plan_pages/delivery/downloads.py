"""Projects and tasks as CSV: their lists, and the tables of each one's page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from plan_pages.document.scope import Scope, of_own_plan, of_plan
from portal.csv_tables import csv_response

from . import queries
from .models import Investment, Milestone, Project, ProjectVersion, Task, TaskVersion
from .views import depends, stage_asked_for

COLUMNS = (
    "id", "name", "stage", "stage_on", "item", "place", "lead", "cooperating", "url",
    "content", "site", "builder", "first_year", "last_year", "total_investment",
    "planned_sum", "invested_sum",
)  # fmt: skip
TASK_COLUMNS = (
    "id", "name", "deliverable", "timetable", "starts_on", "due_on", "place", "lead",
    "cooperating", "url",
)  # fmt: skip
#: Sums and milestones of one thing; `standing` is 0 for what was corrected.
OWN_COLUMNS = (
    "table", "year", "kind", "amount_10000_yuan", "annual_class", "milestone", "due_on",
    "done_on", "source", "source_dated", "entered_on", "standing", "reason",
)  # fmt: skip


@require_safe
@of_plan
def projects_csv(request: HttpRequest, scope: Scope) -> HttpResponse:
    """`/projects.csv`: all of them, in the order of the text."""
    stage = stage_asked_for(request)
    rows = list(queries.listed_projects(scope.plan, chapter=scope.chapter, stage=stage))
    units = queries.answerable("project", [row.pk for row in rows])
    facts = _newest(ProjectVersion, "project", scope)
    sums = queries.sums_of(scope.plan)
    lines = []
    for row in rows:
        said, (planned, invested) = facts[row.pk], sums.get(row.pk, (None, None))
        lines.append((
            row.public_id, row.name, row.stage or "", row.stage_on,
            row.item.part.public_id if row.item else "",
            scope.contents.place_of(row.part.page_id), *_units(units[row.pk]),
            request.build_absolute_uri(scope.canonical("project", row.public_id)),
            said.content, said.site, said.builder, said.first_year, said.last_year,
            said.total_investment, planned, invested,
        ))  # fmt: skip
    depends(request, scope, "projects")
    return csv_response("projects", COLUMNS, lines)


@require_safe
@of_plan
def tasks_csv(request: HttpRequest, scope: Scope) -> HttpResponse:
    """`/tasks.csv`: all of them, in the order of the text."""
    rows = list(queries.listed_tasks(scope.plan, chapter=scope.chapter))
    units = queries.answerable("task", [row.pk for row in rows])
    facts = _newest(TaskVersion, "task", scope)
    lines = (
        (
            row.public_id, row.name, facts[row.pk].deliverable,
            facts[row.pk].timetable, facts[row.pk].starts_on, row.due_on,
            scope.contents.place_of(row.part.page_id), *_units(units[row.pk]),
            request.build_absolute_uri(scope.canonical("task", row.public_id)),
        )
        for row in rows
    )  # fmt: skip
    depends(request, scope, "tasks")
    return csv_response("tasks", TASK_COLUMNS, lines)


@require_safe
@of_own_plan("projects__public_id")
def project_csv(request: HttpRequest, scope: Scope, public_id: str) -> HttpResponse:
    """`/projects/<id>.csv`: every sum and milestone ever registered of it."""
    found = get_object_or_404(Project, plan=scope.plan, public_id=public_id)
    sums = Investment.objects.filter(project=found).order_by("year", "kind", "pk")
    lines = [_sum(row) for row in sums.select_related("source", "superseded_by")]
    lines += _milestones(project=found)
    depends(request, scope, f"project:{public_id}")
    return csv_response(f"project-{public_id}", OWN_COLUMNS, lines)


@require_safe
@of_own_plan("tasks__public_id")
def task_csv(request: HttpRequest, scope: Scope, public_id: str) -> HttpResponse:
    """`/tasks/<id>.csv`: every milestone ever registered of it."""
    found = get_object_or_404(Task, plan=scope.plan, public_id=public_id)
    depends(request, scope, f"task:{public_id}")
    return csv_response(f"task-{public_id}", OWN_COLUMNS, _milestones(task=found))


def _newest(model: Any, kind: str, scope: Scope) -> dict[int, Any]:
    """The newest version of each, by key. One query."""
    rows = model.objects.filter(**{f"{kind}__plan": scope.plan}).order_by("number")
    return {getattr(row, f"{kind}_id"): row for row in rows}


def _units(units: queries.Answerable) -> tuple[str, str]:
    return (
        "、".join(unit.name for unit in units.leads),
        "、".join(unit.name for unit in units.cooperating),
    )


def _sum(row: Investment) -> tuple[Any, ...]:
    return (
        "investment", row.year, row.kind, row.amount, row.annual_class, "", "", "",
        *_kept(row),
    )  # fmt: skip


def _milestones(**thing: Project | Task) -> list[tuple[Any, ...]]:
    rows = Milestone.objects.filter(**thing).order_by("due_on", "pk")
    return [
        ("milestone", "", "", "", "", row.name, row.due_on, row.done_on, *_kept(row))
        for row in rows.select_related("source", "superseded_by")
    ]


def _kept(row: Investment | Milestone) -> tuple[Any, ...]:
    source = row.source
    stands = not hasattr(row, "superseded_by")
    return (
        source.citation if source else "", source.dated if source else "",
        row.entered_on, int(stands), row.reason,
    )  # fmt: skip
