"""A table as a CSV file that a spreadsheet opens rightly and harmlessly."""

import csv
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

#: A spreadsheet would compute what begins with one of these.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def csv_response(
    name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]
) -> HttpResponse:
    """`name`.csv as a download: UTF-8 with BOM; text is never a formula."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.writer(response)
    writer.writerow(head)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return response


def safe_cell(value: Any) -> str:
    """None is empty; a text that begins like a formula gets an apostrophe."""
    text = "" if value is None else str(value)
    if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text
