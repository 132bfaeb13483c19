"""The front door: the four books, and what is overdue. Absent where nothing counts."""

from typing import Any

from django.http import HttpRequest

from plan_pages.disclosure.navigation import has_disclosures
from plan_pages.document.current import current_plan
from plan_pages.document.models import Plan
from plan_pages.document.scope import Scope
from plan_pages.obligations.reading import has_obligations
from portal.clock import today
from portal.registry import HomePanel, home_panels

from .axes import AXES, LATE
from .counting import count
from .lateness import overdue_of
from .views import url_of

#: Lines of the overdue list on the front door.
SHOWN = 3


@home_panels.register
def panels(request: HttpRequest) -> list[HomePanel]:
    """No query where nothing was ever owed or disclosed."""
    plan = current_plan(request)
    if plan is None or not (has_obligations(plan) or has_disclosures(request)):
        return []
    found = [HomePanel("top", "plan_pages/scorecard/books.html", _books(plan))]
    late = overdue_of(plan, most=SHOWN + 1)
    if late:
        scope = Scope(request, plan)
        lines = [(line, url_of(line, scope)) for line in late[:SHOWN]]
        context = {"lines": lines, "has_more": len(late) > SHOWN}
        template = "plan_pages/scorecard/home_late.html"
        found.append(HomePanel("aside", template, context, order=20))
    return found


def _books(plan: Plan) -> dict[str, Any]:
    """{"books": [(Axis, [(code, word, number, late)])], "year"}."""
    year = today().year
    total = count(plan, year, today()).total
    books = [
        (
            axis,
            [
                (code, word, total.states[axis.key][code], code in LATE)
                for code, word in axis.shown(total.states[axis.key])
            ],
        )
        for axis in AXES
    ]
    return {"books": [(axis, said) for axis, said in books if said], "year": year}
