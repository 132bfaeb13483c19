"""Chapters and who follows them; refused suggestions; a unit's answer to a finding."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from feedback.suggestions.models import Suggestion
from plan_pages.document.current import current_plan
from plan_pages.document.models import Division, DivisionLevel, Plan
from plan_pages.oversight import findings, queries
from plan_pages.oversight.permissions import can_find
from portal.pages.meta import PageMeta
from portal.pages.staff import staff_page
from portal.refusals import Refused

from . import assignments, looks, reading
from .forms import AnswerForm, AssignmentForm, LookForm
from .models import ChapterAssignment, RefusedLook
from .naming import with_subjects
from .permissions import can_read_looks, can_run_the_office, may_answer

#: Lines of a page of the list.
SHOWN = 50


def plan_asked_for(request: HttpRequest) -> Plan:
    """`?plan=<key>`, or the current one. Raises Http404 where there is none."""
    key = request.GET.get("plan", "")
    plan = Plan.objects.live().filter(key=key).first() if key else current_plan(request)
    if plan is None:
        raise Http404
    return plan


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(can_find)
def chapters(request: HttpRequest) -> HttpResponse:
    """Every chapter with its sheet and its reviewers; the office gives and takes."""
    if request.method == "POST" and not can_run_the_office(request.user):
        raise PermissionDenied
    plan = plan_asked_for(request)
    rows = Division.objects.filter(plan=plan, level=DivisionLevel.CHAPTER, live=True)
    form = AssignmentForm(request.POST or None, chapters=rows.order_by("path"))
    if request.method == "POST" and _assigned(request, form):
        return redirect(request.get_full_path())
    given = ChapterAssignment.objects.filter(chapter__plan=plan)
    by_chapter: dict[int, list[ChapterAssignment]] = {}
    for row in given.select_related("reviewer").order_by("reviewer__username"):
        by_chapter.setdefault(row.chapter_id, []).append(row)
    context = {
        "meta": PageMeta(_("各章")),
        "plan": plan,
        "plans": Plan.objects.live().order_by("-is_current", "pk"),
        "lines": [
            (each, by_chapter.get(each.pk, [])) for each in rows.order_by("path")
        ],
        "form": form,
        "office": can_run_the_office(request.user),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "feedback/congress/chapters.html", context, status=status)


def _assigned(request: HttpRequest, form: AssignmentForm) -> bool:
    by: Any = request.user
    try:
        if taken := request.POST.get("release"):
            row = get_object_or_404(
                ChapterAssignment, pk=int(taken) if taken.isdigit() else 0
            )
            assignments.release(assignment=row, by=by)
            return True
        if form.is_valid():
            assignments.assign(**form.cleaned_data, by=by)
            return True
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
    return False


@require_safe
@staff_page(can_find)
def refused(request: HttpRequest) -> HttpResponse:
    """Refused suggestions by number and place; opening one leaves a row."""
    plan = plan_asked_for(request)
    page = Paginator(reading.refused_in(plan), SHOWN).get_page(request.GET.get("page"))
    context = {
        "meta": PageMeta(_("未予公开的来信")),
        "plan": plan,
        "page": page,
        "plans": Plan.objects.live().order_by("-is_current", "pk"),
    }
    return render(request, "feedback/congress/refused.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(can_find)
def refused_one(request: HttpRequest, number: str) -> HttpResponse:
    """GET asks what for; POST leaves the row and shows the text."""
    row = get_object_or_404(
        Suggestion.objects.select_related("part__page", "part__plan"), number=number
    )
    form = LookForm(request.POST or None)
    opened = None
    if request.method == "POST" and form.is_valid():
        by: Any = request.user
        try:
            opened = looks.look(
                suggestion=row, purpose=form.cleaned_data["purpose"], by=by
            )
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
    context = {
        "meta": PageMeta(_("未予公开的来信")),
        "suggestion": row,
        "opened": opened,
        "form": form,
    }
    status = 422 if request.method == "POST" and opened is None else 200
    return render(request, "feedback/congress/refused_one.html", context, status=status)


@require_safe
@staff_page(can_read_looks)
def looked(request: HttpRequest) -> HttpResponse:
    """Who opened which refused suggestion, what for, on which day; never the text."""
    rows = RefusedLook.objects.select_related("suggestion", "by").order_by("-pk")
    context = {
        "meta": PageMeta(_("查阅记录")),
        "page": Paginator(rows, SHOWN).get_page(request.GET.get("page")),
        "reviews": can_find(request.user),
    }
    return render(request, "feedback/congress/looks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(may_answer)
def to_answer(request: HttpRequest) -> HttpResponse:
    """Released findings about one's own unit, the unanswered first; each is answered
    on its own form.
    """
    user: Any = request.user
    own = queries.public_findings().filter(unit_id=user.unit_id)
    sent, form = request.POST.get("finding", ""), AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            findings.answer(
                finding=get_object_or_404(own, public_id=sent),
                words=form.cleaned_data["words"],
                by=user,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("回应已公开。"))
            return redirect("findings_to_answer")
    page = Paginator(queries.unanswered_first(own), SHOWN).get_page(
        request.GET.get("page")
    )
    rows: Any = page.object_list
    names = dict(with_subjects(rows))
    context = {
        "meta": PageMeta(_("核查结论")),
        "page": page,
        "lines": [
            (
                each,
                names[each.finding],
                form if each.finding.public_id == sent else AnswerForm(),
            )
            for each in queries.shown(rows)
        ],
        "sent": sent,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "feedback/congress/to_answer.html", context, status=status)
