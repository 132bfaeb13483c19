"""Tables to take away: CSV that spreadsheet programs read as Chinese and never run."""

import csv
import datetime
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.http import HttpResponse

Cell = str | int | Decimal | datetime.date | None
#: What a spreadsheet program may take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def escaped(cell: Cell) -> Cell:
    """Text that begins like a formula gets an apostrophe before it."""
    if not isinstance(cell, str):
        return cell
    text = _CONTROL.sub("", cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_response(
    name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> HttpResponse:
    """`name`.csv in UTF-8 with a byte order mark; empty cells for what is not known."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.writer(response)
    writer.writerow([escaped(str(cell)) for cell in head])
    writer.writerows([escaped(_plain(cell)) for cell in row] for row in rows)
    return response


def _plain(cell: Cell) -> Cell:
    return f"{cell:f}" if isinstance(cell, Decimal) else cell
