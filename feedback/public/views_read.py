"""What was said and answered: the list, one suggestion, the log, the statistics."""

import csv
from copy import copy

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from feedback.queries import listing, log, published, statistics
from feedback.queries.counts import by_chapter, of_plan
from feedback.queries.overdue import overdue
from feedback.queries.published import PublicSuggestion
from plan_pages.document.models import Part
from plan_pages.document.scope import Scope
from plan_pages.document.scope import of_plan as with_plan
from portal.clock import iso_week
from portal.csv_tables import csv_response
from portal.http.pagecache import depends_on
from portal.intake.codes import normalise_number
from portal.pages.meta import PageMeta

from . import parts
from .showing import Shown, listed_in, owed_of
from .whereabouts import place_in, place_of

PAGE = 20


@require_safe
@with_plan
def suggestions(request: HttpRequest, scope: Scope) -> HttpResponse:
    """`/suggestions/`: by random number; `?chapter=<no>` or `?part=<id>` narrows."""
    depends_on(request, "suggestions", words=["chapter", "part", "after"])
    part = _asked_part(request)
    if part is not None:
        scope = Scope(request, part.plan)
    after = normalise_number(request.GET.get("after", "")) or ""
    found = listing.in_order_of_number(
        plan_id=scope.plan.pk,
        below=None if part else scope.chapter,
        part=part,
        after=after,
        limit=PAGE,
    )
    context = {
        "meta": _meta(_("建议与答复")),
        "plan": scope.plan,
        "part": part,
        "place": place_in(scope.contents, part) if part else None,
        "chapter": None if part else scope.chapter,
        "chapters": scope.contents.chapters if scope.plan.is_current else [],
        "after": found.after,
        "is_first": not after,
        **listed_in(scope.contents, found),
    }
    return render(request, "feedback/public/list.html", context)


def _asked_part(request: HttpRequest) -> Part | None:
    """The part that `?part=` names. Raises Http404 where there is none."""
    asked = request.GET.get("part")
    part = parts.find(asked) if asked else None
    if asked and part is None:
        raise Http404
    return part


@require_safe
def suggestion(request: HttpRequest, number: str) -> HttpResponse:
    """`/suggestions/<number>/`: the text where it is public, else the state."""
    normal = normalise_number(number)
    if normal is not None and normal != number:
        return redirect("suggestion", normal)
    found = published.by_number(number)
    if found is None:
        raise Http404
    depends_on(request, f"suggestion:{found.number}")
    meta = _meta(_("建议 %(number)s") % {"number": found.number})
    if isinstance(found, PublicSuggestion):
        context = {"meta": meta, "each": Shown(found, place_of(found.part))}
        return render(request, "feedback/public/one.html", context)
    if found.is_nameless:
        meta, request = _meta(_("不登编号的一条")), _as_if_the_list(request)
    context = {
        "meta": meta,
        "stone": found,
        "place": place_of(found.part) if found.part else None,
        "owed": owed_of(found.answers) if found.answers else None,
    }
    return render(request, "feedback/public/tomb.html", context)


def _as_if_the_list(request: HttpRequest) -> HttpRequest:
    """For the frame, whose links repeat the address: here it holds the number."""
    there = copy(request)
    there.path = reverse("suggestions")
    there.path_info = there.path.removeprefix(
        request.path.removesuffix(request.path_info)
    )
    there.resolver_match = resolve(there.path_info)
    return there


@require_safe
def moderation_log(request: HttpRequest) -> HttpResponse:
    """`/moderation/log/`: one week at a time, the newest unless `?week=` asks."""
    depends_on(request, "suggestions", words=["week"])
    weeks = {iso_week(monday): monday for monday in log.weeks()}
    asked = request.GET.get("week", "") or next(iter(weeks), "")
    if asked and asked not in weeks:
        raise Http404
    context = {
        "meta": _meta(_("审核日志")),
        "week": asked,
        "weeks": list(weeks),
        "rows": log.of_week(weeks[asked]) if asked else [],
    }
    return render(request, "feedback/public/log.html", context)


COLUMNS = ("week", "decision", "ground", "rules", "role_label", "number", "part")


@require_safe
def moderation_log_csv(request: HttpRequest) -> HttpResponse:
    """`/moderation/log.csv`: the whole log; codes, no content, no identity."""
    depends_on(request, "suggestions")
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="moderation-log.csv"'
    writer = csv.writer(response)
    writer.writerow([name.removesuffix("_label") for name in COLUMNS])
    writer.writerows([getattr(row, name) for name in COLUMNS] for row in log.rows())
    return response


@require_safe
@with_plan
def answers(request: HttpRequest, scope: Scope) -> HttpResponse:
    """`/suggestions/statistics/`: answers per unit, states per chapter."""
    depends_on(request, "suggestions")
    places = {entry.pk: entry for entry in scope.contents.chapters}
    chapters = [
        (places.get(each.chapter.pk) if each.chapter else None, each)
        for each in by_chapter(scope.plan)
    ]
    context = {
        "meta": _meta(_("答复统计")),
        "plan": scope.plan,
        "units": statistics.by_unit(plan_id=scope.plan.pk),
        "chapters": chapters,
        "counts": of_plan(scope.plan),
        "overdue": overdue(),
    }
    return render(request, "feedback/public/statistics.html", context)


STATISTICS = (
    "table", "key", "name", "received", "published", "answered", "in_time", "owed",
    "overdue", "median_days", "worst_days",
)  # fmt: skip


@require_safe
@with_plan
def answers_csv(request: HttpRequest, scope: Scope) -> HttpResponse:
    """`/suggestions/statistics.csv`: both tables, a line each unit and chapter."""
    depends_on(request, "suggestions")
    lines: list[tuple[object, ...]] = [
        (
            "unit", each.unit.key, each.unit.name, "", "", each.answered, each.in_time,
            each.owed, each.overdue, each.median_days, each.worst_days,
        )
        for each in statistics.by_unit(plan_id=scope.plan.pk)
    ]  # fmt: skip
    places = {entry.pk: entry for entry in scope.contents.chapters}
    for found in by_chapter(scope.plan):
        entry = places.get(found.chapter.pk) if found.chapter else None
        name = entry.title if entry else _("整个规划")
        counts = (found.received, found.published, found.answered)
        key = entry.ordinal if entry else ""
        lines.append(("chapter", key, name, *counts, "", "", "", "", ""))
    return csv_response("suggestion-statistics", STATISTICS, lines)


def _meta(title: str) -> PageMeta:
    return PageMeta(title=title, column_name=_("建议与答复"))
