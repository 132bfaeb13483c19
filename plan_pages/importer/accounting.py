"""Does everything the source prints stand in the parsed plan? A count of its own.

It looks at the file's text and the plan's texts alone, in order, and knows nothing
of how the reader cut: a second opinion, not a by-product.
"""

import re
from collections.abc import Iterator

from plan_pages.importer.source import (
    Box,
    Division,
    Heading,
    Note,
    Paragraph,
    PlanSource,
    Table,
    outline,
)

CONTENTS_LINE = re.compile(
    r"\s*(?:.*\S[\s.．…·]*(?:\t|[.．…·]{2})[\s.．…·]*\d{1,4}|.{0,18}目\s*录"
    r"|[-—–]\s*\d{1,4}\s*[-—–])?\s*"
)


def lost_characters(text: str, plan: PlanSource) -> int:
    """How many non-white characters of the source no part of the plan prints.

    Contents, `**`, `<p>` and `</p>` apart. A source line that is not found whole
    and in order counts with all its characters.
    """
    kept = "".join("".join(piece.split()) for piece in printed(plan))
    lost, at = 0, 0
    for line in source_lines(text):
        found = kept.find(line, at)
        if found < 0:
            lost += len(line)
        else:
            at = found + len(line)
    return lost


def source_lines(text: str) -> Iterator[str]:
    """The source's lines without white space, contents, marks and tags."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    titles = [at for at, line in enumerate(lines) if "".join(line.split()) == "目录"]
    contents: set[int] = set()
    for at in range(titles[0] if titles else len(lines), len(lines)):
        if len(lines[at]) > 200 or not CONTENTS_LINE.fullmatch(lines[at]):
            break
        contents.add(at)
    for at, line in enumerate(lines):
        bare = "".join(re.sub(r"\*\*|</?p>", "", line).split())
        if bare and at not in contents:
            yield bare


def printed(plan: PlanSource) -> Iterator[str]:
    """Every text of the plan, in printed order."""
    for _, thing in outline(plan):
        yield from texts_of(thing)


def texts_of(thing: object) -> Iterator[str]:
    """The texts of one thing of the outline, in printed order."""
    match thing:
        case str():
            yield thing
        case Division():
            yield thing.heading
        case Paragraph() | Heading() | Note():
            yield thing.text
        case Box():
            yield thing.heading
            yield from (each.text for each in thing.paragraphs)
        case Table():
            yield thing.title
            for row in (*thing.header_rows, *(row.cells for row in thing.rows)):
                yield from row
