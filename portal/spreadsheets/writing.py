"""What is written into a spreadsheet. No text breaks the file."""

from collections.abc import Iterable
from typing import Any

from portal.xml_text import visible


def append(sheet: Any, cells: Iterable[Any]) -> None:
    """A row of an openpyxl sheet; characters that it cannot hold are shown as marks."""
    sheet.append([visible(cell) if isinstance(cell, str) else cell for cell in cells])
