"""A parsed plan, as the text prints it: no database, no markup, no corrections.

Line numbers count from 1 in the decoded file. Texts are without `**` and `<p>`;
white space inside a text is the source's own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Doubt:
    """Something a person should look at: where, what it says, what was done."""

    line: int
    kind: str
    text: str
    done: str


@dataclass(frozen=True)
class RunIn:
    """A numbered heading that opens its paragraph: text[start:end], 1.1增创优势。"""

    level: int
    number: str
    start: int
    end: int


@dataclass(frozen=True)
class Paragraph:
    """Running text, joined over page breaks; `bold` are the spans `**` marked."""

    text: str
    bold: tuple[tuple[int, int], ...]
    lines: tuple[int, ...]
    run_in: RunIn | None = None


@dataclass(frozen=True)
class Heading:
    """A head below the divisions: 1 一、, 2 （一）, 3 1., 4 1.1; `text` as printed."""

    level: int
    text: str
    number: str
    title: str
    lines: tuple[int, ...]


@dataclass(frozen=True)
class BoxItem:
    """One planned item: `box.paragraphs[paragraph].text[start:end] == name`."""

    paragraph: int
    start: int
    end: int
    name: str
    label: str | None = None
    ambiguous: bool = False
    alternatives: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Box:
    """A 专栏: `heading` is the printed title line, `number` e.g. 4-5 or 10."""

    number: str
    title: str
    heading: str
    paragraphs: tuple[Paragraph, ...]
    items: tuple[BoxItem, ...]
    lines: tuple[int, ...]


@dataclass(frozen=True)
class IndicatorRow:
    """A row of the indicator table: printed cells, and what the entries say of it.

    Values are decimal strings. `cells` has category, indicator, sub, base, target,
    average and property, exactly as printed: "—" and "" differ. `kind`,
    `direction`, `operator`, the roles and `on_import` come from the data file;
    without an entry a row is `not_assessable`.
    """

    row: str
    number: int
    name: str
    part: str | None
    unit: str
    unit_printed: bool
    property: str
    category_group: str
    cells: Mapping[str, str]
    lines: tuple[int, ...]
    baseline_value: str | None = None
    baseline_period: str | None = None
    baseline_role: str | None = None
    target_form: str | None = None
    target_value: str | None = None
    target_text: str | None = None
    target_period: str | None = None
    target_column: str = "target"
    inherited_from: str | None = None
    operator: str | None = None
    reference_indicator: int | None = None
    assigner: str | None = None
    kind: str | None = None
    direction: str | None = None
    on_import: str = "not_assessable"
    reason: str | None = None
    usual_unit: str | None = None
    assess: str | None = None


@dataclass(frozen=True)
class TableRow:
    """One printed row; `indicator` where the table is one of indicators."""

    cells: tuple[str, ...]
    line: int
    indicator: IndicatorRow | None = None


@dataclass(frozen=True)
class Table:
    """`header` has one name a column; `header_rows` are the lines as printed."""

    title: str
    header: tuple[str, ...]
    rows: tuple[TableRow, ...]
    lines: tuple[int, ...]
    header_rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Note:
    """A 注： or 备注： under a table."""

    text: str
    lines: tuple[int, ...]


NUMBERINGS = ("篇", "编", "部分", "章", "节")
Block = Paragraph | Heading | Box | Table | Note


@dataclass
class Division:
    """A 篇, 章 or 节 (or, in a plan without them, a 一、 or 结语 as chapter).

    `numbering` is the kind of number printed: 篇, 章, 节, 部分, 一、 or "" (none).
    """

    level: str
    ordinal: int
    number: str
    title: str
    heading: str
    lines: tuple[int, ...]
    numbering: str = ""
    blocks: list[Block] = field(default_factory=list)
    divisions: list["Division"] = field(default_factory=list)


@dataclass(frozen=True)
class TocEntry:
    """A line of the table of contents, without dots and page number."""

    text: str
    line: int
    page: int | None = None


@dataclass
class PlanSource:
    """A whole plan in printed order: title, cover, (toc,) preamble, divisions."""

    title: str
    title_lines: tuple[int, ...]
    cover: list[Paragraph]
    preamble: list[Block]
    divisions: list[Division]
    toc: list[TocEntry]
    doubts: list[Doubt]
    encoding: str = ""
    period: tuple[int, int] | None = None

    def walk(self) -> Iterator[Division]:
        """Every division, each before the ones inside it."""
        return walk_divisions(self.divisions)

    def counts(self) -> dict[str, int]:
        """How much of everything the plan has, by the names of the report."""
        blocks = [block for _, block in outline(self)]
        divisions = list(self.walk())
        counted = {
            level: sum(
                d.level == level and d.numbering in NUMBERINGS for d in divisions
            )
            for level in ("part", "chapter", "section")
        }
        counted |= _heading_counts(divisions, blocks)
        boxes = [block for block in blocks if isinstance(block, Box)]
        tables = [block for block in blocks if isinstance(block, Table)]
        rows = [
            row.indicator for table in tables for row in table.rows if row.indicator
        ]
        return counted | {
            "box": len(boxes),
            "box_item": sum(len(box.items) for box in boxes),
            "table": len(tables),
            "indicator": len({row.number for row in rows}),
            "indicator_row": len(rows),
            "paragraph": sum(isinstance(block, Paragraph) for block in blocks),
        }


def _heading_counts(divisions: list[Division], blocks: list[object]) -> dict[str, int]:
    """Heads by level; run-in ones count unless the level mostly has its own lines."""
    counted = {}
    for level in range(1, 5):
        alone = sum(isinstance(b, Heading) and b.level == level for b in blocks)
        if level == 1:
            alone += sum(d.numbering == "一、" for d in divisions)
        run_in = sum(
            isinstance(b, Paragraph)
            and b.run_in is not None
            and b.run_in.level == level
            for b in blocks
        )
        counted[f"heading_{level}"] = alone + (run_in if run_in > alone else 0)
    return counted


def walk_divisions(divisions: list[Division]) -> Iterator[Division]:
    """Every division of the list and below, in printed order."""
    for division in divisions:
        yield division
        yield from walk_divisions(division.divisions)


def outline(plan: PlanSource) -> Iterator[tuple[str, object]]:
    """(kind, thing) for everything printed, in order; the contents are left out.

    Kinds: title (a str), paragraph, division, heading, box, table, note. A
    division comes before its blocks, its blocks before its divisions.
    """
    yield "title", plan.title
    for block in [*plan.cover, *plan.preamble]:
        yield type(block).__name__.lower(), block
    for division in plan.walk():
        yield "division", division
        for block in division.blocks:
            yield type(block).__name__.lower(), block
