"""The current plan, asked for once a request by whoever needs it."""

from django.http import HttpRequest

from .models import Plan


def current_plan(request: HttpRequest) -> Plan | None:
    """The published current plan, or None; remembered on the request."""
    kept = vars(request)
    if "_current_plan" not in kept:
        kept["_current_plan"] = Plan.objects.live().filter(is_current=True).first()
    plan: Plan | None = kept["_current_plan"]
    return plan


def remember(request: HttpRequest, plan: Plan) -> None:
    """Spare the question where a published current plan is at hand already."""
    if plan.is_current and plan.live:
        vars(request)["_current_plan"] = plan


def has_current_plan(request: HttpRequest) -> bool:
    """Whether the columns of the plan exist."""
    return current_plan(request) is not None


def plan_of(request: HttpRequest, plan_id: int) -> Plan:
    """The plan of that id, without a query where it is the current one."""
    plan = current_plan(request)
    if plan is not None and plan.pk == plan_id:
        return plan
    return Plan.objects.get(pk=plan_id)
