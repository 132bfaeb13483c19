"""Indicator rows: what a table prints of each, and what the entries add to it.

The name carries its number and unit: `13.每千人口拥有执业（助理）医师数（人）` is no.
13, unit 人. A number with several rows has parts 7a, 7b, …
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from string import ascii_lowercase

from plan_pages.importer.indicator_rows import (
    NUMBERED,
    Printed,
    read_row,
    row_doubts,
)
from plan_pages.importer.source import Doubt, IndicatorRow

Cells = tuple[str, ...]
HEADERS = {
    "category": re.compile(r"类别|领域|类型"),
    "number": re.compile(r"序号|编号"),
    "indicator": re.compile(r"(?:主要)?指标(?:名称)?"),
    "unit": re.compile(r"单位|计量单位"),
    "average": re.compile(r"(?:五年)?年均.*|.*累计.*"),
    "property": re.compile(r"属性|指标属性"),
}
YEAR = re.compile(r"\D*(20\d\d)\s*年?\D*")
YEARS = ("base", "target")
CELLS = ("category", "indicator", "sub", "base", "target", "average", "property")


def columns(header: Cells) -> dict[str, int] | None:
    """Where each kind of cell stands, or None if it is no indicator table."""
    where: dict[str, int] = {}
    years = []
    for at, cell in enumerate(header):
        name = "".join(cell.split())
        kinds = (k for k, p in HEADERS.items() if k not in where and p.fullmatch(name))
        if kind := next(kinds, None):
            where[kind] = at
        elif not name and where.get("indicator") == at - 1:
            where["sub"] = at
        elif YEAR.fullmatch(name):
            years.append(at)
    if not {"indicator", "property"} <= where.keys():
        return None
    if years:
        where["target"] = years[-1]
    if len(years) > 1:
        where["base"] = years[0]
    return where


def read_indicators(
    rows: Sequence[tuple[Cells, int]], header: Cells, entries: Mapping | None
) -> tuple[dict[int, IndicatorRow], list[Doubt]]:
    """The indicator rows by line, and the doubts about them."""
    where = columns(header)
    if where is None:
        return {}, []
    years = {kind: year_of(cell_at(header, where.get(kind))) for kind in YEARS}
    found: dict[int, IndicatorRow] = {}
    doubts: list[Doubt] = []
    group, above = "", None
    for (cells, line), (number, key) in zip(
        rows, number_rows(rows, where), strict=True
    ):
        if number is None:
            continue
        printed = {kind: cell_at(cells, where.get(kind)) for kind in CELLS}
        repeated = printed["category"].strip() == group != ""
        group = printed["category"].strip() or group
        unit = cell_at(cells, where.get("unit")).strip()
        row = Printed(key, number, printed, group, unit, line)
        entry = (entries or {}).get(key, {})
        found[line] = read_row(row, years, entry, above)
        doubts += row_doubts(found[line], years, entry, repeated=repeated)
        above = found[line]
    return found, doubts


def year_of(header: str) -> str | None:
    """The year a column's header names, as digits."""
    match = YEAR.fullmatch("".join(header.split()))
    return match[1] if match else None


def number_rows(
    rows: Sequence[tuple[Cells, int]], where: Mapping[str, int]
) -> list[tuple[int | None, str]]:
    """(number, key) of each row; a row without a number continues the one above."""
    numbers: list[int | None] = []
    for cells, _ in rows:
        printed = cell_at(cells, where.get("number")).strip()
        if "number" not in where:
            match = NUMBERED.fullmatch(cell_at(cells, where["indicator"]))
            printed = match[1] if match else ""
        if printed.isascii() and printed.isdigit():
            numbers.append(int(printed[:6]))
        else:
            numbers.append(numbers[-1] if numbers else None)
    keys, seen, rows_of = [], dict.fromkeys(numbers, 0), Counter(numbers)
    for number in numbers:
        several = rows_of[number] > 1
        letter = ascii_lowercase[seen[number] % 26] if several else ""
        keys.append((number, f"{number}{letter}"))
        seen[number] += 1
    return keys


def cell_at(cells: Cells, at: int | None) -> str:
    """The cell of this column exactly as printed; "" where the row has none."""
    return cells[at] if at is not None and at < len(cells) else ""
