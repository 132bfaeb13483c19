"""The current plan, asked for once a request by whoever needs it."""

from collections.abc import Callable

from django.db.models import Exists, QuerySet
from django.http import HttpRequest

from portal.prepared import Prepared
from portal.registry import Point

from .models import Plan

#: What upper floors want to know of the current plan on every page, answered with it:
#: (name of the attribute, Callable[[str], Exists] over that column, a plan's key).
plan_facts: Point[tuple[str, Callable[[str], Exists]]] = Point("plan facts")


def facts_over(column: str) -> dict[str, Exists]:
    """To annotate rows whose `column` is a plan's key."""
    return {name: make(column) for name, make in plan_facts}


def _published() -> QuerySet[Plan]:
    plans: QuerySet[Plan] = Plan.objects.live().filter(is_current=True)
    return plans.annotate(**facts_over("pk"))


_current = Prepared(_published)


def current_plan(request: HttpRequest) -> Plan | None:
    """The published current plan, or None; remembered on the request."""
    kept = vars(request)
    if "_current_plan" not in kept:
        kept["_current_plan"] = _current.first()
    plan: Plan | None = kept["_current_plan"]
    return plan


def remember(request: HttpRequest, plan: Plan) -> None:
    """Spare the question where a published current plan is at hand already.

    One that does not know the facts that upper floors ask for is no use: `knowing`.
    """
    if plan.is_current and plan.live and all(hasattr(plan, n) for n, _ in plan_facts):
        vars(request)["_current_plan"] = plan


def knowing(plan: Plan, row: object) -> Plan:
    """`plan` with the facts that its `row` was annotated with by `facts_over`."""
    for name, _make in plan_facts:
        setattr(plan, name, getattr(row, name))
    return plan


def has_current_plan(request: HttpRequest) -> bool:
    """Whether the columns of the plan exist."""
    return current_plan(request) is not None


def plan_of(request: HttpRequest, plan_id: int) -> Plan:
    """The plan of that id, without a query where it is the current one."""
    plan = current_plan(request)
    if plan is not None and plan.pk == plan_id:
        return plan
    return Plan.objects.get(pk=plan_id)
