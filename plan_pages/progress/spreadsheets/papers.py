"""The sheet 来源文件: the papers that the other sheets name by a code of the file's."""

from collections.abc import Iterable
from typing import Any

from portal.spreadsheets import Cell, CellReader, Line

from ..models import SourceDocument
from ..sources import keep_source
from .columns import SOURCES

LONGEST = {"文件名称": 200, "发文单位": 120, "文号": 80, "网址": 500}


class Papers:
    """`by_code`: papers by the file's own code; those without a key are new."""

    def __init__(self, reader: CellReader) -> None:
        self.reader = reader
        self.problems = reader.problems
        self.by_code: dict[str, SourceDocument] = {}

    def read(self, lines: Iterable[Line]) -> None:
        for line in lines:
            self._paper(line)
        self._reuse_known()

    def named_by(self, cell: Cell, *, needed: bool = True) -> SourceDocument | None:
        """The paper whose code stands in `cell`."""
        if not cell.text and not needed:
            return None
        found = self.by_code.get(cell.text)
        if found is None and not cell.formula:
            self.problems.add(
                cell.where,
                f"“{SOURCES}”里没有代号“{cell.text}”。",
                "请先在那里写明这份文件。",
            )
        return found

    def _paper(self, line: Line) -> None:
        cells = line.cells
        code = cells["来源代号"]
        if not code.text:
            self.problems.add(code.where, "没有来源代号。", "请写一个代号，如 A1。")
        elif code.text in self.by_code:
            self.problems.add(code.where, f"代号“{code.text}”重复。", "请换一个代号。")
        for head, longest in LONGEST.items():
            needed = head in ("文件名称", "发文单位")
            self.reader.text(cells[head], head, longest, needed=needed)
        if not (cells["文号"].text or cells["网址"].text):
            self.problems.add(
                cells["文号"].where, "文号和网址都空着。", "请至少填一项。"
            )
        url = cells["网址"]
        if url.text and not url.text.startswith(("https://", "http://")):
            self.problems.add(url.where, "网址不完整。", "请从 https:// 写起。")
        dated = self.reader.day(cells["成文日期"], "成文日期")
        if dated and code.text:
            self.by_code[code.text] = SourceDocument(
                title=cells["文件名称"].text,
                issuer=cells["发文单位"].text,
                number=cells["文号"].text,
                dated=dated,
                url=url.text,
            )

    def _reuse_known(self) -> None:
        """The same paper entered before is the same paper. One query."""
        wanted = {source.title for source in self.by_code.values()}
        rows = SourceDocument.objects.filter(title__in=wanted).order_by("-pk")
        known = {_identity(source): source for source in rows}
        for code, source in self.by_code.items():
            self.by_code[code] = known.get(_identity(source), source)


def _identity(source: SourceDocument) -> tuple[object, ...]:
    return (source.title, source.issuer, source.number, source.dated, source.url)


def entered(source: SourceDocument, by: Any) -> SourceDocument:
    """Kept, where it was not yet."""
    return source if source.pk is not None else keep_source(source=source, by=by)
