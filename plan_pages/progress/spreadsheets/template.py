"""The workbook that a unit fills in: its rows are the plan's own."""

import io
from collections.abc import Sequence
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from plan_pages.document.models import Plan
from portal.spreadsheets import append

from ..models import IndicatorRow
from .columns import FIGURE_HEADS, FIGURES, SOURCE_HEADS, SOURCES, STATUS
from .kinds import Kind

HINTS = (
    "先在“来源文件”写明每份文件，再在“观测值”逐行填数。",
    "数值照文件印出的样子填写，保留末尾的零；不要写公式，不要写单位。",
    "没有的数不要填零，整行删掉即可。",
    "更正已发布的数：填“取代编号”（见该指标页的CSV）和“修订原因”，原因将公开。",
    "来源文件须有文号或网址，让读者找得到它。",
)
_WIDTHS = {
    "指标": 34, "文件名称": 40, "发文单位": 20, "网址": 40, "修订原因": 30, "名称": 34,
    "项目名称": 34, "任务名称": 34, "做了什么": 60, "建设内容": 40, "节点名称": 30,
}  # fmt: skip
_TEXT = "@"
#: Lines that are prepared for filling in.
MOST = 400


def template(plan: Plan) -> bytes:
    """An XLSX file with a line for each row of the plan's table."""
    book = started(HINTS)
    headed(book, SOURCES, SOURCE_HEADS)
    figures = headed(book, FIGURES, FIGURE_HEADS)
    rows = IndicatorRow.objects.filter(
        indicator__plan=plan, code__isnull=False, indicator__number__isnull=False
    )
    ordered = rows.select_related("indicator").order_by("indicator__number", "order")
    for row in ordered:
        name = " ".join(filter(None, [row.indicator.name, row.part_name]))
        append(figures, [row.code, name, None, None, "最终数"])
    for line in figures.iter_rows(min_row=2, max_row=MOST):
        line[3].number_format = _TEXT
        line[0].number_format = _TEXT
    offer(figures, "E", list(STATUS))
    return saved(book)


def template_of(kind: Kind, plan: Plan) -> bytes:
    """An XLSX file for a kind: its guide, its heads, what the plan already has."""
    book = started(kind.hints)
    if kind.with_papers:
        headed(book, SOURCES, SOURCE_HEADS)
    sheets = {name: headed(book, name, heads) for name, heads in kind.sheets.items()}
    kind.fill(plan, sheets)
    for (name, head), words in kind.choices.items():
        column = get_column_letter(list(kind.sheets[name]).index(head) + 1)
        offer(sheets[name], column, words)
    return saved(book)


def started(hints: Sequence[str]) -> Any:
    """A workbook whose first sheet is the guide."""
    book = openpyxl.Workbook()
    notes = book.active
    notes.title = "说明"
    for hint in hints:
        append(notes, [hint])
    notes.column_dimensions["A"].width = 90
    return book


def saved(book: Any) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def offer(sheet: Any, column: str, words: Sequence[str]) -> None:
    """A list to choose from, in every line of the column."""
    choices = ",".join(words)
    allowed = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
    sheet.add_data_validation(allowed)
    allowed.add(f"{column}2:{column}{MOST}")


def headed(book: Any, name: str, heads: Sequence[str]) -> Any:
    sheet = book.create_sheet(name)
    append(sheet, list(heads))
    for at, cell in enumerate(sheet[1], start=1):
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E6F0EF")
        cell.alignment = Alignment(wrap_text=True)
        letter = cell.column_letter
        sheet.column_dimensions[letter].width = _WIDTHS.get(heads[at - 1], 14)
    sheet.freeze_panes = "A2"
    return sheet
