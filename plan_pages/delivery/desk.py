"""`/registry/`: the office writes down projects, tasks and who answers for what.

Nothing is written here: every button calls a service, which may refuse. What is written
is public at once, and a row of its own; what was typed is kept through every error.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from plan_pages.document.models import Plan
from plan_pages.progress.models import Indicator
from plan_pages.progress.sources import record_source
from portal.pages.meta import PageMeta
from portal.pages.staff import Door, doors, staff_page
from portal.refusals import Refused

from . import projects, queries, tasks
from .desk_forms import NewProjectForm, NewTaskForm, PaperForm, facts_of
from .desk_thing import ANCHORING, FORMS, SAID, context_of, form_for, run
from .models import Project, Task
from .permissions import can_anchor, can_record, may_anchor
from .responsibilities import units_of

KINDS: dict[str, Any] = {"projects": Project, "tasks": Task}


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(can_record)
def registry(request: HttpRequest) -> HttpResponse:
    """All there is of a plan (`?plan=<key>`, else the current one), and its papers."""
    plan = _plan(request)
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and _entered(request, form):
        return redirect("registry")
    found = list(queries.listed_projects(plan)) if plan else []
    duties = list(queries.listed_tasks(plan)) if plan else []
    indicators = Indicator.objects.filter(plan=plan, number__isnull=False)
    context = {
        "meta": PageMeta(_("项目与分工")),
        "plan": plan,
        "plans": Plan.objects.order_by("-is_current", "key"),
        "projects": _answered("project", found),
        "tasks": _answered("task", duties),
        "indicators": indicators.order_by("number"),
        "paper_form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "plan_pages/registry/list.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(can_record)
def registry_new(request: HttpRequest, kind: str) -> HttpResponse:
    """A new project or task, at its place in the text."""
    if kind not in KINDS:
        raise Http404
    form = (NewProjectForm if kind == "projects" else NewTaskForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = facts_of(form)
        item = getattr(given["part"], "plan_item", None)
        by: Any = request.user
        try:
            made: Any = (
                projects.add_project(item=item, by=by, **given)
                if kind == "projects"
                else tasks.add_task(item=item, by=by, **given)
            )
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("已登记，并已公开。"))
            return redirect("registry_thing", kind, made.public_id)
    title = _("登记项目") if kind == "projects" else _("登记任务")
    context = {"meta": PageMeta(title), "kind": kind, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "plan_pages/registry/new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(may_anchor)
def registry_thing(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """A project or task: every form that changes it; for its units, the anchors."""
    if kind not in KINDS:
        raise Http404
    rows = KINDS[kind].objects.with_present().select_related("plan", "part__page")
    thing = get_object_or_404(rows, public_id=public_id)
    return _thing(request, thing, reverse("registry_thing", args=[kind, public_id]))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(may_anchor)
def registry_indicator(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """An indicator: who answers for it, and where it shows."""
    rows = Indicator.objects.select_related("plan", "part__page")
    thing = get_object_or_404(rows, plan__key=key, number=number)
    return _thing(request, thing, reverse("registry_indicator", args=[key, number]))


def _thing(request: HttpRequest, thing: Any, here: str) -> HttpResponse:
    office, sent = can_record(request.user), None
    if not can_anchor(request.user, units_of(thing)):
        raise PermissionDenied
    if request.method == "POST":
        action = request.POST.get("action", "")
        if action not in FORMS or not (office or action in ANCHORING):
            raise Http404
        sent = form_for(action, thing, request.POST)
        if _done(request, action, thing, sent):
            messages.success(request, SAID[action])
            return redirect(here)
    context = context_of(thing, sent, office=office) | {"here": here}
    status = 422 if sent is not None else 200
    return render(request, "plan_pages/registry/thing.html", context, status=status)


def _done(request: HttpRequest, action: str, thing: Any, sent: Any) -> bool:
    if not sent.is_valid():
        return False
    try:
        run(action, thing, facts_of(sent), request)
    except Refused as refusal:
        sent.add_error(None, str(refusal.message))
        return False
    return True


def _answered(kind: str, rows: list[Any]) -> list[tuple[Any, queries.Answerable]]:
    units = queries.answerable(kind, [row.pk for row in rows])
    return [(row, units[row.pk]) for row in rows]


def _entered(request: HttpRequest, form: Any) -> bool:
    if not form.is_valid():
        return False
    try:
        source = record_source(by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return False
    said = _("来源文件已登记：%(paper)s") % {"paper": source.citation}
    messages.success(request, said)
    return True


def _plan(request: HttpRequest) -> Plan | None:
    """Raises Http404 for a plan that is not there."""
    key = request.GET.get("plan")
    if key:
        return get_object_or_404(Plan, key=key)
    return Plan.objects.filter(is_current=True).first()


doors.register(Door("registry", gettext_lazy("项目与分工"), can_record, 36, "list-ul"))
