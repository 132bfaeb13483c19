"""/review/: what waits for a reviewer, one claim with all that speaks for or against
it, and what the office releases. Nothing is written here: every button calls a service.
"""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from plan_pages.disclosure.models import UpdateVersion
from plan_pages.disclosure.naming import name_of
from plan_pages.document.models import Division
from plan_pages.obligations.clock import with_clock
from plan_pages.obligations.models import Obligation
from plan_pages.obligations.reading import owed
from plan_pages.oversight import findings, queries
from plan_pages.oversight.models import Finding
from plan_pages.oversight.permissions import can_find, can_release, can_release_any
from portal.pages.meta import PageMeta
from portal.pages.staff import staff_page
from portal.refusals import Refused

from . import lists, narrowing, reading
from .forms import FindingForm
from .naming import address_of

#: Lines of each list on the first page, and on a page of its own.
BEGINNING, SHOWN = 10, 50


@require_safe
@staff_page(can_find)
def review(request: HttpRequest) -> HttpResponse:
    """The beginning of each list, and one's own chapters.

    Who has chapters sees what is in them, and with `?all` in every chapter.
    """
    mine, below = _chapters(request)
    context = {
        "meta": PageMeta(_("人大监督")),
        "mine": mine,
        "narrowed": bool(below),
        "words": _words(request),
        "lists": lists.everything(request.user, below, BEGINNING),
    }
    return render(request, "feedback/congress/home.html", context)


@require_safe
@staff_page(can_find)
def review_list(request: HttpRequest, which: str) -> HttpResponse:
    """One of those lists, page by page: `?after=` the last line of the one before."""
    mine, below = _chapters(request)
    found = lists.listed(
        which, user=request.user, below=below, after=request.GET.get("after", ""),
        most=SHOWN,
    )  # fmt: skip
    if found is None:
        raise Http404
    context = {
        "meta": PageMeta(str(found.title)),
        "mine": mine,
        "narrowed": bool(below) and found.narrows,
        "words": _words(request),
        "listed": found,
    }
    return render(request, "feedback/congress/list.html", context)


def _chapters(request: HttpRequest) -> tuple[list[Division], list[Division]]:
    """One's own chapters, and those to which the lists are narrowed: none for all."""
    mine = narrowing.chapters_of(request.user)
    return mine, [] if "all" in request.GET else mine


def _words(request: HttpRequest) -> str:
    """What the address of a further page keeps."""
    return "all&" if "all" in request.GET else ""


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
        "voices": reading.voices_about(version.update.subject),
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


def _to_subject(finding: Finding) -> HttpResponse:
    return redirect(address_of(finding))
