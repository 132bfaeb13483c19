"""A parsed plan laid out as pages and blocks: what the database should hold. Pure.

Blocks are in the stored (raw) form of a body. Their ids are new ones until `settle`
gives those back that the same text had before.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from plan_pages.document.models import PartKind
from plan_pages.document.outline import Entry, entries
from plan_pages.importer.source import (
    Block,
    Box,
    Division,
    Heading,
    Note,
    Paragraph,
    PlanSource,
    Table,
)

#: Which divisions become pages where nobody said otherwise.
PAGE_LEVELS = ("part", "chapter", "section")
Raw = dict[str, Any]


@dataclass
class Draft:
    """One page: `path` are the slugs below the plan's, () for the plan itself.

    `fields` are the model's own; `blocks` and `sources` go together one by one (a
    division that is no page of its own is a heading block).
    """

    path: tuple[str, ...]
    title: str
    fields: Raw = field(default_factory=dict)
    blocks: list[Raw] = field(default_factory=list)
    sources: list[Block | Division] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return PartKind.DIVISION if self.path else PartKind.PLAN

    def entries(self) -> list[Entry]:
        return entries(self.kind, self.title, self.blocks)

    def add(self, source: Block | Division) -> None:
        self.blocks.append(raw_block(source))
        self.sources.append(source)


def draft_plan(
    source: PlanSource, page_levels: Sequence[str] = PAGE_LEVELS
) -> list[Draft]:
    """The plan's page, then every division's, in printed order."""
    plan = Draft((), source.title)
    for block in [*source.cover, *source.preamble]:
        plan.add(block)
    return [plan, *_divisions(plan, source.divisions, page_levels)]


def settle(drafts: Sequence[Draft], known: Mapping[str, str]) -> None:
    """Exchange ids for those of `known` (new → standing); derive the inner ones."""
    for draft in drafts:
        for block in draft.blocks:
            block["id"] = known.get(block["id"], block["id"])
            _settle_inside(block, known)


def _divisions(
    above: Draft, divisions: Sequence[Division], page_levels: Sequence[str]
) -> Iterator[Draft]:
    taken: set[str] = set()
    for division in divisions:
        if division.level not in page_levels:
            above.add(division)
            for block in division.blocks:
                above.add(block)
            yield from _divisions(above, division.divisions, page_levels)
            continue
        slug = _free_slug(str(division.ordinal), taken)
        draft = Draft((*above.path, slug), division.heading, _fields(division))
        for block in division.blocks:
            draft.add(block)
        below = list(_divisions(draft, division.divisions, page_levels))
        yield draft
        yield from below


def _fields(division: Division) -> Raw:
    return {
        "level": division.level,
        "numbering": division.numbering,
        "number": division.number,
        "ordinal": division.ordinal,
    }


def _free_slug(slug: str, taken: set[str]) -> str:
    """The number is the address; a number printed twice gets `-2`."""
    free, count = slug, 1
    while free in taken:
        count += 1
        free = f"{slug}-{count}"
    taken.add(free)
    return free


def raw_block(source: Block | Division) -> Raw:
    """The block of one thing of the source, with a new id."""
    match source:
        case Division():
            kind, value = "heading", {"level": source.level, "text": source.heading}
        case Heading():
            level = f"heading_{source.level}"
            kind, value = "heading", {"level": level, "text": source.text}
        case Paragraph():
            kind, value = "paragraph", {"text": source.text, "lead": lead_of(source)}
        case Box():
            kind, value = "box", _box(source)
        case Table():
            kind, value = "table", _table(source)
        case Note():
            return {"type": "note", "value": source.text, "id": _new_id()}
    return {"type": kind, "value": value, "id": _new_id()}


def lead_of(paragraph: Paragraph) -> str:
    """The run-in heading: what was marked bold first, else the numbered opening."""
    if paragraph.bold:
        start, end = paragraph.bold[0]
        return paragraph.text[start:end]
    if paragraph.run_in:
        return paragraph.text[paragraph.run_in.start : paragraph.run_in.end]
    return ""


def _box(box: Box) -> Raw:
    return {
        "number": box.number,
        "title": box.title,
        "heading": box.heading,
        "paragraphs": _list(paragraph.text for paragraph in box.paragraphs),
        "items": _list(
            {"name": item.name, "label": item.label or ""} for item in box.items
        ),
    }


def _table(table: Table) -> Raw:
    header = table.header_rows or ((table.header,) if table.header else ())
    return {
        "title": table.title,
        "header": _list({"cells": _list(cells)} for cells in header),
        "rows": _list({"cells": _list(row.cells)} for row in table.rows),
    }


def _list(values: Any) -> list[Raw]:
    return [{"type": "item", "value": value, "id": _new_id()} for value in values]


def _new_id() -> str:
    return str(uuid.uuid4())


def _settle_inside(block: Raw, known: Mapping[str, str]) -> None:
    """Items and rows have ids of their own; all else is numbered off its owner's id."""
    value = block["value"]
    if block["type"] == "box":
        _number(block["id"], "paragraphs", value["paragraphs"])
        for item in value["items"]:
            item["id"] = known.get(item["id"], item["id"])
    elif block["type"] == "table":
        _number(block["id"], "header", value["header"])
        for row in value["rows"]:
            row["id"] = known.get(row["id"], row["id"])
        for row in [*value["header"], *value["rows"]]:
            _number(row["id"], "cells", row["value"]["cells"])


def _number(owner: str, name: str, children: list[Raw]) -> None:
    for at, child in enumerate(children):
        child["id"] = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{owner}/{name}/{at}"))
