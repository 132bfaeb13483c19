"""`/plans/`: the office says which phase a plan is in, and which one is current."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from portal.pages.forms import DeskForm, choice_field
from portal.pages.meta import PageMeta
from portal.pages.staff import Door, doors, staff_page
from portal.refusals import Refused

from . import plans
from .models import Plan, PlanPhase
from .permissions import can_set_plan

_SAID = {
    "phase": gettext_lazy("阶段已更改：%(plan)s，%(phase)s。"),
    "current": gettext_lazy("现行规划已更改：%(plan)s。"),
}


class PhaseForm(DeskForm):
    phase = choice_field(gettext_lazy("阶段"), PlanPhase.choices)

    def __init__(self, plan: Plan, data: Any = None) -> None:
        self.action = f"phase-{plan.key}"
        super().__init__(data, initial={"phase": plan.phase})


class CurrentForm(DeskForm):
    """The box is ticked on purpose: every short address then means another plan."""

    sure = forms.BooleanField(
        label=gettext_lazy("确定改为现行规划"),
        error_messages={"required": gettext_lazy("请勾选，表示确定。")},
    )

    def __init__(self, plan: Plan, data: Any = None) -> None:
        self.action = f"current-{plan.key}"
        super().__init__(data)


FORMS: dict[str, Any] = {"phase": PhaseForm, "current": CurrentForm}


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(can_set_plan)
def plan_desk(request: HttpRequest) -> HttpResponse:
    """Every plan with its phase; the forms that change it."""
    sent: Any = None
    if request.method == "POST":
        action = request.POST.get("action", "")
        if action not in FORMS:
            raise Http404
        plan = get_object_or_404(Plan, key=request.POST.get("plan", ""))
        sent = FORMS[action](plan, request.POST)
        if sent.is_valid() and _done(request, action, plan, sent):
            return redirect("plan_desk")
    context = {
        "meta": PageMeta(_("规划阶段")),
        "lines": [
            (plan, _form("phase", plan, sent), _form("current", plan, sent))
            for plan in Plan.objects.order_by("-is_current", "-period_start", "key")
        ],
    }
    status = 422 if sent is not None else 200
    return render(request, "plan_pages/plans/list.html", context, status=status)


def _form(action: str, plan: Plan, sent: Any) -> Any:
    own = f"{action}-{plan.key}"
    return sent if sent is not None and sent.action == own else FORMS[action](plan)


def _done(request: HttpRequest, action: str, plan: Plan, form: Any) -> bool:
    try:
        if action == "phase":
            phase = form.cleaned_data["phase"]
            plans.enter_phase(plan=plan, phase=phase, by=request.user)
        else:
            plans.make_current(plan=plan, by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return False
    said = {"plan": plan.title, "phase": plan.get_phase_display()}
    messages.success(request, _SAID[action] % said)
    return True


doors.register(
    Door("plan_desk", gettext_lazy("规划阶段"), can_set_plan, 79, "calendar")
)
