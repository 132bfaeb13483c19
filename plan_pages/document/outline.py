"""Which Parts a page consists of: heading, blocks, a box's items, a table's rows.

Works on the stored (raw) form of a body, so that the importer can ask before there is a
page, and a page as saved is read without building its blocks.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .models import PartKind

#: Kinds that carry a quiet number in the margin.
NUMBERED = frozenset({PartKind.PARAGRAPH, PartKind.BOX, PartKind.TABLE, PartKind.NOTE})
LONGEST_KEY = 36


@dataclass(frozen=True)
class Entry:
    """What will be one Part.

    `block_id` is unique on the page among its kind (a repeated or over-long id is made
    so); `parent` is the block id of an item's box or a row's table, else "". `order`
    counts from 0 on the page, `number` from 1 among the numbered kinds.
    """

    kind: str
    block_id: str
    parent: str
    text: str
    order: int = 0
    number: int | None = None

    @property
    def text_hash(self) -> str:
        return hash_text(self.text)


def hash_text(text: str) -> str:
    """SHA-256 of the text in UTF-8, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def entries_of(page: Any) -> list[Entry]:
    """The entries of a Plan or Division page as it stands in memory."""
    kind = PartKind.DIVISION if hasattr(page, "level") else PartKind.PLAN
    return entries(kind, page.title, list(page.body.raw_data))


def entries(kind: str, title: str, blocks: Iterable[Mapping[str, Any]]) -> list[Entry]:
    """The page's own heading, then its blocks (raw stream data) in printed order."""
    found = [Entry(kind, "", "", title)]
    for block in blocks:
        found += _READERS[block["type"]](block)
    return _ordered(_made_unique(found))


def list_children(value: Any) -> list[tuple[str, Any]]:
    """(id, value) of a list block's raw children, stored with or without ids."""
    return [
        (str(child.get("id") or ""), child.get("value"))
        if isinstance(child, Mapping) and child.get("type") == "item"
        else ("", child)
        for child in value or []
    ]


def row_text(row: Mapping[str, Any]) -> str:
    """A raw row's cells, TAB between."""
    return "\t".join(str(cell or "") for _, cell in list_children(row["cells"]))


def _line(kind: str, block: Mapping[str, Any], text: str) -> Entry:
    return Entry(kind, str(block.get("id") or ""), "", text)


def _struct(kind: str, block: Mapping[str, Any]) -> list[Entry]:
    return [_line(kind, block, block["value"]["text"] or "")]


def _heading(block: Mapping[str, Any]) -> list[Entry]:
    return _struct(PartKind.HEADING, block)


def _paragraph(block: Mapping[str, Any]) -> list[Entry]:
    return _struct(PartKind.PARAGRAPH, block)


def _note(block: Mapping[str, Any]) -> list[Entry]:
    return [_line(PartKind.NOTE, block, block["value"] or "")]


def _box(block: Mapping[str, Any]) -> list[Entry]:
    value = block["value"]
    paragraphs = [str(text or "") for _, text in list_children(value["paragraphs"])]
    box = _line(PartKind.BOX, block, "\n".join([value["heading"] or "", *paragraphs]))
    items = [
        Entry(PartKind.BOX_ITEM, item_id, box.block_id, item["name"] or "")
        for item_id, item in list_children(value["items"])
    ]
    return [box, *items]


def _table(block: Mapping[str, Any]) -> list[Entry]:
    value = block["value"]
    header = [row_text(row) for _, row in list_children(value["header"])]
    title = [value["title"]] if value["title"] else []
    table = _line(PartKind.TABLE, block, "\n".join([*title, *header]))
    rows = [
        Entry(PartKind.TABLE_ROW, row_id, table.block_id, row_text(row))
        for row_id, row in list_children(value["rows"])
    ]
    return [table, *rows]


_READERS = {
    "heading": _heading,
    "paragraph": _paragraph,
    "box": _box,
    "table": _table,
    "note": _note,
}


def _made_unique(found: Sequence[Entry]) -> Iterator[Entry]:
    """Ids repeat after a copied block and may be chosen at will; keys never repeat."""
    seen: set[tuple[str, str]] = set()
    parent = ""
    for position, entry in enumerate(found):
        key = _key(entry, position)
        while (entry.kind, key) in seen:
            key = _after(key)
        seen.add((entry.kind, key))
        if entry.parent or entry.kind in (PartKind.BOX_ITEM, PartKind.TABLE_ROW):
            yield replace(entry, block_id=key, parent=parent)
        else:
            parent = key
            yield replace(entry, block_id=key)


def _key(entry: Entry, position: int) -> str:
    if entry.kind in (PartKind.PLAN, PartKind.DIVISION):
        return ""
    if len(entry.block_id) > LONGEST_KEY:
        return hash_text(entry.block_id)[:LONGEST_KEY]
    return entry.block_id or f"@{position}"


def _after(key: str) -> str:
    """`id`, `id~2`, `id~3` …"""
    stem, _, count = key.partition("~")
    return f"{stem[: LONGEST_KEY - 1]}~{int(count) + 1 if count.isdigit() else 2}"


def _ordered(found: Iterable[Entry]) -> list[Entry]:
    ordered, number = [], 0
    for order, entry in enumerate(found):
        numbered = entry.kind in NUMBERED
        number += numbered
        ordered.append(replace(entry, order=order, number=number if numbered else None))
    return ordered
