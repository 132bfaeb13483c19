"""Tokens made into paragraphs: marks become spans, numbered openings run-ins."""

from plan_pages.importer.headings import ListHead
from plan_pages.importer.lines import take_marks
from plan_pages.importer.source import Paragraph, RunIn
from plan_pages.importer.tokens import Token

LONGEST_RUN_IN = 60


def paragraph(token: Token) -> Paragraph:
    """The paragraph of a text token, without `**`."""
    text, bold = take_marks(token.text.strip())
    return Paragraph(text, bold, token.lines, _run_in(text, token.head))


def _run_in(text: str, head: ListHead | None) -> RunIn | None:
    end = text.find("。") + 1
    if head is None or not 0 < end <= LONGEST_RUN_IN:
        return None
    return RunIn(head.level, head.number, 0, end)
