"""The page of one thing at /registry/: which forms it has, and what each calls."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from plan_pages.document.permalinks import place_of
from plan_pages.progress.models import Indicator
from portal.pages.meta import PageMeta

from . import desk_yardsticks, projects, queries, responsibilities, tasks
from .desk_forms import (
    AnchorForm,
    AssignForm,
    EndForm,
    MilestoneForm,
    MoneyForm,
    MovedMilestoneForm,
    PlainForm,
    ProjectRevisionForm,
    StageForm,
    TaskRevisionForm,
)
from .models import Anchor, Project, Responsibility

#: Action → its form; `revise` has one for each kind.
FORMS: dict[str, Any] = {
    "revise": None,
    "stage": StageForm,
    "money": MoneyForm,
    "milestone": MilestoneForm,
    "moved": MovedMilestoneForm,
    "assign": AssignForm,
    "end": EndForm,
    "anchor": AnchorForm,
    "unanchor": PlainForm,
    **desk_yardsticks.FORMS,
}
#: What the units that answer for a thing may do as well.
ANCHORING = ("anchor", "unanchor")
SAID = {
    "revise": _("新的一版已公开。"),
    "stage": _("阶段已登记。"),
    "money": _("金额已登记。"),
    "milestone": _("节点已登记。"),
    "moved": _("节点已更新。"),
    "assign": _("分工已登记。"),
    "end": _("分工已终止。"),
    "anchor": _("已关联到这一段。"),
    "unanchor": _("已取消关联。"),
    **desk_yardsticks.SAID,
}
_TITLES = {
    "revise": _("修改内容"),
    "stage": _("登记阶段"),
    "money": _("登记投资"),
    "milestone": _("登记节点"),
    "moved": _("更新节点"),
    "assign": _("登记分工"),
    "end": _("终止分工"),
    "anchor": _("关联到另一段"),
    **desk_yardsticks.TITLES,
}


def actions_of(thing: Any) -> list[str]:
    """What can be done with a thing of its sort, in the order of the page."""
    if isinstance(thing, Indicator):
        return [*desk_yardsticks.actions_of(thing), "assign", "end", "anchor"]
    own = ["stage", "money"] if isinstance(thing, Project) else []
    return ["revise", *own, "milestone", "moved", "assign", "end", "anchor"]


def form_for(action: str, thing: Any, data: Any = None) -> Any:
    """Bound with `data`, else with what stands. Raises Http404 where it has none."""
    if action not in (*actions_of(thing), "unanchor"):
        raise Http404
    make = FORMS[action]
    initial = None
    if action == "revise":
        is_project = isinstance(thing, Project)
        make = ProjectRevisionForm if is_project else TaskRevisionForm
        names = projects.FACTS if is_project else tasks.FACTS
        last = thing.versions.latest("number")
        initial = {name: getattr(last, name) for name in names}
        initial["paper"] = initial.pop("source")
    form = make(data, initial=initial)
    if action == "moved":
        form.fields["milestone"].queryset = queries.milestones_of(thing)
    if action == "end":
        form.fields["responsibility"].queryset = duties_of(thing)
    if action == "anchor":
        form.fields["part"].plan = thing.plan
    if action in desk_yardsticks.FORMS:
        desk_yardsticks.prepare(form, thing)
    return form


def duties_of(thing: Any) -> Any:
    column = {responsibilities.column_of(thing): thing}
    rows = Responsibility.objects.standing().filter(**column)
    return rows.select_related("unit", "source")


def run(action: str, thing: Any, data: dict[str, Any], request: HttpRequest) -> None:
    """Raises Refused."""
    by: Any = request.user
    if action in desk_yardsticks.FORMS:
        desk_yardsticks.run(action, thing, data, by)
    elif action == "revise" and isinstance(thing, Project):
        projects.revise_project(project=thing, by=by, **data)
    elif action == "revise":
        tasks.revise_task(task=thing, by=by, **data)
    elif action == "stage":
        projects.enter_stage(project=thing, by=by, **data)
    elif action == "money":
        projects.record_investment(project=thing, by=by, **data)
    elif action == "milestone":
        tasks.set_milestone(of=thing, by=by, **data)
    elif action == "moved":
        tasks.change_milestone(by=by, **data)
    elif action == "assign":
        responsibilities.assign(subject=thing, by=by, **data)
    elif action == "end":
        responsibilities.end(by=by, **data)
    elif action == "anchor":
        responsibilities.set_anchor(subject=thing, by=by, **data)
    else:
        row = get_object_or_404(anchors_of(thing), pk=request.POST.get("row") or "0")
        responsibilities.remove_anchor(anchor=row, by=by)


def anchors_of(thing: Any) -> Any:
    column = {responsibilities.column_of(thing): thing}
    return Anchor.objects.filter(**column).select_related("part__page")


def context_of(thing: Any, sent: Any = None, *, office: bool) -> dict[str, Any]:
    """`sent`: the form just sent, with its words and errors. Without `office` the page
    offers the anchors alone.
    """
    name = str(thing) if isinstance(thing, Indicator) else thing.name
    duties = list(duties_of(thing))
    is_indicator = isinstance(thing, Indicator)
    milestones = [] if is_indicator else list(queries.milestones_of(thing))
    skipped = {"end"} if not duties else set()
    skipped |= set() if milestones else {"moved"}
    offered = [
        (action, _TITLES[action], _form(action, thing, sent))
        for action in actions_of(thing)
        if action not in skipped and (office or action in ANCHORING)
    ]
    is_project = isinstance(thing, Project)
    return {
        "meta": PageMeta(name),
        "thing": thing,
        "office": office,
        "duties": duties,
        "milestones": milestones,
        "stages": list(thing.stages.order_by("-on", "-pk")) if is_project else [],
        "money": queries.money_of(thing) if is_project else [],
        "targets": desk_yardsticks.entered(thing) if is_indicator and office else [],
        "anchors": [(row, place_of(row.part)) for row in anchors_of(thing)],
        "offered": offered,
        "sent": sent.action if sent is not None else "",
        "plain_form": sent if sent is not None and not sent.action else None,
    }


def _form(action: str, thing: Any, sent: Any) -> Any:
    if sent is not None and sent.action == action:
        return sent
    return form_for(action, thing)
