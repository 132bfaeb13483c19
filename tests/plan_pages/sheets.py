"""Workbooks of a kind, filled in as a unit would: on the template itself."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl

from plan_pages.document.models import Plan
from plan_pages.progress.spreadsheets import (
    Delivery,
    Result,
    import_sheets,
    kind_of,
    template_of,
)
from plan_pages.progress.spreadsheets.columns import SOURCE_HEADS, SOURCES
from portal.media.models import PortalDocument
from portal.units.models import Unit

PAPER = ("A1", "责任分解方案", "市政府", "示政发〔2022〕1号", "2022-03-01", "")
Lines = Mapping[str, Sequence[Mapping[str, Any]]]


def filled(
    plan: Plan, key: str, lines: Lines, papers: Sequence[Sequence[Any]] = (PAPER,)
) -> io.BytesIO:
    """`lines`: sheet → cells by head, written below what the template has."""
    kind = kind_of(key)
    assert kind is not None
    book = openpyxl.load_workbook(io.BytesIO(template_of(kind, plan)))
    for paper in papers if kind.with_papers else ():
        book[SOURCES].append([*paper][: len(SOURCE_HEADS)])
    for name, rows in lines.items():
        for cells in rows:
            assert not cells.keys() - set(kind.sheets[name]), cells
            book[name].append([cells.get(head) for head in kind.sheets[name]])
    return saved(book)


def saved(book: Any) -> io.BytesIO:
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def sent(
    file: io.BytesIO,
    *,
    plan: Plan,
    key: str,
    unit: Unit,
    by: Any,
    stamped: PortalDocument | None,
) -> Result:
    """Written; without `stamped` only checked."""
    kind = kind_of(key)
    assert kind is not None
    delivery = Delivery(
        file=file, plan=plan, unit=unit, by=by, stamped=stamped, dry_run=stamped is None
    )
    return import_sheets(delivery, kind)


def said(result: Result) -> list[str]:
    return [str(problem) for problem in result.problems]
