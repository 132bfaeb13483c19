"""Do the numbers of divisions and heads run on?"""

from collections.abc import Iterator

from plan_pages.importer.errors import ImportRefused
from plan_pages.importer.headings import ListHead, list_head
from plan_pages.importer.source import (
    Block,
    Division,
    Doubt,
    Heading,
    Paragraph,
    PlanSource,
)


def refuse_repeated(plan: PlanSource) -> None:
    """Raise ImportRefused if two divisions beside each other have one number."""
    for siblings in [plan.divisions, *(each.divisions for each in plan.walk())]:
        seen: dict[tuple[str, int], Division] = {}
        for division in siblings:
            key = (division.level, division.ordinal)
            if key in seen:
                raise ImportRefused(
                    f"“{division.number}”出现了两次（第{seen[key].lines[0]}行、"
                    f"第{division.lines[0]}行），网址会重复。请核对原文的编号后再导入。"
                )
            seen[key] = division


def division_gaps(plan: PlanSource) -> Iterator[Doubt]:
    """A doubt where a number is left out.

    Numbers begin at 1 in each division above, or run on from the division before
    (chapters often run through all parts).
    """
    last: dict[str, int] = {}
    for siblings in [plan.divisions, *(each.divisions for each in plan.walk())]:
        before = 0
        for division in siblings:
            level, ordinal = division.level, division.ordinal
            runs_on = ordinal == last.get(level, 0) + 1 and before == 0
            if ordinal != before + 1 and not runs_on:
                done = "编号不连续，照印，请核对是否缺少章节"
                line = division.lines[0]
                yield Doubt(line, "division_number_gap", division.heading, done)
            before = last[level] = ordinal


def heading_gaps(plan: PlanSource) -> Iterator[Doubt]:
    """A doubt where 一、 or （一） leaves out a number within its division."""
    for division in plan.walk():
        last: dict[int, int] = {}
        for block in division.blocks:
            head = numbered_head(block)
            if head is None or head.level > 2:
                continue
            if head.ordinal not in (1, last.get(head.level, 0) + 1):
                done = "编号不连续，照印，请核对是否缺少标题"
                shown = head.number + head.title[:30]
                yield Doubt(block.lines[0], "heading_number_gap", shown, done)
            last[head.level] = head.ordinal
            last = {level: no for level, no in last.items() if level <= head.level}


def numbered_head(block: Block) -> ListHead | None:
    """The numbered head that this block is or opens with."""
    if isinstance(block, Heading):
        return list_head(block.text)
    if isinstance(block, Paragraph) and block.run_in:
        return list_head(block.text)
    return None
