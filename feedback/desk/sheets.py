"""XLSX whose cells are never taken for formulas."""

import datetime
from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook

from portal.xml_text import visible

Cell = str | int | datetime.date | None
#: What a spreadsheet program may take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def workbook(title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet: `head`, then `rows`."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.append([escaped(cell) for cell in head])
    for row in rows:
        sheet.append([escaped(cell) for cell in row])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def escaped(cell: Cell) -> Cell:
    """Text that begins like a formula gets an apostrophe before it; a character that
    the file cannot hold is shown as a mark.
    """
    if not isinstance(cell, str):
        return cell
    text = visible(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text
