"""`/scorecard/` and `/overdue/`, and their tables to take away."""

import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plan_pages.disclosure.naming import url_of as subject_url
from plan_pages.document.scope import Scope, of_plan
from plan_pages.obligations.models import DisclosureSettings, Rule
from plan_pages.obligations.reading import Owed
from plan_pages.oversight.queries import word_of
from portal.clock import today
from portal.csv_tables import csv_response
from portal.http.pagecache import depends_on
from portal.units.models import Unit

from .axes import AXES
from .cards import Card, card
from .counting import first_anchors
from .downloads import card_csv
from .lateness import overdue_of, place_of
from .models import CycleKind, CycleSnapshot
from .tables import groups_of, ratios

#: Lines of the overdue list on a page; the CSV has all of them.
SHOWN, BESIDE = 200, 10
TAGS = ("scorecard", "overdue", "updates", "projects", "tasks", "indicators", "units")


@require_safe
@of_plan
def scorecard(request: HttpRequest, scope: Scope) -> HttpResponse:
    """`?cycle=<year>` or `mid_term-<year>`: its counts, frozen ones as they stood."""
    _depends(request, scope, words=["cycle"])
    snapshots, anchors = _snapshots(scope), first_anchors(scope.plan)
    cycle = _cycle(request)
    shown, frozen = _card(scope, cycle, snapshots, anchors)
    late = overdue_of(scope.plan, most=BESIDE + 1)
    rows = Rule.objects.newest().filter(active=True)
    context = {
        "meta": scope.meta(_("公开一览"), _("公开"), "scorecard"),
        "card": shown,
        "frozen": frozen,
        "as_of": datetime.date.fromisoformat(shown["as_of"]),
        "groups": groups_of(shown),
        "ratios": ratios(shown),
        "axes": AXES,
        "cycles": _cycles(snapshots),
        "cycle": cycle,
        "rules": list(rows),
        "launch": DisclosureSettings.load(request).launch_date,
        **_lines(scope, late, BESIDE, anchors),
    }
    return _page(request, scope, "plan_pages/scorecard/scorecard.html", context)


@require_safe
@of_plan
def scorecard_csv(request: HttpRequest, scope: Scope) -> HttpResponse:
    """One count a line: where, which axis, which state, how many."""
    _depends(request, scope, words=["cycle"])
    shown, _frozen = _card(scope, _cycle(request), _snapshots(scope))
    return card_csv(shown)


@require_safe
@of_plan
def overdue(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What is overdue now, whose it is, since when and on what ground."""
    _depends(request, scope, words=["chapter", "unit"])
    unit_key = request.GET.get("unit", "")
    unit = get_object_or_404(Unit, key=unit_key) if unit_key else None
    late = overdue_of(
        scope.plan, chapter=scope.chapter, unit_key=unit_key, most=SHOWN + 1
    )
    context = {
        "meta": scope.meta(_("逾期未公开"), _("公开"), "overdue"),
        "unit": unit,
        "day": today(),
        "launch": DisclosureSettings.load(request).launch_date,
        **_lines(scope, late, SHOWN, _anchors(scope, late)),
    }
    return _page(request, scope, "plan_pages/scorecard/overdue.html", context)


@require_safe
@of_plan
def overdue_csv(request: HttpRequest, scope: Scope) -> HttpResponse:
    _depends(request, scope, words=["chapter", "unit"])
    late = overdue_of(
        scope.plan, chapter=scope.chapter, unit_key=request.GET.get("unit", "")
    )
    anchors = _anchors(scope, late)
    head = [
        _("编号"), _("对象"), _("名称"), _("时期"), _("规则"), _("责任单位"),
        _("所在文本"), _("应于"), _("逾期工作日"), _("依据"), _("依据原文或出处"),
        _("应有内容"), _("工作日历"), _("核查情况"),
    ]  # fmt: skip
    lines = []
    for line in late:
        row, entry = line.obligation, place_of(line, scope.contents, anchors)
        lines.append([
            row.public_id, line.kind, line.name, row.period, row.rule.name,
            row.unit.name, entry.place if entry else _("全规划"), line.due_on,
            line.days_late, line.basis, row.rule.basis_text,
            "、".join(line.fields),
            _("已公布") if row.certain else _("只计周末"), word_of(row.review),
        ])  # fmt: skip
    return csv_response(f"overdue-{scope.plan.key}", head, lines)


def _cycle(request: HttpRequest) -> str:
    """The cycle asked for, this year's without. Raises Http404."""
    asked = request.GET.get("cycle", "") or str(today().year)
    kind, _dash, year = asked.rpartition("-")
    known = not kind or kind in (CycleKind.MID_TERM, CycleKind.FINAL)
    if not (
        known and year.isdecimal() and len(year) == 4 and int(year) <= today().year
    ):
        raise Http404
    return asked


def _card(
    scope: Scope,
    cycle: str,
    snapshots: list[CycleSnapshot],
    anchors: dict[int, int] | None = None,
) -> tuple[Card, CycleSnapshot | None]:
    """As frozen, or a year counted now. Raises Http404 for an evaluation not frozen."""
    for row in snapshots:
        if row.cycle == cycle:
            return row.content, row
    if not cycle.isdecimal():
        raise Http404
    return card(scope.plan, scope.contents, int(cycle), today(), anchors), None


def _cycles(snapshots: list[CycleSnapshot]) -> list[tuple[str, Any]]:
    """(what `?cycle=` takes, its words): years, then evaluations that are frozen."""
    years = {row.year for row in snapshots if row.kind == CycleKind.ANNUAL}
    found: list[tuple[str, Any]] = [
        (str(year), _("%(year)s 年周期") % {"year": year})
        for year in sorted({today().year, *years})
    ]
    return found + [
        (row.cycle, f"{row.get_kind_display()} {row.year}")
        for row in reversed(snapshots)
        if row.kind != CycleKind.ANNUAL
    ]


def _snapshots(scope: Scope) -> list[CycleSnapshot]:
    return list(CycleSnapshot.objects.filter(plan=scope.plan).defer("content"))


def _anchors(scope: Scope, late: list[Owed]) -> dict[int, int]:
    """Asked only where an indicator is among the lines."""
    if any(line.obligation.indicator_id for line in late):
        return first_anchors(scope.plan)
    return {}


def _lines(
    scope: Scope, late: list[Owed], most: int, anchors: dict[int, int]
) -> dict[str, Any]:
    """`lines`: [(Owed, url, Entry or None)], and whether there are more of them."""
    found = [
        (line, url_of(line, scope), place_of(line, scope.contents, anchors))
        for line in late[:most]
    ]
    return {"lines": found, "has_more": len(late) > most, "most": most}


def url_of(line: Owed, scope: Scope) -> str:
    """The page of its subject; empty for a report of the unit."""
    row = line.obligation
    thing = row.indicator or row.project or row.task
    return subject_url(thing, scope) if thing else ""


def _depends(request: HttpRequest, scope: Scope, *, words: list[str]) -> None:
    depends_on(request, f"plan:{scope.plan.pk}", *TAGS, words=words)


def _page(
    request: HttpRequest, scope: Scope, template: str, context: dict[str, Any]
) -> HttpResponse:
    return render(request, template, {"scope": scope, "plan": scope.plan, **context})
