"""One reconciliation: what each entry of the text is, and the rows that say so.

`parts.py` decides whether it may be written; nothing is written before `write()`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from .alignment import CHILDREN, Piece
from .changes import describe
from .matching import match
from .models import Change, Division, Part, PartAmendment, PartStatus, Plan
from .outline import Entry, entries_of

#: Fields that follow the text on a part that stays.
FOLLOWING = ("page_id", "block_id", "parent_id", "order", "number", "text", "text_hash")

#: A text of so many characters is not said twice by chance.
UNMISTAKABLE = 20


def old_pieces(parts: Sequence[Part]) -> list[Piece]:
    """Parts as the matching sees them; `parts` in printed order."""
    at: dict[int | None, int] = {part.pk: index for index, part in enumerate(parts)}
    return [
        Piece(part.page_id, part.kind, part.block_id, part.text, at.get(part.parent_id))
        for part in parts
    ]


def new_pieces(home: Any, entries: Iterable[Entry], start: int = 0) -> list[Piece]:
    """A page's entries as the matching sees them; `start` is the first one's index."""
    pieces: list[Piece] = []
    owner: int | None = None
    for index, entry in enumerate(entries, start):
        inside = entry.kind in CHILDREN
        owner = owner if inside else index
        parent = owner if inside else None
        pieces.append(Piece(home, entry.kind, entry.block_id, entry.text, parent))
    return pieces


class Reconciliation:
    """`old` are the parts that may have become what stands on `pages`."""

    def __init__(
        self, plan: Plan, old: list[Part], pages: Sequence[Plan | Division]
    ) -> None:
        self.plan, self.old = plan, old
        self.is_first = not old and not Part.objects.of_plan(plan.pk).exists()
        self.entries: list[Entry] = []
        self.homes: list[int] = []
        pieces: list[Piece] = []
        for page in pages:
            entries = entries_of(page)
            pieces += new_pieces(page.pk, entries, len(pieces))
            self.entries += entries
            self.homes += [page.pk] * len(entries)
        self.parents = [piece.parent for piece in pieces]
        before = old_pieces(old)
        self.gone = self._gone(before, pieces)
        self.found = match(before, pieces, old_pieces(self.gone))
        self.parts = [self._part(at) for at in range(len(self.entries))]
        stay = set(self.found.same.values())
        self.leaving = [part for at, part in enumerate(old) if at not in stay]
        self.old_texts = {part.pk: part.text for part in old}
        self.successors = self._successors()
        self.changes = describe(
            old, self.parts, self.entries, self.homes, self.found, self.successors
        )

    def write(self) -> None:
        """Bring the rows to where the text has them."""
        for part in self.leaving:
            part.status = PartStatus.RETIRED
        for at in self.successors:
            self.old[at].status = PartStatus.SUPERSEDED
        if self.leaving:
            Part.objects.bulk_update(self.leaving, ["status"], batch_size=200)
        # A child needs its parent's primary key.
        self._write([at for at, up in enumerate(self.parents) if up is None])
        self._write([at for at, up in enumerate(self.parents) if up is not None])
        self._link_successors()

    def record(self, reason: str, by: Any) -> None:
        """Write what became of the text, part by part, with the reason."""
        rows = [
            (part, Change(part.status), "")  # retired or superseded, by the same words
            for part in self.leaving
        ]
        for at, part in enumerate(self.parts):
            if at in self.found.restored:
                rows.append((part, Change.RESTORED, part.text))
            elif at not in self.found.same:
                rows.append((part, Change.ADDED, part.text))
            elif self.old_texts[part.pk] != part.text:
                rows.append((part, Change.AMENDED, part.text))
        PartAmendment.objects.bulk_create(
            PartAmendment(
                part=part,
                change=change,
                old_text=self.old_texts.get(part.pk, ""),
                new_text=new_text,
                reason=reason,
                by=by,
            )
            for part, change, new_text in rows
        )

    def _gone(self, old: Sequence[Piece], new: Sequence[Piece]) -> list[Part]:
        """Parts that left this plan's text before, whose text now comes again."""
        known = {(piece.kind, piece.text) for piece in old}
        hashes = {
            entry.text_hash
            for entry, piece in zip(self.entries, new, strict=True)
            if (piece.kind, piece.text) not in known
        }
        if not hashes or self.is_first:
            return []
        gone = Part.objects.of_plan(self.plan.pk).exclude(status=PartStatus.CURRENT)
        return list(gone.filter(text_hash__in=hashes).order_by("pk"))

    def _successors(self) -> dict[int, list[Part]]:
        """By index of the old part: what it was cut into or joined to, or its copy.

        Who moves a paragraph page by page may add it here before it goes there: the
        same text, alone of its kind and younger, on a page that is not looked at now.
        """
        found = {
            at: [self.parts[new] for new in news]
            for at, news in self.found.successors.items()
        }
        stay = {*found, *self.found.same.values()}
        going = {
            at: part
            for at, part in enumerate(self.old)
            if at not in stay and len(part.text) >= UNMISTAKABLE
        }
        copies = self._copies(going.values()) if going else {}
        for at, part in going.items():
            same = copies.get((part.kind, part.text), [])
            if len(same) == 1 and same[0].pk > part.pk:
                found[at] = same
        return found

    def _copies(self, going: Iterable[Part]) -> dict[tuple[str, str], list[Part]]:
        """Current parts of the plan on other pages, by kind and text."""
        elsewhere = Part.objects.current().of_plan(self.plan.pk)
        elsewhere = elsewhere.exclude(page_id__in=self.homes)
        looked_at = {part.pk for part in self.old}
        copies = defaultdict(list)
        for part in elsewhere.filter(text_hash__in={g.text_hash for g in going}):
            if part.pk not in looked_at:
                copies[part.kind, part.text].append(part)
        return copies

    def _part(self, at: int) -> Part:
        if at in self.found.same:
            return self.old[self.found.same[at]]
        if at in self.found.restored:
            return self.gone[self.found.restored[at]]
        return Part(plan=self.plan, kind=self.entries[at].kind)

    def _write(self, places: Iterable[int]) -> None:
        changed: list[Part] = []
        rekeyed: list[Part] = []
        made: list[Part] = []
        for at in places:
            part, wanted = self.parts[at], self._wanted(at)
            key = (part.page_id, part.block_id)
            if all(getattr(part, name) == wanted[name] for name in wanted):
                continue
            for name, value in wanted.items():
                setattr(part, name, value)
            if part.pk is None:
                made.append(part)
                continue
            changed.append(part)
            if key != (part.page_id, part.block_id):
                rekeyed.append(part)
        for part in rekeyed:
            # Two that swap places would collide half way: first a key of its own.
            Part.objects.filter(pk=part.pk).update(block_id=f"~{part.public_id}")
        if changed:
            Part.objects.bulk_update(changed, [*FOLLOWING, "status"], batch_size=100)
        if made:
            Part.objects.bulk_create(made, batch_size=500)

    def _wanted(self, at: int) -> dict[str, Any]:
        entry, parent = self.entries[at], self.parents[at]
        return {
            "status": PartStatus.CURRENT,
            "page_id": self.homes[at],
            "block_id": entry.block_id,
            "parent_id": None if parent is None else self.parts[parent].pk,
            "order": entry.order,
            "number": entry.number,
            "text": entry.text,
            "text_hash": entry.text_hash,
        }

    def _link_successors(self) -> None:
        """Point superseded parts at what they became, restored ones at nothing."""
        through = Part.successors.through
        restored = [self.parts[at].pk for at in self.found.restored]
        if restored:
            through.objects.filter(from_part_id__in=restored).delete()
        through.objects.bulk_create(
            through(from_part_id=self.old[at].pk, to_part_id=heir.pk)
            for at, heirs in self.successors.items()
            for heir in heirs
        )
