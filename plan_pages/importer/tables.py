"""Tables of tabbed lines: title, header, rows; their indicators are read elsewhere."""

from collections import Counter
from collections.abc import Mapping, Sequence

from plan_pages.importer.indicators import read_indicators
from plan_pages.importer.lines import MARK
from plan_pages.importer.source import Doubt, Table, TableRow
from plan_pages.importer.tokens import Token

Cells = tuple[str, ...]


def table_length(tokens: Sequence[Token], at: int) -> int:
    """How many tokens from here are one table; 0 if a single tabbed line is none."""
    if tokens[at].kind not in ("table", "row"):
        return 0
    titled = tokens[at].kind == "table"
    end = at + titled
    while end < len(tokens) and tokens[end].kind == "row":
        end += 1
    if titled or end - at > 1 or tokens[at].text.strip().count("\t") > 1:
        return end - at
    return 0


def read_table(
    tokens: Sequence[Token], entries: Mapping | None
) -> tuple[Table, list[Doubt]]:
    """The table of these tokens (a title, then rows) and its doubts.

    `entries` maps a row's key ("7a") to what the text alone does not say.
    """
    titled = tokens[0].kind == "table"
    title = tokens[0].text.replace(MARK, "") if titled else ""
    lines = [token.lines[0] for token in tokens[titled:]]
    rows = [tuple(token.text.rstrip("\r\n").split("\t")) for token in tokens[titled:]]
    rows = [(row[0].lstrip(" \u3000"), *row[1:]) for row in rows]
    depth = header_depth(rows)
    header = merged_header(rows[:depth])
    numbered = list(zip(rows[depth:], lines[depth:], strict=True))
    found, doubts = read_indicators(numbered, header, entries)
    made = tuple(TableRow(row, line, found.get(line)) for row, line in numbered)
    everything = tuple(no for token in tokens for no in token.lines)
    return Table(title, header, made, everything, tuple(rows[:depth])), doubts


def header_depth(rows: Sequence[Cells]) -> int:
    """1, or 2 where the first line's last cell stands above the second line's cells."""
    if len(rows) < 3:
        return min(len(rows), 1)
    usual = Counter(len(row) for row in rows).most_common(1)[0][0]
    return 2 if len(rows[0]) - 1 + len(rows[1]) == usual != len(rows[0]) else 1


def merged_header(header: Sequence[Cells]) -> Cells:
    """One name a column: the second line's names take the place of the cell above."""
    if len(header) == 2:
        return header[0][:-1] + header[1]
    return header[0] if header else ()
