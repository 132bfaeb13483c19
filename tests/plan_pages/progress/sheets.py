"""Workbooks for tests and the bench."""

import io
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl

from plan_pages.progress.spreadsheets.columns import (
    FIGURE_HEADS,
    FIGURES,
    SOURCE_HEADS,
    SOURCES,
)

SOURCE = ("A1", "2021年公报", "统计局", "示统〔2022〕1号", "2022-04-01", "")


def line(code: str, year: Any, value: Any, **more: Any) -> list[Any]:
    """A line of the sheet 观测值; `more` by head."""
    cells = {"行号": code, "年份": year, "数值": value, "数据状态": "最终数"}
    cells |= {"来源代号": "A1", **more}
    return [cells.get(head) for head in FIGURE_HEADS]


def workbook(
    lines: Sequence[Sequence[Any]],
    sources: Sequence[Sequence[Any]] = (SOURCE,),
    change: Callable[[Any], None] | None = None,
) -> io.BytesIO:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, heads, rows in (
        (SOURCES, SOURCE_HEADS, sources),
        (FIGURES, FIGURE_HEADS, lines),
    ):
        sheet = book.create_sheet(name)
        sheet.append(list(heads))
        for row in rows:
            sheet.append(list(row))
    if change is not None:
        change(book)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file
