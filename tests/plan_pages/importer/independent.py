"""A second reader of the plan's text, which shares no code with the importer.

It knows this one text: where the front ends, which lines are heads, and, from the
golden list, which paragraphs a page break cut. Used to compare the importer, and
later the rendered pages, with the source.
"""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SOURCE = ROOT / "plan_pages/importer/data/korla-14fyp.txt"
JOINS = ROOT / "tests/golden/paragraph-joins.tsv"
BODY_BEGINS = 94
TITLE = (3, 4)
COVER = (5, 7, 9)
HEAD = re.compile(r"第[一二三四五六七八九十]+[章节] |[一二三四五六七八九十]+、")


def bare(text: str) -> str:
    """The text without white space, `**` and `<p>`."""
    return re.sub(r"\s|\*\*|</?p>", "", text)


def expected_parts() -> Iterator[tuple[str, str, int]]:
    """(kind, text without white space, first line) of every outermost part.

    Kinds: title, paragraph, chapter, section, heading, box, table, table_row, note.
    Paragraphs are joined; a box is its title and body; a table its title and header.
    """
    lines = dict(enumerate(SOURCE.read_text(encoding="utf-8").split("\n"), 1))
    joins = golden_joins()
    yield "title", "".join(bare(lines[no]) for no in TITLE), TITLE[0]
    for no in COVER:
        yield "paragraph", bare(lines[no]), no
    numbers = [no for no in lines if no >= BODY_BEGINS and lines[no].strip()]
    while numbers:
        no = numbers.pop(0)
        kind, text = kind_of(lines[no]), bare(lines[no])
        if kind == "box":
            while numbers and kind_of(lines[numbers[0]]) == "paragraph":
                text += bare(lines[numbers.pop(0)])
        elif kind == "table":
            text += bare(lines[numbers.pop(0)])
        elif kind == "paragraph":
            last = no
            while last in joins:
                last = joins[last]
                numbers.remove(last)
                text += bare(lines[last])
        yield kind, text, no


def kind_of(line: str) -> str:
    """What a line of this text is."""
    if HEAD.match(line):
        return {"章": "chapter", "节": "section"}.get(line.split(" ")[0][-1], "heading")
    starts = (("专栏", "box"), ("附表", "table"), ("注：", "note"))
    for start, kind in starts:
        if line.startswith(start):
            return kind
    return "table_row" if "\t" in line else "paragraph"


def golden_joins() -> dict[int, int]:
    """Which line continues on which, from the list made by hand."""
    rows = JOINS.read_text(encoding="utf-8").splitlines()[1:]
    return {int(row.split("\t")[0]): int(row.split("\t")[1]) for row in rows}
