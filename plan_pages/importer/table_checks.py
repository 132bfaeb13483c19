"""Is each table whole? A cut one is refused: it would read as fewer promises."""

from collections.abc import Iterator, Mapping

from plan_pages.importer.errors import ImportRefused
from plan_pages.importer.indicator_rows import PROPERTIES
from plan_pages.importer.indicators import columns
from plan_pages.importer.source import Doubt, Paragraph, PlanSource, Table, outline

FEWEST_CELLS = 3
ADVICE = "请核对文件是否被截断，或从原件重新导出。"


def refuse_cut_tables(plan: PlanSource, entries: Mapping) -> None:
    """Raise ImportRefused for a header without rows, short rows or missing numbers."""
    tables = [thing for _, thing in outline(plan) if isinstance(thing, Table)]
    for table in tables:
        _refuse_empty(table)
        if columns(table.header) is not None:
            _refuse_short_rows(table)
            _refuse_missing_numbers(table)
    printed = {row.indicator.row for t in tables for row in t.rows if row.indicator}
    if missing := [key for key in entries if key not in printed]:
        rows = "、".join(missing[:5]) + ("等" if len(missing) > 5 else "")
        raise ImportRefused(
            f"指标表残缺：应有的 {len(entries)} 行里找不到第 {rows} 行"
            f"（共缺 {len(missing)} 行）。{ADVICE}"
        )


def table_doubts(plan: PlanSource, entries: Mapping) -> Iterator[Doubt]:
    """Empty tables, and rows of another width, property or number than expected."""
    for _, table in outline(plan):
        if not isinstance(table, Table):
            continue
        if not table.header:
            done = "只有表题，没有以制表符分隔的表格（可能是图片），照印表题，请核对"
            yield Doubt(table.lines[0], "table_empty", table.title, done)
        for row in table.rows:
            shown = "｜".join(row.cells)[:40]
            if len(row.cells) != len(table.header):
                done = f"本行 {len(row.cells)} 格，表头 {len(table.header)} 列，照印"
                yield Doubt(row.line, "table_row_width", shown, done)
            if row.indicator and not row.indicator.property:
                done = "属性不是“约束性”“预期性”，照印，请核对"
                yield Doubt(row.line, "indicator_property", shown, done)
            if row.indicator and entries and row.indicator.row not in entries:
                done = "导入数据中没有本行的说明，记为不可评估"
                yield Doubt(row.line, "indicator_not_described", shown, done)


def unread_table(plan: PlanSource) -> Iterator[Doubt]:
    """A doubt where a table was saved with each cell on a line of its own."""
    things = [thing for _, thing in outline(plan) if isinstance(thing, Paragraph)]
    cells = [paragraph for paragraph in things if paragraph.text in PROPERTIES]
    if len(cells) >= FEWEST_CELLS:
        done = f"像是一格一行的指标表（{len(cells)} 处“约束性/预期性”），按段落照印"
        yield Doubt(cells[0].lines[0], "table_not_read", cells[0].text, done)


def _refuse_empty(table: Table) -> None:
    if table.header and not table.rows:
        name = table.title or "、".join(table.header)
        raise ImportRefused(
            f"表格“{name[:40]}”（第{table.lines[0]}行）残缺：没有数据行。{ADVICE}"
        )


def _refuse_short_rows(table: Table) -> None:
    for row in table.rows:
        if len(row.cells) < len(table.header):
            raise ImportRefused(
                f"表格“{table.title}”残缺：第{row.line}行只有 {len(row.cells)} 格，"
                f"表头有 {len(table.header)} 列。{ADVICE}"
            )


def _refuse_missing_numbers(table: Table) -> None:
    numbers = dict.fromkeys(r.indicator.number for r in table.rows if r.indicator)
    for expected, number in enumerate(numbers, 1):
        if number != expected:
            raise ImportRefused(
                f"表格“{table.title}”残缺：指标编号不连续，第 {expected} 项的位置"
                f"是第 {number} 项。{ADVICE}"
            )
    if not numbers:
        raise ImportRefused(
            f"表格“{table.title}”（第{table.lines[0]}行）残缺：各行都没有编号。{ADVICE}"
        )
