"""The sheet of a chapter as a Word file: what the page says, on a landscape page."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Pt

from plan_pages.disclosure import periods
from plan_pages.document.models import Plan
from portal.clock import today
from portal.xml_text import word_text

from .chapter_lines import Line
from .chapter_sheet import Sheet

_FACE, _SMALL = "SimSun", Pt(9)


def document_of(plan: Plan, made: Sheet) -> Any:
    """The lines as a table, the public's words below it. No text breaks the file."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FACE, _SMALL
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FACE)
    document.add_heading(word_text(made.chapter.title), level=1)
    document.add_paragraph(word_text(f"{plan.title} · {today():%Y-%m-%d}"))
    if made.lines:
        _add_table(document, [heads(), *map(cells, made.lines)])
    elif not made.items:
        document.add_paragraph(_("本章还没有登记指标、项目或任务。"))
    if made.items:
        document.add_heading(_("还没有登记实施项目的规划项目"), level=2)
    for box, names in made.items.items():
        words = word_text(f"{box}：{'、'.join(names)}")
        document.add_paragraph(words, style="List Bullet")
    document.add_heading(_("公众意见"), level=2)
    document.add_paragraph(counted(made))
    for voice in made.voices:
        words = word_text(f"{voice.number} {voice.text or ''}")
        document.add_paragraph(words, style="List Bullet")
    if made.hidden:
        document.add_paragraph(_("另有 %(n)s 条。") % {"n": made.hidden})
    return document


def heads() -> tuple[str, ...]:
    return (
        _("类别"), _("规划承诺"), _("数据"), _("责任单位"), _("部门填报"), _("佐证"),
        _("缺什么"), _("核查情况"),
    )  # fmt: skip


def cells(line: Line) -> tuple[str, ...]:
    return (
        line.kind,
        _lines([line.name, line.promise]),
        line.figure,
        line.units,
        _lines([claim_words(line), line.said]),
        _lines(line.evidence),
        _lines([*line.late, *line.missing]),
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


def _add_table(document: Any, rows: Iterable[Sequence[str]]) -> None:
    table = document.add_table(rows=0, cols=len(heads()))
    table.style = "Table Grid"
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = word_text(text)


def _lines(pieces: Iterable[str]) -> str:
    return "\n".join(piece for piece in pieces if piece)
