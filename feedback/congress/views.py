"""/review/: what waits for a reviewer, one claim with all that speaks for or against
it, and what the office releases. Nothing is written here: every button calls a service.
"""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from plan_pages.disclosure.models import UpdateVersion
from plan_pages.disclosure.naming import name_of
from plan_pages.obligations.clock import with_clock
from plan_pages.obligations.models import Obligation
from plan_pages.obligations.reading import owed
from plan_pages.oversight import findings, queries
from plan_pages.oversight.models import Finding
from plan_pages.oversight.permissions import can_find, can_release, can_release_any
from portal.pages.meta import PageMeta
from portal.pages.staff import staff_page
from portal.refusals import Refused

from . import reading
from .forms import FindingForm

#: Lines of each list on the first page.
SHOWN = 20


@require_safe
@staff_page(can_find)
def review(request: HttpRequest) -> HttpResponse:
    """What is new, what is due, one's own chapters; for the office, what waits.

    Who has chapters sees what is new in them, and with `?all` in every chapter.
    """
    mine = reading.chapters_of(request.user)
    narrowed = bool(mine) and "all" not in request.GET
    fresh = reading.unchecked(mine if narrowed else ())
    office = can_release_any(request.user)
    context = {
        "meta": PageMeta(_("人大监督")),
        "mine": mine,
        "narrowed": narrowed,
        "fresh": [
            (row, name_of(row.update.subject)) for row in reading.named(fresh[:SHOWN])
        ],
        "fresh_total": fresh.count(),
        "late": reading.late(most=SHOWN),
        "office": office,
        "waiting": _lines(queries.waiting_for_release(), request) if office else [],
        "own": _lines(Finding.objects.internal().filter(by=request.user), request),
    }
    return render(request, "feedback/congress/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(can_find)
def claim(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """One published version: its evidence, its history, the public, the findings."""
    version = get_object_or_404(
        UpdateVersion.objects.select_related(
            "unit", "release", "update__plan", "update__home__page",
            "update__home__plan", "update__withdrawal", "update__indicator",
            "update__project", "update__task", "update__part__page",
        ),
        update__public_id=public_id,
        number=number,
    )  # fmt: skip
    form = FindingForm(request.POST or None)
    if request.method == "POST" and _found(request, form, version=version):
        return redirect("review_claim", public_id, number)
    reading.named([version])
    context = {
        "meta": PageMeta(name_of(version.update.subject)),
        "version": version,
        "about": name_of(version.update.subject),
        "evidence": reading.evidence_of(version),
        "others": version.update.versions.exclude(pk=version.pk).order_by("-number"),
        "voices": reading.voices_about(version.update.home),
        "part": version.update.home,
        "findings": _findings(Q(version__update=version.update), request),
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "feedback/congress/claim.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(can_find)
def obligation(request: HttpRequest, public_id: str) -> HttpResponse:
    """What a unit had to publish, and whether it did."""
    rows = with_clock(Obligation.objects.filter(public_id=public_id))
    lines = owed(rows)
    row = lines[0].obligation if lines else get_object_or_404(Obligation, pk=0)
    form = FindingForm(request.POST or None)
    if request.method == "POST" and _found(request, form, obligation=row):
        return redirect("review_obligation", public_id)
    context = {
        "meta": PageMeta(lines[0].title),
        "line": lines[0],
        "findings": _findings(Q(obligation=row), request),
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "feedback/congress/obligation.html", context, status=status)


@require_POST
@staff_page(can_release_any)
def release(request: HttpRequest, public_id: str) -> HttpResponse:
    """The office makes another person's finding public."""
    finding = get_object_or_404(
        Finding.objects.select_related("version__update", "obligation"),
        public_id=public_id,
    )
    try:
        findings.release(finding=finding, by=request.user)  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("已公开。"))
    return _to_subject(finding)


def _found(request: HttpRequest, form: FindingForm, **about: Any) -> bool:
    """Whether a finding was written; else the form has the errors."""
    if not form.is_valid():
        return False
    by: Any = request.user
    try:
        findings.make(by=by, **form.cleaned_data, **about)
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return False
    messages.success(request, _("已记下，等人大办公室公开。"))
    return True


def _findings(about: Q, request: HttpRequest) -> list[Any]:
    """Internal ones and released ones with their answers, the newest first."""
    rows = queries.findings_for(request.user).filter(about)
    public = {
        each.finding.pk: each
        for each in queries.shown(Finding.objects.released().filter(about))
    }
    return [
        (row, public.get(row.pk), can_release(request.user, row))
        for row in rows.select_related("by")
    ]


def _lines(rows: Any, request: HttpRequest) -> list[dict[str, Any]]:
    """Findings of a list with where they lead."""
    found = list(rows.select_related(*queries.WITH, "by")[:SHOWN])
    return [
        {"finding": row, "mine": row.by_id == request.user.pk, "url": _address(row)}
        for row in found
    ]


def _address(finding: Finding) -> str:
    return _to_subject(finding).url


def _to_subject(finding: Finding) -> Any:
    if finding.version is not None:
        version = finding.version
        return redirect("review_claim", version.update.public_id, version.number)
    assert finding.obligation is not None
    return redirect("review_obligation", finding.obligation.public_id)
