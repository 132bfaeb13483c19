"""What stands before the body: the title, over one line or more, and the cover."""

import re
from collections.abc import Sequence

from plan_pages.importer import headings
from plan_pages.importer.lines import Line, ends_sentence, squeeze
from plan_pages.importer.numerals import NUMERAL, from_chinese

MOST_TITLE_LINES = 4
LONGEST_TITLE = 120
TITLE_END = re.compile(r".*(?:纲要|规划|计划|意见|方案|决定|通知|条例|办法|规定|法)")
PERIOD = re.compile(
    rf"第({NUMERAL}|\d{{1,2}})个五年|[“\"]?({NUMERAL})五[”\"]?(?:规划|时期)"
)
RUNNING = 30


def title_length(lines: Sequence[Line]) -> int:
    """How many of these first lines are the title: as far as one ends in 纲要 etc."""
    longest, whole = 0, ""
    for count, line in enumerate(lines[:MOST_TITLE_LINES], 1):
        if count > 1 and (line.after_blank or line.plain[0] in "(（"):
            break
        if is_head(line.plain) or ends_sentence(line.plain):
            break
        whole += line.plain
        if len(whole) > LONGEST_TITLE:
            break
        if count == 1 or TITLE_END.fullmatch(whole):
            longest = count
    return longest


def cover_length(lines: Sequence[Line]) -> int:
    """How many of these lines precede the first head or paragraph of running text."""
    for count, line in enumerate(lines):
        running = len(line.plain) >= RUNNING and ends_sentence(line.plain)
        if is_head(line.plain) or running:
            return count
    return len(lines)


def is_head(text: str) -> bool:
    """Whether the line opens a division or is a numbered head of its own."""
    if headings.division_head(text) or headings.box_head(text):
        return True
    return headings.list_head(text) is not None and headings.is_own_line(text)


def period_of(title: str) -> tuple[int, int] | None:
    """The years of the 第十四个五年 or “十四五” in a title: (2021, 2025)."""
    found = PERIOD.search(squeeze(title))
    number = from_chinese(found[1] or found[2]) if found else 0
    if not 3 <= number <= 99:
        return None
    start = 1966 + 5 * (number - 3)
    return start, start + 4
