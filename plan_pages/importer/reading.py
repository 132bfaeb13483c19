"""Read a plan's text: front, contents, tokens, joins, blocks and divisions."""

from collections.abc import Mapping, Sequence

from plan_pages.importer.assembling import Assembly
from plan_pages.importer.contents import entries as contents_entries
from plan_pages.importer.contents import find_contents
from plan_pages.importer.front import cover_length, period_of, title_length
from plan_pages.importer.joining import join_cut_paragraphs
from plan_pages.importer.lines import Line, split_lines, take_marks
from plan_pages.importer.slips import find_slips
from plan_pages.importer.source import Doubt, Paragraph, PlanSource
from plan_pages.importer.statutes import refuse_statute
from plan_pages.importer.tokens import tokenize


def read_plan(
    text: str, *, entries: Mapping | None = None, encoding: str = ""
) -> PlanSource:
    """The plan that this text prints; whether it is whole, `validate_plan` says.

    `entries` says by row what the table does not. Raises ImportRefused on statutes.
    """
    lines = split_lines(text)
    refuse_statute(lines)
    title_lines = lines[: title_length(lines)]
    title, title_end = "".join(line.plain for line in title_lines), len(title_lines)
    start, end = find_contents(lines)
    contents = contents_entries(lines[start:end])
    cover_end = start if end else title_end + cover_length(lines[title_end:])
    body = lines[max(end, cover_end) :]
    tokens, joins = join_cut_paragraphs(tokenize(body, contents, title))
    built = Assembly(tokens, entries).build()
    doubts = [*_title_doubts(title, title_lines), *joins, *built.doubts]
    doubts += find_slips(lines[:cover_end] + body)
    return PlanSource(
        title=title,
        title_lines=tuple(line.no for line in title_lines),
        cover=[_cover_line(line) for line in lines[title_end:cover_end]],
        preamble=built.preamble,
        divisions=built.divisions,
        toc=contents,
        doubts=sorted(doubts, key=lambda doubt: doubt.line),
        encoding=encoding,
        period=period_of(title),
    )


def _cover_line(line: Line) -> Paragraph:
    text, bold = take_marks(line.text)
    return Paragraph(text, bold, (line.no,))


def _title_doubts(title: str, lines: Sequence[Line]) -> list[Doubt]:
    if len(lines) < 2:
        return []
    done = f"标题分印在 {len(lines)} 行，接成一个标题，未加空格"
    return [Doubt(lines[0].no, "title_wrapped", title, done)]
