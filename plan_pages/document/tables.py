"""A printed table laid out for the screen: what is merged spans, nothing is added.

Cells that the print leaves empty because the cell before or above them is merged become
spans; every other empty cell stays empty.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: Letters of a cell that stays on one line.
SHORT = 6


@dataclass
class Cell:
    """`column` is the header over it, for screens too narrow for columns."""

    text: str
    column: str = ""
    rowspan: int = 1
    colspan: int = 1
    heads_row: bool = False

    @property
    def is_short(self) -> bool:
        """Better not broken over lines."""
        return len(self.text) <= SHORT


@dataclass
class Row:
    cells: list[Cell]
    public_id: str = ""


@dataclass
class PlanTable:
    title: str
    header: list[Row]
    rows: list[Row]
    width: int


def lay_out(value: Mapping[str, Any], public_ids: Sequence[str]) -> PlanTable:
    """A table's block value with spans; `public_ids` are those of its rows."""
    header = [_texts(row) for row in value["header"]]
    body = [_texts(row) for row in value["rows"]]
    width = max((len(row) for row in [*header, *body]), default=0)
    body = [row + [""] * (width - len(row)) for row in body]
    columns = _columns(header, width)
    rows = _merge(body, columns)
    for row, public_id in zip(rows, public_ids, strict=True):
        row.public_id = public_id
    return PlanTable(
        title=value["title"],
        header=[Row(_header_cells(row, width)) for row in header],
        rows=rows,
        width=width,
    )


def _texts(row: Mapping[str, Any]) -> list[str]:
    return [str(text or "") for text in row["cells"]]


def _header_cells(texts: Sequence[str], width: int) -> list[Cell]:
    """An empty header cell belongs to the one before it; so does a short line's end."""
    cells: list[Cell] = []
    for text in texts:
        if text or not cells:
            cells.append(Cell(text))
        else:
            cells[-1].colspan += 1
    if cells:
        cells[-1].colspan += width - len(texts)
    return cells


def _columns(header: Sequence[Sequence[str]], width: int) -> list[str]:
    """The name over each column: that of the last header line, carried rightwards."""
    names: list[str] = []
    last = list(header[-1]) if header else []
    for at in range(width):
        text = last[at] if at < len(last) else ""
        names.append(text or (names[-1] if names else ""))
    return names


def _head_columns(body: Sequence[Sequence[str]]) -> int:
    """How many columns name a row: the first, and those that merged cells reach."""
    empties = [next((at for at, t in enumerate(texts) if t), 0) for texts in body]
    return max(empties, default=0) + 1


def _merge(body: list[list[str]], columns: list[str]) -> list[Row]:
    """Leading empty cells continue the row above; an empty cell under a shared header
    continues the cell before it."""
    heads = _head_columns(body)
    above: dict[int, Cell] = {}
    rows = []
    for texts in body:
        cells: list[Cell] = []
        for at, text in enumerate(texts):
            if not text and not cells and at in above:
                above[at].rowspan += 1
            elif not text and cells and columns[at] == columns[at - 1]:
                cells[-1].colspan += 1
            else:
                cells.append(Cell(text, columns[at], heads_row=at < heads))
                above = {k: cell for k, cell in above.items() if k < at}
                above[at] = cells[-1]
        rows.append(Row(cells))
    return rows
