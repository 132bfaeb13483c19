"""What a unit owes, on its page; what is owed about a thing, on the thing's own."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from plan_pages.delivery.models import Project, Task
from plan_pages.document.current import plan_of
from plan_pages.document.scope import scope_of
from plan_pages.obligations.clock import with_clock, with_fields
from plan_pages.obligations.models import Obligation
from plan_pages.obligations.reading import Owed, has_obligations, owed
from plan_pages.obligations.states import DUE, ClockState
from plan_pages.oversight.panels import shown as finding_shown
from plan_pages.oversight.queries import about_unit, of_obligations, with_findings
from plan_pages.progress.models import Indicator
from portal.http.pagecache import depends_on
from portal.pages.context_processors import chrome
from portal.registry import thing_panels
from portal.units.models import Unit

#: Lines of what is overdue, and of what comes next.
SHOWN = 10
_OPEN = (ClockState.OVERDUE, ClockState.DUE_SOON, ClockState.NOT_DUE)


@thing_panels.register
def panel(request: HttpRequest, thing: Any) -> Iterator[SafeString]:
    """Three queries, and those of the findings; nothing where nothing was ever owed."""
    if isinstance(thing, Unit):
        yield from _of_unit(request, thing)
    elif isinstance(thing, Indicator | Project | Task):
        if not has_obligations(plan_of(request, thing.plan_id)):
            return
        rows = Obligation.objects.filter(**{str(type(thing)._meta.model_name): thing})
        lines = owed(with_findings(with_clock(rows)))
        if lines:
            yield _rendered(request, lines, {"findings": _found(request, lines)})


def _of_unit(request: HttpRequest, unit: Unit) -> Iterator[SafeString]:
    scope = scope_of(request)
    if scope is None:
        return
    plan = scope.plan
    depends_on(request, "scorecard", "overdue")
    mine = Obligation.objects.of_plan(plan.pk).of_unit(unit.pk)
    lines = owed(with_findings(with_fields(with_clock(mine))))
    findings = [finding_shown(request, each) for each in about_unit(unit.pk, plan.pk)]
    own = {"unit": unit, "findings": findings, "overdue_url": scope.url("overdue")}
    yield _rendered(request, lines, {**own, "own": True})


def _found(request: HttpRequest, lines: list[Owed]) -> list[SafeString]:
    """What was found of these, with the answers; asked only where something was."""
    found = [line.obligation for line in lines if line.obligation.review]
    if not found:
        return []
    by_line = of_obligations(found).values()
    return [finding_shown(request, each) for own in by_line for each in own]


def _rendered(
    request: HttpRequest, lines: list[Owed], more: dict[str, Any]
) -> SafeString:
    """`counts`: [(code, word, number)] of the states that occur."""
    counted = Counter(line.state for line in lines)
    due = [line for line in lines if line.state in DUE]
    context = {
        "lines": [line for line in lines if line.state in _OPEN][:SHOWN],
        "counts": [
            (each.value, each.label, counted[each])
            for each in ClockState
            if counted[each]
        ],
        "due": len(due),
        "on_time": counted[ClockState.ON_TIME],
        "plan_lang": chrome(request)["plan_lang"],
        **more,
    }
    if "unit" in more:
        context["required"] = sum(line.obligation.required for line in due)
        context["present"] = sum(line.obligation.present for line in due)
    return render_to_string("plan_pages/scorecard/panel.html", context)
