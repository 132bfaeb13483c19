"""What a reconciliation made of each part: the answer to "what became of it?"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from .matching import Matching
from .models import Part
from .outline import Entry

Row = dict[str, Any]


@dataclass
class Changes:
    """Parts by what became of them, a row each with `id` and `kind`.

    amended: old, new (texts); moved: from_page, to_page (page ids) and text; split and
    merged: text, successors (ids); retired, restored, new: text. A part that moved and
    was amended stands in both lists. `kept` are ids alone.
    """

    kept: list[str] = field(default_factory=list)
    amended: list[Row] = field(default_factory=list)
    moved: list[Row] = field(default_factory=list)
    split: list[Row] = field(default_factory=list)
    merged: list[Row] = field(default_factory=list)
    retired: list[Row] = field(default_factory=list)
    restored: list[Row] = field(default_factory=list)
    new: list[Row] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether anything but `kept` happened."""
        return any(rows for name, rows in self.lists().items() if name != "kept")

    def lists(self) -> dict[str, list[Any]]:
        """Name → rows, in the order of the report."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def describe(
    old: Sequence[Part],
    parts: Sequence[Part],
    entries: Sequence[Entry],
    homes: Sequence[int],
    found: Matching,
    successors: Mapping[int, Sequence[Part]],
) -> Changes:
    """Compare before anything is written: `parts[i]` will say `entries[i]`.

    `successors` by the index of the old part that they supersede.
    """
    changes = Changes()
    for at, (part, entry) in enumerate(zip(parts, entries, strict=True)):
        if at in found.restored:
            changes.restored.append(_row(part, entry.kind, text=entry.text))
        elif at not in found.same:
            changes.new.append(_row(part, entry.kind, text=entry.text))
        else:
            _stayed(changes, part, entry, homes[at], moved=at in found.moved)
    for at in sorted(set(range(len(old))) - set(found.same.values())):
        _left(changes, old[at], successors.get(at, ()))
    return changes


def _stayed(
    changes: Changes, part: Part, entry: Entry, page_id: int, *, moved: bool
) -> None:
    amended = part.text != entry.text
    if amended:
        changes.amended.append(_row(part, entry.kind, old=part.text, new=entry.text))
    if moved:
        changes.moved.append(
            _row(
                part,
                entry.kind,
                text=entry.text,
                from_page=part.page_id,
                to_page=page_id,
            )
        )
    if not (amended or moved):
        changes.kept.append(part.public_id)


def _left(changes: Changes, part: Part, successors: Sequence[Part]) -> None:
    ids = [heir.public_id for heir in successors]
    if len(ids) > 1:
        changes.split.append(_row(part, part.kind, text=part.text, successors=ids))
    elif ids:
        changes.merged.append(_row(part, part.kind, text=part.text, successors=ids))
    else:
        changes.retired.append(_row(part, part.kind, text=part.text))


def _row(part: Part, kind: str, **more: Any) -> Row:
    return {"id": part.public_id, "kind": str(kind), **more}
