"""A workbook's lines as papers and figures, or what is wrong with each cell."""

from collections.abc import Callable
from dataclasses import dataclass, field

from plan_pages.document.models import Plan
from portal.refusals import Refused
from portal.spreadsheets import Cell, CellReader, Line, Problems
from portal.units.models import Unit

from ..figures import Figure, check
from ..models import IndicatorRow, Observation, SourceDocument
from .columns import FIGURES, SOURCES, STATUS
from .papers import Papers

LONGEST_SCOPE = 120
LONGEST_REASON = 300
MEND_VALUE = "只写数字和小数点；没有的数请把整行删掉，不要填零。"


@dataclass
class Checked:
    """`sources` by the file's own code; those without a key are new."""

    sources: dict[str, SourceDocument] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)


class Validator:
    """Reads the database thrice, whatever the file's length."""

    def __init__(self, plan: Plan, unit: Unit) -> None:
        self.unit = unit
        self.found = Checked()
        self.problems = self.found.problems
        self.cells = CellReader(self.problems)
        self.papers = Papers(self.cells)
        self.found.sources = self.papers.by_code
        rows = IndicatorRow.objects.filter(
            indicator__plan=plan, code__isnull=False, indicator__number__isnull=False
        ).select_related("part", "indicator__plan")
        self.rows = {row.code: row for row in rows}
        self.earlier: dict[str, Observation] = {}

    def check(
        self, sheets: dict[str, list[Line]], seen: Callable[[], None] = lambda: None
    ) -> Checked:
        """`seen` is called for every line of figures."""
        self.cells.refuse_formulas([*sheets[SOURCES], *sheets[FIGURES]])
        self.papers.read(sheets[SOURCES])
        filled = [line for line in sheets[FIGURES] if _is_filled(line)]
        self._read_earlier(filled)
        read = []
        for line in filled:
            figure = self._figure(line)
            read += [(line, figure)] if figure else []
            seen()
        self.found.figures = [figure for _line, figure in read]
        self._against_the_rows([line for line, _figure in read])
        if not filled and not self.problems:
            self.problems.add(FIGURES, "没有一行填了数。", "请至少填写一行。")
        return self.found

    def _read_earlier(self, lines: list[Line]) -> None:
        wanted = {line.cells["取代编号"].text for line in lines} - {""}
        if wanted:
            rows = Observation.objects.select_related("row", "source")
            found = rows.filter(public_id__in=wanted)
            self.earlier = {each.public_id: each for each in found}

    def _figure(self, line: Line) -> Figure | None:
        cells = line.cells
        before = self.problems.total
        row = self._row(cells["行号"])
        year = self.cells.year(cells["年份"], "年份")
        value = self.cells.number(cells["数值"], mend=MEND_VALUE)
        status = self.cells.choice(cells["数据状态"], "数据状态", STATUS)
        source = self.papers.named_by(cells["来源代号"])
        earlier = self._earlier(cells["取代编号"])
        self.cells.refuse_long(cells["统计口径"], LONGEST_SCOPE)
        self.cells.refuse_long(cells["修订原因"], LONGEST_REASON)
        if self.problems.total > before:
            return None
        if row is None or year is None or value is None or source is None:
            return None
        return Figure(
            row,
            year,
            value,
            status or "",
            source,
            self.unit,
            earlier,
            cells["修订原因"].text,
            cells["统计口径"].text,
        )

    def _row(self, cell: Cell) -> IndicatorRow | None:
        row = self.rows.get(cell.text)
        if row is None:
            self.problems.add(
                cell.where, f"规划里没有行号“{cell.text}”。", "请照模板的行号填写。"
            )
        return row

    def _earlier(self, cell: Cell) -> Observation | None:
        if not cell.text:
            return None
        if cell.text not in self.earlier:
            self.problems.add(
                cell.where,
                f"没有编号为“{cell.text}”的数。",
                "请从指标页的CSV里抄编号。",
            )
        return self.earlier.get(cell.text)

    def _against_the_rows(self, lines: list[Line]) -> None:
        """What only shows beside the figures that stand, and beside each other."""
        if not self.found.figures:
            return
        verdicts = check(self.found.figures)
        for line, verdict in zip(lines, verdicts, strict=True):
            if isinstance(verdict, Refused):
                where = line.cells[_COLUMN.get(verdict.code, "取代编号")].where
                self.problems.add(where, str(verdict.message), "请改正这一格。")


_COLUMN = {
    "value": "数值",
    "period": "年份",
    "reason": "修订原因",
    "status": "数据状态",
    "row_gone": "行号",
    "already": "来源代号",
}


def _is_filled(line: Line) -> bool:
    """The template's own lines, left as they were, are no figures."""
    return any(
        line.cells[head].text or line.cells[head].formula
        for head in ("年份", "数值", "来源代号", "取代编号")
    )
