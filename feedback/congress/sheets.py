"""The sheet of a chapter: a page that prints on paper, and a Word file."""

from io import BytesIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from plan_pages.disclosure import periods
from plan_pages.document.models import Plan
from plan_pages.document.scope import Scope
from plan_pages.oversight.permissions import can_find
from portal.clock import today
from portal.pages.meta import PageMeta
from portal.pages.staff import staff_page

from .chapter_sheet import Line, Sheet, sheet_of

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FACE = "SimSun"


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


def document_of(plan: Plan, made: Sheet) -> Any:
    """A landscape page: the lines as a table, the public's words below it."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    style = document.styles["Normal"]
    style.font.name = _FACE
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FACE)
    document.add_heading(made.chapter.title, level=1)
    document.add_paragraph(f"{plan.title} · {today():%Y-%m-%d}")
    table = document.add_table(rows=1, cols=len(heads()))
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, heads(), strict=True):
        cell.text = text
    for line in made.lines:
        for cell, text in zip(table.add_row().cells, cells(line), strict=True):
            cell.text = text
    document.add_heading(_("公众意见"), level=2)
    document.add_paragraph(counted(made))
    for voice in made.voices:
        document.add_paragraph(
            f"{voice.number} {voice.text or ''}", style="List Bullet"
        )
    return document


def heads() -> tuple[str, ...]:
    return (
        _("类别"), _("规划承诺"), _("数据"), _("牵头单位"), _("部门填报"), _("佐证"),
        _("缺什么"), _("核查情况"),
    )  # fmt: skip


def cells(line: Line) -> tuple[str, ...]:
    return (
        line.kind,
        line.promise,
        line.figure,
        line.units,
        claim_words(line),
        str(line.evidence),
        "\n".join(line.missing),
        line.review,
    )


def claim_words(line: Line) -> str:
    """`推进中 · 2026年第三季度`"""
    if line.claim is None:
        return ""
    return f"{line.claim.get_delivery_display()} · {periods.words(line.claim.period)}"


def counted(made: Sheet) -> str:
    said = _("本章共收到 %(received)s 条，其中未予公开 %(refused)s 条。")
    return said % {"received": made.received, "refused": made.refused}


def _sheet(request: HttpRequest, key: str, ordinal: int) -> tuple[Plan, Sheet]:
    plan = get_object_or_404(Plan.objects.live(), key=key)
    contents = Scope(request, plan).contents
    chapter = contents.chapter(ordinal)
    if chapter is None:
        raise Http404
    return plan, sheet_of(contents, chapter)
