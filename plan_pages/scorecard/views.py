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
from portal.clock import today
from portal.csv_tables import csv_response
from portal.http.pagecache import depends_on
from portal.units.models import Unit

from .axes import AXES, BY_KEY, words_of
from .cards import Card, card
from .counting import first_anchors
from .lateness import overdue_of, place_of
from .models import CycleKind, CycleSnapshot
from .tables import groups_of, ratios

#: Lines of the overdue list on a page; the CSV has all of them.
SHOWN, BESIDE = 200, 10
TAGS = ("scorecard", "overdue", "updates", "projects", "tasks", "indicators", "units")


@require_safe
@of_plan
def scorecard(request: HttpRequest, scope: Scope) -> HttpResponse:
    """`?cycle=<year>`: the counts of that year's cycle, frozen ones as they stood."""
    _depends(request, scope, words=["cycle"])
    snapshots, anchors = _snapshots(scope), first_anchors(scope.plan)
    shown, frozen = _card(scope, _year(request), snapshots, anchors)
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
        "cycles": sorted({today().year, *(row.year for row in snapshots)}),
        "year": shown["year"],
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
    shown, _frozen = _card(scope, _year(request), _snapshots(scope))
    head = [
        _("规划"), _("周期"), _("截至"), _("范围"), _("编号"), _("名称"), _("项"),
        _("代码"), _("状态"), _("数"),
    ]  # fmt: skip
    name = f"scorecard-{scope.plan.key}-{shown['year']}"
    return csv_response(name, head, list(_cells(shown)))


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
        _("应有内容"), _("工作日历"),
    ]  # fmt: skip
    lines = []
    for line in late:
        row, entry = line.obligation, place_of(line, scope.contents, anchors)
        lines.append([
            row.public_id, line.kind, line.name, row.period, row.rule.name,
            row.unit.name, entry.place if entry else _("全规划"), line.due_on,
            line.days_late, line.basis, row.rule.basis_text,
            "、".join(line.fields),
            _("已公布") if row.certain else _("只计周末"),
        ])  # fmt: skip
    return csv_response(f"overdue-{scope.plan.key}", head, lines)


def _year(request: HttpRequest) -> int:
    """The cycle asked for, this year's without. Raises Http404."""
    asked, this_year = request.GET.get("cycle", ""), today().year
    if asked and not (asked.isdecimal() and len(asked) == 4):
        raise Http404
    year = int(asked) if asked else this_year
    if year > this_year:
        raise Http404
    return year


def _card(
    scope: Scope,
    year: int,
    snapshots: list[CycleSnapshot],
    anchors: dict[int, int] | None = None,
) -> tuple[Card, CycleSnapshot | None]:
    """As frozen, or counted now."""
    for row in snapshots:
        if row.kind == CycleKind.ANNUAL and row.year == year:
            return row.content, row
    return card(scope.plan, scope.contents, year, today(), anchors), None


def _snapshots(scope: Scope) -> list[CycleSnapshot]:
    return list(CycleSnapshot.objects.filter(plan=scope.plan).defer("content"))


def _cells(shown: Card) -> Any:
    scopes = [(_("全规划合计"), "", "", shown["total"])]
    scopes += [
        (_("章"), row["chapter"] or "", f"{row['number']} {row['name']}".strip(), row)
        for row in shown["rows"]
    ]
    scopes += [(_("单位"), row["key"], row["name"], row) for row in shown["units"]]
    for label, key, name, row in scopes:
        begin = [shown["plan"], shown["year"], shown["as_of"], label, key, name]
        for axis in BY_KEY:
            for code, number in row[axis].items():
                word = words_of(axis, code)
                yield [*begin, axis, code, word, number]
        yield [*begin, "timeliness", "on_time", _("按期"), row["on_time"]]
        yield [*begin, "timeliness", "due", _("到期"), row["due"]]
        yield [*begin, "completeness", "present", _("已有的必填项"), row["present"]]
        yield [*begin, "completeness", "required", _("应有的必填项"), row["required"]]


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
