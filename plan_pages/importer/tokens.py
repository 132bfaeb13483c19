"""The body's lines as tokens: what each line is, before anything is put together."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from plan_pages.importer import headings
from plan_pages.importer.contents import is_page_number
from plan_pages.importer.headings import ListHead
from plan_pages.importer.lines import Line, split_markup, squeeze
from plan_pages.importer.source import TocEntry


@dataclass(frozen=True)
class Token:
    """A piece of the body: `text` keeps its `**`; `closed` never joins another.

    Kinds: division, closing (结语), heading, box, table, row, note, caption,
    furniture (a page number) and text. `head` is a numbered opening.
    """

    kind: str
    text: str
    lines: tuple[int, ...]
    after_blank: bool = True
    closed: bool = False
    head: ListHead | None = None


class Numbering:
    """Says whether a numbered line continues a series, so that 5.2左右 is no head."""

    def __init__(self) -> None:
        self.last: dict[tuple[int, bool], int] = {}

    def fits(self, head: ListHead, own_line: bool) -> bool:
        """Whether the head is the first or the next of its series; remembers it."""
        key = (head.level, own_line)
        if head.level == 4 and head.above not in self._above():
            return False
        if head.level > 2 and head.ordinal not in (1, self.last.get(key, 0) + 1):
            return False
        self.last[key] = head.ordinal
        self.forget(head.level + 1)
        return True

    def forget(self, level: int = 1) -> None:
        """Begin the series from this level down again."""
        self.last = {key: no for key, no in self.last.items() if key[0] < level}

    def _above(self) -> set[int]:
        return {self.last.get((3, own_line), 0) for own_line in (True, False)}


def tokenize(lines: list[Line], toc: list[TocEntry], title: str) -> list[Token]:
    """What each line is; the contents and the title help to recognise heads."""
    contents = {squeeze(entry.text) for entry in toc}
    numbering, tokens = Numbering(), []
    for line in unwrap_heads(lines, contents):
        kind, head = kind_of(line, numbering)
        if kind != "text" or "<p>" not in line.text:
            closed = squeeze(line.plain) == squeeze(title)
            text = line.raw if kind == "row" else line.text
            numbers = tuple(line.numbers)
            tokens.append(Token(kind, text, numbers, line.after_blank, closed, head))
        else:
            tokens += [
                Token("text", piece, tuple(line.numbers), line.after_blank, True)
                for piece in split_markup(line.text)
            ]
    return tokens


def kind_of(line: Line, numbering: Numbering) -> tuple[str, ListHead | None]:
    """The kind of this line, and its numbered opening if it continues a series."""
    text = line.plain
    if headings.division_head(text):
        numbering.forget()
        return "division", None
    if "\t" in line.text:
        return "row", None
    if headings.closing_head(text):
        return "closing", None
    if headings.box_head(text):
        return "box", None
    if headings.is_table_title(text):
        return "table", None
    if headings.is_note(text):
        return "note", None
    if headings.is_caption(text):
        return "caption", None
    if is_page_number(text):
        return "furniture", None
    head = headings.list_head(text)
    own_line = headings.is_own_line(text)
    if head and numbering.fits(head, own_line):
        return ("heading" if own_line else "text"), head
    return "text", None


@dataclass(frozen=True)
class BodyLine(Line):
    """A line, or several that print one head."""

    numbers: tuple[int, ...] = ()


def unwrap_heads(lines: list[Line], contents: set[str]) -> Iterator[BodyLine]:
    """The lines, with a head that the contents print in one line made whole."""
    wrapped = False
    for line, after in zip_longest(lines, lines[1:]):
        if wrapped:
            wrapped = False
            continue
        body = BodyLine(line.no, line.raw, line.after_blank, (line.no,))
        if after is not None and _wraps(line, after, contents):
            wrapped = True
            whole = line.raw.rstrip() + after.raw.strip()
            body = replace(body, raw=whole, numbers=(line.no, after.no))
        yield body


def _wraps(line: Line, after: Line, contents: set[str]) -> bool:
    if after.after_blank or not headings.division_head(line.plain):
        return False
    one = squeeze(line.plain)
    return one not in contents and one + squeeze(after.plain) in contents
