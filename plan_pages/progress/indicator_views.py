"""Indicators: their list, the page of each, their tables as CSV, and the method."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plan_pages.document.controls import control_of
from plan_pages.document.permalinks import anchor
from plan_pages.document.scope import Scope, of_plan
from portal.csv_tables import csv_response
from portal.http.pagecache import depends_on
from portal.pages.meta import PageMeta

from .assessing import AssessedIndicator, assess_plan
from .downloads import FIGURE_HEAD, INDICATOR_HEAD, figure_rows, indicator_rows
from .method import METHOD_VERSION, Schedule
from .models import Property
from .showing import ShownRow, shown, verdict_of, with_history
from .statements import printed


@require_safe
@of_plan
def indicators(request: HttpRequest, scope: Scope) -> HttpResponse:
    """`/indicators/`: by group, what each is to become and how far it is."""
    listed = [
        (each.indicator, shown(each))
        for each in assess_plan(scope.plan)
        if scope.covers(each.indicator.part.page_id)
    ]
    groups = [
        (group, list(run)) for group, run in groupby(listed, lambda it: it[0].group)
    ]
    kinds = [indicator.property for indicator, _rows in listed]
    _depends(request, scope, "indicators")
    context = {
        "meta": scope.meta(_("指标"), _("指标"), "indicators"),
        "scope": scope,
        "plan": scope.plan,
        "groups": groups,
        "total": len(listed),
        "binding": kinds.count(Property.BINDING),
        "expected": kinds.count(Property.EXPECTED),
        "any_figures": any(row.latest for _one, rows in listed for row in rows),
    }
    return render(request, "plan_pages/indicators/list.html", context)


@require_safe
@of_plan
def indicators_csv(request: HttpRequest, scope: Scope) -> HttpResponse:
    """`/indicators.csv`: a line for each row, with its word."""
    listed = [
        each
        for each in assess_plan(scope.plan)
        if scope.covers(each.indicator.part.page_id)
    ]
    _depends(request, scope, "indicators")
    return csv_response("indicators", INDICATOR_HEAD, indicator_rows(listed))


@require_safe
@of_plan
def indicator(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """`/indicators/<no>/`: word, chart, figures with their papers, the sum."""
    listed, at = _find(scope, number)
    found = listed[at].indicator
    page_id = found.part.page_id
    rows = with_history(shown(listed[at]))
    warnings = [warning for row in rows for warning in row.said.warnings]
    _depends(request, scope, *_tags(scope, rows, number))
    context = {
        "meta": scope.meta(
            f"{found.number} {found.name}", _("指标"), "indicator", number
        ),
        "scope": scope,
        "plan": scope.plan,
        "indicator": found,
        "rows": rows,
        "overall": verdict_of(listed[at].deciding) if len(rows) > 1 else None,
        "printed": printed([row.row for row in rows]),
        "warnings": list(dict.fromkeys(warnings)),
        "source_url": f"{scope.contents.url_of(page_id)}#{anchor(found.part)}",
        "source_place": scope.contents.place_of(page_id),
        "before": listed[at - 1].indicator if at else None,
        "after": listed[at + 1].indicator if at + 1 < len(listed) else None,
        "control": control_of(request, scope.plan, rows[0].row.part),
        "method_version": METHOD_VERSION,
    }
    return render(request, "plan_pages/indicators/indicator.html", context)


@require_safe
@of_plan
def indicator_csv(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """`/indicators/<no>.csv`: every figure ever published of it."""
    listed, at = _find(scope, number)
    _depends(request, scope, f"indicator:{scope.plan.pk}:{number}")
    return csv_response(f"indicator-{number}", FIGURE_HEAD, figure_rows(listed[at]))


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """`/method/`: the rules, printed."""
    context = {
        "meta": PageMeta(title=_("评估方法"), column_name=_("指标")),
        "version": METHOD_VERSION,
        "words": list(Schedule),
    }
    return render(request, "plan_pages/indicators/method.html", context)


def _depends(request: HttpRequest, scope: Scope, *tags: str) -> None:
    depends_on(request, f"plan:{scope.plan.pk}", *tags, words=["chapter"])


def _tags(scope: Scope, rows: list[ShownRow], number: int) -> set[str]:
    """The page changes with its own figures and those it is held against."""
    numbers = {number, *(row.row.reference_number for row in rows)}
    return {f"indicator:{scope.plan.pk}:{each}" for each in numbers if each}


def _find(scope: Scope, number: int) -> tuple[list[AssessedIndicator], int]:
    """All of the plan and the place of the one asked for. Raises Http404."""
    listed = assess_plan(scope.plan)
    numbers = [each.indicator.number for each in listed]
    if number not in numbers:
        raise Http404
    return listed, numbers.index(number)
