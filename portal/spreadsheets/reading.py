"""An XLSX file as lines of cells, within limits."""

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import openpyxl
from openpyxl.utils import get_column_letter

from .problems import BadSheet

MAX_BYTES = 10_000_000
MAX_UNPACKED = 120_000_000
MAX_MEMBERS = 500
MAX_ROWS = 20_000
MAX_COLUMNS = 40
MAX_CHARACTERS = 2_000
#: A double keeps so many digits; a number with more was computed, not typed.
SIGNIFICANT = 15

_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_DECIMALS = re.compile(r"0\.(0+)")
_CHUNK = 1_000_000
_ROW = re.compile(rb"<row[ >]")


@dataclass(frozen=True)
class Cell:
    """`value` is str, Decimal, date, bool or None; `formula` cells have no value."""

    where: str
    value: Any
    formula: bool = False

    @property
    def text(self) -> str:
        return "" if self.value is None else str(self.value).strip()


@dataclass(frozen=True)
class Line:
    """One row of a sheet, by the heads of its first row."""

    number: int
    cells: dict[str, Cell]


def count_rows(file: IO[bytes]) -> int:
    """Rows of all its sheets, heads and empty ones too; read through, not taken apart.

    Raises BadSheet for a file that is none, is too large or has macros.
    """
    _refuse_hostile(file)
    file.seek(0)
    found = 0
    with zipfile.ZipFile(file) as archive:
        for member in archive.infolist():
            if member.filename.startswith("xl/worksheets/"):
                with archive.open(member) as part:
                    found += _rows_of(part)
    file.seek(0)
    return found


def _rows_of(part: IO[bytes]) -> int:
    found, kept = 0, b""
    while chunk := part.read(_CHUNK):
        seen = kept + chunk
        found += len(_ROW.findall(seen))
        kept = seen[-4:]  # shorter than any match: none is counted twice
    return found


def read_sheets(
    file: IO[bytes],
    wanted: dict[str, Sequence[str]],
    seen: Callable[[], None] | None = None,
) -> dict[str, list[Line]]:
    """The lines of each wanted sheet: name → heads that it must have.

    Empty rows are left out; `seen` is called for every other one. Raises BadSheet for
    a file that is none, is too large, has macros, or lacks a sheet or a head.
    """
    _refuse_hostile(file)
    file.seek(0)
    try:
        book = openpyxl.load_workbook(file, read_only=True, keep_links=False)
    except Exception as error:  # openpyxl raises what it likes on a broken file
        raise BadSheet("读不出这个文件，请用模板重新另存为 .xlsx。") from error
    try:
        found: dict[str, list[Line]] = {name: [] for name in wanted}
        for name in wanted:
            for line in _lines(book, name, wanted[name]):
                found[name].append(line)
                if seen is not None:
                    seen()
        return found
    finally:
        book.close()


def _refuse_hostile(file: IO[bytes]) -> None:
    size = file.seek(0, 2)
    file.seek(0)
    if size > MAX_BYTES:
        raise BadSheet(f"文件超过{MAX_BYTES // 1_000_000} MB，请分成几个文件。")
    if file.read(4) == _OLD_OR_LOCKED:
        raise BadSheet("这是旧格式或加了密码的文件，请另存为不带密码的 .xlsx。")
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            _refuse_bomb(archive)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise BadSheet("这不是 .xlsx 文件，请用模板另存为 .xlsx。") from error


def _refuse_bomb(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    declared = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or declared > MAX_UNPACKED:
        raise BadSheet("文件解开后过大，请分成几个文件。")
    for member in members:
        if "vbaProject" in member.filename or "externalLinks" in member.filename:
            raise BadSheet("文件带有宏或外部链接，请只粘贴数值后另存为 .xlsx。")
        with archive.open(member) as part:
            _refuse_entities(part)


def _refuse_entities(part: IO[bytes]) -> None:
    """No part of a spreadsheet declares a document type; an entity bomb must."""
    kept = b""
    while chunk := part.read(_CHUNK):
        seen = (kept + chunk).replace(b"\0", b"")
        if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
            raise BadSheet("文件含有不允许的内容，请用模板重新填写。")
        kept = seen[-16:]


def _lines(book: Any, name: str, heads: Sequence[str]) -> Iterator[Line]:
    if name not in book.sheetnames:
        raise BadSheet(f"缺少工作表“{name}”，请用模板填写。")
    rows = book[name].iter_rows(max_col=MAX_COLUMNS)
    try:
        found = [
            _cell(name, cell, 1, at).text for at, cell in _numbered(next(rows, ()))
        ]
        missing = [head for head in heads if head not in found]
        if missing:
            raise BadSheet(f"工作表“{name}”第1行缺少“{'”“'.join(missing)}”一列。")
        for number, row in enumerate(rows, start=2):
            if number > MAX_ROWS + 1:
                raise BadSheet(f"工作表“{name}”超过{MAX_ROWS}行，请分成几个文件。")
            cells = [_cell(name, cell, number, at) for at, cell in _numbered(row)]
            if any(cell.formula or cell.text for cell in cells):
                named = dict(zip(found, cells, strict=False))
                yield Line(
                    number,
                    {
                        head: _get(named, name, number, found, head)
                        for head in found
                        if head
                    },
                )
    except BadSheet:
        raise
    except Exception as error:
        raise BadSheet(f"工作表“{name}”读不出来，请用模板重新另存。") from error


def _numbered(row: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    return enumerate(row, start=1)


def _get(
    named: dict[str, Cell], name: str, number: int, found: list[str], head: str
) -> Cell:
    if head in named:
        return named[head]
    return Cell(f"{name}!{get_column_letter(found.index(head) + 1)}{number}", None)


def _cell(name: str, cell: Any, number: int, column: int) -> Cell:
    where = f"{name}!{get_column_letter(column)}{number}"
    value = cell.value
    if cell.data_type == "f" or (isinstance(value, str) and value.startswith("=")):
        return Cell(where, None, formula=True)
    if isinstance(value, bool) or value is None:
        return Cell(where, value)
    if isinstance(value, int | float):
        return Cell(where, _number(value, str(cell.number_format or "")))
    if isinstance(value, datetime):
        return Cell(where, value.date())
    if isinstance(value, date):
        return Cell(where, value)
    return Cell(where, str(value)[:MAX_CHARACTERS])


def _number(value: int | float, shown_as: str) -> Decimal:
    """The number as its cell shows it: a cell formatted 0.00 has two decimals.

    The shortest text of a double is what was typed; it is never rounded here.
    """
    number = Decimal(repr(value))
    decimals = _DECIMALS.match(shown_as)
    wanted = len(decimals[1]) if decimals else 0
    exponent = number.as_tuple().exponent
    if number == number.to_integral_value() and wanted == 0:
        return Decimal(int(number))
    if isinstance(exponent, int) and -exponent < wanted:
        return number.quantize(Decimal(1).scaleb(-wanted))
    return number
