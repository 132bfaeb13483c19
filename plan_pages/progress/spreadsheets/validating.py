"""A workbook's lines as papers and figures, or what is wrong with each cell."""

import datetime
import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from plan_pages.document.models import Plan
from portal.refusals import Refused
from portal.spreadsheets import Cell, Line, Problems
from portal.spreadsheets.reading import SIGNIFICANT
from portal.units.models import Unit

from ..models import IndicatorRow, Observation, SourceDocument
from ..observations import Figure, check
from .columns import FIGURES, SOURCES, STATUS

NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
YEAR = re.compile(r"\d{4}", re.ASCII)
LONGEST = {"文件名称": 200, "发文单位": 120, "文号": 80, "网址": 500, "统计口径": 120}
LONGEST_REASON = 300


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
        rows = IndicatorRow.objects.filter(
            indicator__plan=plan, code__isnull=False, indicator__number__isnull=False
        ).select_related("part", "indicator__plan")
        self.rows = {row.code: row for row in rows}
        self.earlier: dict[str, Observation] = {}

    def check(self, sheets: dict[str, list[Line]]) -> Checked:
        self._refuse_formulas([*sheets[SOURCES], *sheets[FIGURES]])
        for line in sheets[SOURCES]:
            self._source(line)
        self._reuse_known_sources()
        filled = [line for line in sheets[FIGURES] if _is_filled(line)]
        self._read_earlier(filled)
        read = [(line, figure) for line in filled if (figure := self._figure(line))]
        self.found.figures = [figure for _line, figure in read]
        self._against_the_rows([line for line, _figure in read])
        if not filled and not self.problems:
            self.problems.add(FIGURES, "没有一行填了数。", "请至少填写一行。")
        return self.found

    def _refuse_formulas(self, lines: list[Line]) -> None:
        for line in lines:
            for cell in line.cells.values():
                if cell.formula:
                    self.problems.add(
                        cell.where, "这是公式。", "请粘贴为数值，照文件填写。"
                    )

    def _source(self, line: Line) -> None:
        cells = line.cells
        code = cells["来源代号"]
        if not code.text:
            self.problems.add(code.where, "没有来源代号。", "请写一个代号，如 A1。")
        elif code.text in self.found.sources:
            self.problems.add(code.where, f"代号“{code.text}”重复。", "请换一个代号。")
        for head in ("文件名称", "发文单位"):
            if not cells[head].text:
                self.problems.add(cells[head].where, f"没有{head}。", "请填写。")
        for head, longest in LONGEST.items():
            self._refuse_long(cells.get(head), longest)
        if not (cells["文号"].text or cells["网址"].text):
            self.problems.add(
                cells["文号"].where, "文号和网址都空着。", "请至少填一项。"
            )
        url = cells["网址"]
        if url.text and not url.text.startswith(("https://", "http://")):
            self.problems.add(url.where, "网址不完整。", "请从 https:// 写起。")
        dated = self._date(cells["成文日期"])
        if dated and code.text:
            self.found.sources[code.text] = SourceDocument(
                title=cells["文件名称"].text,
                issuer=cells["发文单位"].text,
                number=cells["文号"].text,
                dated=dated,
                url=url.text,
            )

    def _refuse_long(self, cell: Cell | None, longest: int) -> None:
        if cell and len(cell.text) > longest:
            self.problems.add(cell.where, f"超过{longest}字。", "请缩短。")

    def _date(self, cell: Cell) -> datetime.date | None:
        if isinstance(cell.value, datetime.date):
            return cell.value
        try:
            return datetime.date.fromisoformat(cell.text)
        except ValueError:
            self.problems.add(
                cell.where, "成文日期读不出来。", "请写成 2022-04-01 的样子。"
            )
            return None

    def _reuse_known_sources(self) -> None:
        """The same paper entered before is the same paper. One query."""
        wanted = {source.title for source in self.found.sources.values()}
        known = {
            _identity(source): source
            for source in SourceDocument.objects.filter(title__in=wanted).order_by(
                "-pk"
            )
        }
        for code, source in self.found.sources.items():
            self.found.sources[code] = known.get(_identity(source), source)

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
        year, value = self._year(cells["年份"]), self._value(cells["数值"])
        status = self._status(cells["数据状态"])
        source = self._of_source(cells["来源代号"])
        earlier = self._earlier(cells["取代编号"])
        self._refuse_long(cells["统计口径"], LONGEST["统计口径"])
        self._refuse_long(cells["修订原因"], LONGEST_REASON)
        if self.problems.total > before:
            return None
        if row is None or year is None or value is None or source is None:
            return None
        return Figure(
            row,
            year,
            value,
            status,
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

    def _year(self, cell: Cell) -> int | None:
        if YEAR.fullmatch(cell.text):
            return int(cell.text)
        if not cell.formula:
            self.problems.add(cell.where, "年份读不出来。", "请写四位数，如 2021。")
        return None

    def _value(self, cell: Cell) -> Decimal | None:
        if cell.formula:
            return None
        value = cell.value
        if isinstance(value, str) and NUMBER.fullmatch(value.strip()):
            value = Decimal(value.strip())
        if not isinstance(value, Decimal):
            said = f"“{cell.text[:20]}”不是数。" if cell.text else "没有数值。"
            self.problems.add(
                cell.where, said, "只写数字和小数点；没有的数请把整行删掉，不要填零。"
            )
            return None
        if len(value.as_tuple().digits) > SIGNIFICANT:
            self.problems.add(
                cell.where, f"{value}像是算出来的。", "请照文件印出的样子填写。"
            )
            return None
        return value

    def _status(self, cell: Cell) -> str:
        found = STATUS.get(cell.text, "")
        if not found and not cell.formula:
            self.problems.add(
                cell.where,
                f"数据状态“{cell.text}”不认识。",
                f"请选{'、'.join(STATUS)}。",
            )
        return found

    def _of_source(self, cell: Cell) -> SourceDocument | None:
        source = self.found.sources.get(cell.text)
        if source is None:
            self.problems.add(
                cell.where,
                f"“{SOURCES}”里没有代号“{cell.text}”。",
                "请先在那里写明这份文件。",
            )
        return source

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


def _identity(source: SourceDocument) -> tuple[object, ...]:
    return (source.title, source.issuer, source.number, source.dated, source.url)


def with_source(figure: Figure, source: SourceDocument) -> Figure:
    return replace(figure, source=source)
