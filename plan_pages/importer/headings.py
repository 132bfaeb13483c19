"""Which lines are heads: 篇, 章, 节, 一、, （一）, 1., 1.1, boxes, tables, notes.

Every rule looks at the printed form alone and knows no plan by name.
"""

import re
from dataclasses import dataclass

from plan_pages.importer.lines import ends_sentence
from plan_pages.importer.numerals import NUMERAL, from_chinese

LONGEST_HEAD = 80
LONGEST_LIST_HEAD = 50
LEVELS = {
    "篇": "part",
    "编": "part",
    "部分": "part",
    "章": "chapter",
    "节": "section",
}

DIVISION = re.compile(rf"(第({NUMERAL}|\d{{1,3}})(篇|编|部分|章|节))(\s+|$)(.*)")
TIGHT_DIVISION = re.compile(rf"(第({NUMERAL}|\d{{1,3}})(篇|编|部分|章|节))()(\S.*)")
HEADS = {
    1: re.compile(rf"(({NUMERAL})、)\s*(.+)"),
    2: re.compile(rf"([（(]({NUMERAL})[）)])\s*(.+)"),
    4: re.compile(r"((\d{1,2}[.．]\d{1,2}))(?![\d.．])\s*(\D.*)"),
    3: re.compile(r"((\d{1,2})[.．、])\s*(\D.*)"),
}
BOX = re.compile(rf"专栏\s*(\d+(?:\s*[-—–－.]\s*\d+)?|{NUMERAL})[\s：:]*(.*)")
TABLE = re.compile(rf"(?:附表|表)\s*(?:{NUMERAL}|\d+(?:[-—–－]\d+)?)?[\s：:]+(.+)")
FIGURE = re.compile(rf"图\s*(?:\d+(?:[-—–－]\d+)?|{NUMERAL})\s+.+")
NOTE = re.compile(r"(?:注|备注)\s*[：:].+")
CLOSING_HEAD = re.compile(r"(结语|结束语|后记|附录|附件)(\s*\d{0,2}\s*)(?:\s+(.+))?")


@dataclass(frozen=True)
class DivisionHead:
    """第一章 发展基础: level, ordinal, the kind of number, number, title."""

    level: str
    ordinal: int
    numbering: str
    number: str
    title: str


@dataclass(frozen=True)
class ListHead:
    """一、, （一）, 1. or 1.1 as printed, its value, and what follows."""

    level: int
    number: str
    ordinal: int
    title: str
    above: int = 0


def division_head(text: str) -> DivisionHead | None:
    """The 篇, 章 or 节 that this line opens, or None."""
    if len(text) > LONGEST_HEAD or ends_sentence(text):
        return None
    found = DIVISION.fullmatch(text)
    if not found and len(text) <= LONGEST_LIST_HEAD // 2 and "，" not in text:
        found = TIGHT_DIVISION.fullmatch(text)
    if not found:
        return None
    number, numeral, numbering, _, title = found.groups()
    ordinal = from_chinese(numeral)
    return DivisionHead(LEVELS[numbering], ordinal, numbering, number, title.strip())


def list_head(text: str) -> ListHead | None:
    """The numbered opening of this line, whether head or paragraph, or None."""
    for level, pattern in HEADS.items():
        if found := pattern.fullmatch(text):
            number, numeral, title = found.groups()
            if level < 4:
                return ListHead(level, number, from_chinese(numeral), title)
            above, _, own = numeral.replace("．", ".").partition(".")
            return ListHead(level, number, int(own), title, int(above))
    return None


def is_own_line(text: str) -> bool:
    """Whether a numbered line is a head by itself and not a paragraph's opening."""
    return len(text) <= LONGEST_LIST_HEAD and not (
        ends_sentence(text) or "。" in text or "\t" in text
    )


def box_head(text: str) -> tuple[str, str] | None:
    """(number, title) of a 专栏 line, or None."""
    if len(text) > LONGEST_HEAD or ends_sentence(text):
        return None
    found = BOX.fullmatch(text)
    return (re.sub(r"\s*[-—–－]\s*", "-", found[1]), found[2]) if found else None


def is_table_title(text: str) -> bool:
    """Whether the line titles a table: 附表一 …, 表1 …"""
    fits = len(text) <= LONGEST_HEAD and not ends_sentence(text)
    return fits and "\t" not in text and TABLE.fullmatch(text) is not None


def is_caption(text: str) -> bool:
    """Whether the line is the caption of a figure that the text does not carry."""
    return len(text) <= LONGEST_HEAD and FIGURE.fullmatch(text) is not None


def is_note(text: str) -> bool:
    """Whether the line is a note: 注：, 备注："""
    return NOTE.fullmatch(text) is not None


def closing_head(text: str) -> tuple[str, str] | None:
    """(number, title) of 结语 or 附录, which carry no number in the series."""
    if len(text) > LONGEST_LIST_HEAD or ends_sentence(text):
        return None
    found = CLOSING_HEAD.fullmatch(text)
    return (found[1] + found[2].strip(), found[3] or "") if found else None
