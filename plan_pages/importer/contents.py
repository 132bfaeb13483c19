"""The table of contents: where it stands, and its entries without page numbers."""

import re

from plan_pages.importer.headings import box_head, division_head
from plan_pages.importer.lines import Line, squeeze
from plan_pages.importer.source import TocEntry

PAGED = re.compile(r"(.*?\S)\s*(?:[.．…·]{2,}\s*|\t\s*)(\d{1,4})")
DOTTED = re.compile(r"(.*?\S)[.．…·\s]*")
LONGEST_ENTRY = 200
PAGE_NUMBER = re.compile(r"[-—–]\s*\d{1,4}\s*[-—–]")


def is_page_number(text: str) -> bool:
    """Whether the line is a page number that the text carries: — 12 —"""
    return PAGE_NUMBER.fullmatch(text) is not None


def find_contents(lines: list[Line]) -> tuple[int, int]:
    """The contents as lines[start:end]; (0, 0) if none stand before the first head."""
    for start, line in enumerate(lines):
        if squeeze(line.plain) == "目录":
            last = {squeeze(other.plain): at for at, other in enumerate(lines)}
            end = start + 1
            while end < len(lines) and _belongs(lines[end].plain, end, last):
                end += 1
            return start, end
        if division_head(line.plain):
            break
    return 0, 0


def entries(lines: list[Line]) -> list[TocEntry]:
    """The entries of these lines of contents, in order."""
    found = []
    for line in lines:
        text, page = line.plain[:LONGEST_ENTRY], None
        if paged := PAGED.fullmatch(text):
            text, page = paged[1], int(paged[2])
        if (dotted := DOTTED.fullmatch(text)) and _is_head(dotted[1]):
            found.append(TocEntry(dotted[1], line.no, page))
    return found


def _belongs(text: str, at: int, last: dict[str, int]) -> bool:
    """Whether the line is one of the contents: paged, or a head that comes again."""
    if len(text) > LONGEST_ENTRY:
        return False
    if PAGED.fullmatch(text) or is_page_number(text):
        return True
    if squeeze(text).endswith("目录") and len(text) < 20:
        return True
    return _is_head(text) and last[squeeze(text)] > at


def _is_head(text: str) -> bool:
    return division_head(text) is not None or box_head(text) is not None
