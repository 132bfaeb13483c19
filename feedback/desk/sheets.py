"""XLSX whose cells are never taken for formulas."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook

from portal.pages.cells import Cell, escaped

__all__ = ["Cell", "escaped", "workbook"]


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
