"""Do the boxes stand where their numbers say, and have they a body?"""

import re
from collections.abc import Iterator

from plan_pages.importer.numerals import from_chinese
from plan_pages.importer.source import Box, Doubt, PlanSource

PLACED = re.compile(r"(\d+)-(\d+)")


def box_doubts(plan: PlanSource) -> Iterator[Doubt]:
    """Doubts about numbers and empty boxes.

    Numbers are either chapter-section (4-5; 10 alone is a chapter), which leaves
    no gaps to report, or a series 1, 2, 3 … through the plan.
    """
    placed = list(_places(plan))
    by_place = any(PLACED.fullmatch(box.number) for box, _, _ in placed)
    yield from _misplaced(placed) if by_place else _gaps(placed)
    for box, _, _ in placed:
        if not box.paragraphs:
            done = "专栏只有标题，没有内容，请核对"
            yield Doubt(box.lines[0], "box_empty", box.heading, done)


def _places(plan: PlanSource) -> Iterator[tuple[Box, int, int]]:
    """Each box with the numbers of the chapter and section it stands in."""
    chapter = section = 0
    for division in plan.walk():
        if division.level == "section":
            section = division.ordinal
        else:
            chapter, section = division.ordinal, 0
        for block in division.blocks:
            if isinstance(block, Box):
                yield block, chapter, section


def _misplaced(placed: list[tuple[Box, int, int]]) -> Iterator[Doubt]:
    for box, chapter, section in placed:
        found = PLACED.fullmatch(box.number)
        said = (int(found[1]), int(found[2])) if found else None
        if said is None:
            said = (from_chinese(box.number), section)
        if said != (chapter, section):
            done = f"专栏编号与所在的第{chapter}章第{section}节不符，照印，请核对"
            yield Doubt(box.lines[0], "box_number_place", box.heading, done)


def _gaps(placed: list[tuple[Box, int, int]]) -> Iterator[Doubt]:
    last = 0
    for box, _, _ in placed:
        number = from_chinese(box.number)
        if number != last + 1:
            done = f"专栏编号不连续（前一个是{last}），照印，请核对是否缺少专栏"
            yield Doubt(box.lines[0], "box_number_gap", box.heading, done)
        last = number
