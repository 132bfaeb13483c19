"""Projects and tasks: their lists, and a page of each."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plan_pages.document.permalinks import anchor
from plan_pages.document.scope import Scope, of_own_plan, of_plan
from portal.http.pagecache import depends_on

from . import queries
from .models import Project, Stage, Task

#: Projects on a page of the list.
SHOWN = 20


@require_safe
@of_plan
def projects(request: HttpRequest, scope: Scope) -> HttpResponse:
    """`/projects/`: `?chapter=<no>` and `?stage=<stage>` narrow it."""
    stage = stage_asked_for(request)
    rows = queries.listed_projects(scope.plan, chapter=scope.chapter, stage=stage)
    of_chapter = queries.listed_projects(scope.plan, chapter=scope.chapter)
    page = Paginator(rows, SHOWN).get_page(request.GET.get("page"))
    units = queries.answerable("project", [row.pk for row in page])
    context = {
        "meta": scope.meta(_("实施项目"), _("项目"), "projects"),
        "page": page,
        "lines": [
            (row, units[row.pk], scope.contents.by_page.get(row.part.page_id))
            for row in page
        ],
        "stages": queries.stage_counts(of_chapter.values_list("stage", named=True)),
        "stage": stage,
        "chapters": _chapters(scope),
        "query": _query(chapter=request.GET.get("chapter"), stage=stage),
    }
    depends(request, scope, "projects")
    return _page(request, scope, "plan_pages/projects/list.html", context)


@require_safe
@of_plan
def tasks(request: HttpRequest, scope: Scope) -> HttpResponse:
    """`/tasks/`: what the text promises to do by when; `?chapter=<no>` narrows it."""
    rows = queries.listed_tasks(scope.plan, chapter=scope.chapter)
    page = Paginator(rows, SHOWN).get_page(request.GET.get("page"))
    units = queries.answerable("task", [row.pk for row in page])
    context = {
        "meta": scope.meta(_("任务"), _("项目"), "tasks"),
        "page": page,
        "lines": [
            (row, units[row.pk], scope.contents.by_page.get(row.part.page_id))
            for row in page
        ],
        "chapters": _chapters(scope),
        "query": _query(chapter=request.GET.get("chapter")),
    }
    depends(request, scope, "tasks")
    return _page(request, scope, "plan_pages/tasks/list.html", context)


@require_safe
@of_own_plan("projects__public_id")
def project(request: HttpRequest, scope: Scope, public_id: str) -> HttpResponse:
    """`/projects/<id>/`: what it is, where it stands, what it cost, who answers."""
    rows = Project.objects.with_present().select_related("part", "item__part")
    found: Any = get_object_or_404(rows, plan=scope.plan, public_id=public_id)
    versions = list(queries.versions_of(found))
    money = queries.money_of(found)
    context = {
        "meta": scope.meta(found.name, _("项目"), "project", public_id),
        "project": found,
        "facts": versions[0],
        "versions": versions,
        "stages": found.stages.select_related("source").order_by("-on", "-pk"),
        "stage": Stage(found.stage) if found.stage else None,
        "money": money,
        "invested": queries.total_actual(money),
        "milestones": queries.milestones_of(found),
        "units": queries.answerable("project", [found.pk])[found.pk],
        **_whereabouts(scope, found),
    }
    depends(request, scope, f"project:{public_id}")
    return _page(request, scope, "plan_pages/projects/project.html", context)


@require_safe
@of_own_plan("tasks__public_id")
def task(request: HttpRequest, scope: Scope, public_id: str) -> HttpResponse:
    """`/tasks/<id>/`: the promise, its deliverable, its timetable, who answers."""
    rows = Task.objects.with_present().select_related("part", "item__part")
    found: Any = get_object_or_404(rows, plan=scope.plan, public_id=public_id)
    versions = list(queries.versions_of(found))
    context = {
        "meta": scope.meta(found.name, _("项目"), "task", public_id),
        "task": found,
        "facts": versions[0],
        "versions": versions,
        "milestones": queries.milestones_of(found),
        "units": queries.answerable("task", [found.pk])[found.pk],
        **_whereabouts(scope, found),
    }
    depends(request, scope, f"task:{public_id}")
    return _page(request, scope, "plan_pages/tasks/task.html", context)


def depends(request: HttpRequest, scope: Scope, *tags: str) -> None:
    words = ["chapter", "stage", "page"]
    depends_on(request, f"plan:{scope.plan.pk}", *tags, words=words)


def _whereabouts(scope: Scope, thing: Project | Task) -> dict[str, Any]:
    """Its home paragraph with a link, and its plan item."""
    page_id = thing.part.page_id
    return {
        "entry": scope.contents.by_page.get(page_id),
        "place": scope.contents.place_of(page_id),
        "part_url": f"{scope.contents.url_of(page_id)}#{anchor(thing.part)}",
        "part": thing.part,
    }


def _chapters(scope: Scope) -> list[Any]:
    return scope.contents.chapters


def stage_asked_for(request: HttpRequest) -> str:
    asked = request.GET.get("stage", "")
    if asked and asked not in Stage.values:
        raise Http404
    return asked


def _query(**words: str | None) -> str:
    return "".join(f"{name}={value}&" for name, value in words.items() if value)


def _page(
    request: HttpRequest, scope: Scope, template: str, context: dict[str, Any]
) -> HttpResponse:
    return render(request, template, {"scope": scope, "plan": scope.plan, **context})
