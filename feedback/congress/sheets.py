"""The sheet of a chapter: a page that prints on paper, and a Word file."""

from io import BytesIO

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from plan_pages.document.models import Plan
from plan_pages.document.scope import Scope
from plan_pages.oversight.permissions import can_find
from portal.clock import today
from portal.pages.meta import PageMeta
from portal.pages.staff import staff_page

from .chapter_sheet import Sheet, sheet_of
from .sheet_docx import document_of

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@staff_page(can_find)
def sheet(request: HttpRequest, key: str, ordinal: int) -> HttpResponse:
    plan, made = _sheet(request, key, ordinal)
    context = {
        "meta": PageMeta(made.chapter.title),
        "plan": plan,
        "sheet": made,
        "day": today(),
    }
    return render(request, "feedback/congress/sheet.html", context)


@require_safe
@staff_page(can_find)
def sheet_docx(request: HttpRequest, key: str, ordinal: int) -> HttpResponse:
    plan, made = _sheet(request, key, ordinal)
    kept = BytesIO()
    document_of(plan, made).save(kept)
    response = HttpResponse(kept.getvalue(), content_type=_DOCX)
    name = f"{plan.key}-{ordinal}-{today():%Y%m%d}.docx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _sheet(request: HttpRequest, key: str, ordinal: int) -> tuple[Plan, Sheet]:
    plan = get_object_or_404(Plan.objects.live(), key=key)
    contents = Scope(request, plan).contents
    chapter = contents.chapter(ordinal)
    if chapter is None:
        raise Http404
    return plan, sheet_of(contents, chapter)
