"""Tokens put together: blocks, and the divisions they stand in."""

from collections.abc import Mapping, Sequence

from plan_pages.importer.boxes import read_box
from plan_pages.importer.headings import closing_head, division_head, list_head
from plan_pages.importer.lines import MARK
from plan_pages.importer.paragraphs import paragraph
from plan_pages.importer.source import Block, Division, Doubt, Heading, Note
from plan_pages.importer.tables import read_table, table_length
from plan_pages.importer.tokens import Token

LIST_NUMBERING = "一、"
DEPTH = {"part": 0, "chapter": 1, "section": 2}


class Assembly:
    """The body as it grows: what precedes the first division, then divisions.

    A plan without 篇, 章 or 节 has its 一、 heads as chapters.
    """

    def __init__(self, tokens: Sequence[Token], entries: Mapping | None) -> None:
        self.tokens = tokens
        self.entries = entries
        self.preamble: list[Block] = []
        self.divisions: list[Division] = []
        self.doubts: list[Doubt] = []
        self._open: list[Division] = []
        self._by_lists = not any(token.kind == "division" for token in tokens)

    def build(self) -> "Assembly":
        """Put every token in its place."""
        at = 0
        while at < len(self.tokens):
            at += self._take(at)
        return self

    def _take(self, at: int) -> int:
        """Add what begins at this token; how many tokens that took."""
        token = self.tokens[at]
        if division := self._division(token):
            self._enter(division)
            return 1
        if token.kind == "box":
            box = read_box(self.tokens, at)
            self.doubts += box.doubts
            self._add(box.box)
            return box.taken
        if length := table_length(self.tokens, at):
            part = self.tokens[at : at + length]
            table, doubts = read_table(part, self.entries)
            self.doubts += doubts
            self._add(table)
            return length
        self._add(block(token))
        return 1

    def _division(self, token: Token) -> Division | None:
        """The division this token opens, or None."""
        text, lines = token.text.replace(MARK, ""), token.lines
        if token.kind == "division" and (head := division_head(text)):
            return Division(
                head.level,
                head.ordinal,
                head.number,
                head.title,
                text,
                lines,
                head.numbering,
            )
        if token.kind == "closing" and (closing := closing_head(text)):
            ordinal = len(self.divisions) + 1
            return Division(self._top(), ordinal, *closing, text, lines)
        listed = list_head(text) if token.kind == "heading" else None
        if listed and listed.level == 1 and self._by_lists and not self._in_appendix():
            number, title = listed.number, listed.title
            return Division(
                "chapter", listed.ordinal, number, title, text, lines, LIST_NUMBERING
            )
        return None

    def _top(self) -> str:
        return self.divisions[0].level if self.divisions else "chapter"

    def _in_appendix(self) -> bool:
        return bool(self._open) and not self._open[0].numbering

    def _enter(self, division: Division) -> None:
        depth = DEPTH[division.level]
        self._open = [d for d in self._open if DEPTH[d.level] < depth]
        siblings = self._open[-1].divisions if self._open else self.divisions
        siblings.append(division)
        self._open.append(division)

    def _add(self, piece: Block) -> None:
        (self._open[-1].blocks if self._open else self.preamble).append(piece)


def block(token: Token) -> Block:
    """The heading, note or paragraph of a token that stands alone."""
    text = token.text.replace(MARK, "")
    if token.kind == "heading" and token.head:
        head = token.head
        title = head.title.replace(MARK, "")
        return Heading(head.level, text, head.number, title, token.lines)
    if token.kind == "note":
        return Note(text, token.lines)
    return paragraph(token)
