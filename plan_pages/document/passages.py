"""Passages: the blocks of a page with all that stands beside them.

Numbers, controls and notes stand outside the elements that hold the plan's text; here
they are gathered, each kind asked for once a page.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from portal.registry import part_panels

from .controls import Controls
from .models import Part, PartAmendment, PartKind
from .outline import Entry, entries_of
from .spans import box_segments, lead_spans
from .tables import PlanTable, lay_out

#: From the outermost heading inwards.
LEVELS = [
    "part", "chapter", "section", "heading_1", "heading_2", "heading_3", "heading_4",
]  # fmt: skip


@dataclass
class Passage:
    """One block: `kind` names its template, `depth` is the level of its heading."""

    kind: str
    value: Any
    part: Part
    depth: int = 0
    lead: tuple[str, str, str] = ("", "", "")
    paragraphs: list[list[tuple[str, str]]] = field(default_factory=list)
    table: PlanTable | None = None
    control: SafeString | str = ""
    number: SafeString | str = ""
    notes: list[Any] = field(default_factory=list)

    @property
    def is_line(self) -> bool:
        """A line of a cover rather than a paragraph: nothing in it ends a sentence."""
        return self.kind == "paragraph" and not set("。！？；") & set(
            self.value["text"]
        )

    @property
    def template(self) -> str:
        return f"plan_pages/blocks/{self.kind}.html"


def passages(
    page: Any, parts: list[Part], controls: Controls, notes: Mapping[int, list[Any]]
) -> list[Passage]:
    """The page's blocks in printed order; `parts` are its current parts, `notes` what
    `notes_of` found.

    A block that no part stands for yet (a preview of a draft) is left out.
    """
    known = {(part.kind, part.block_id): part for part in parts}
    entries = iter(entries_of(page))
    next(entries)
    depths = _depths(page.body)
    depth, found = 1, []
    for block in page.body:
        part = _known(known, next(entries))
        inside = [_known(known, next(entries)) for _ in _children(block)]
        if part is None:
            continue
        if block.block_type == "heading":
            depth = depths[block.value["level"]]
        passage = _passage(block, part, inside, depth)
        passage.notes = notes.get(part.pk, [])
        found.append(passage)
    _add_controls(controls, found)
    return found


def _known(known: Mapping[tuple[str, str], Part], entry: Entry) -> Part | None:
    return known.get((entry.kind, entry.block_id))


def _children(block: Any) -> list[Any]:
    """The bound blocks of a box's items or a table's rows."""
    name = {"box": "items", "table": "rows"}.get(block.block_type)
    return list(block.value[name].bound_blocks) if name else []


def _depths(body: Iterable[Any]) -> dict[str, int]:
    """h2 for the outermost heading of the page, h3 for the next, without a gap."""
    present = {b.value["level"] for b in body if b.block_type == "heading"}
    ordered = [level for level in LEVELS if level in present]
    return {level: min(rank, 6) for rank, level in enumerate(ordered, start=2)}


def _passage(block: Any, part: Part, inside: list[Part | None], depth: int) -> Passage:
    """`inside` are the parts of a box's items or a table's rows, in order."""
    kind, value = block.block_type, block.value
    passage = Passage(kind, value, part, depth)
    if kind == "paragraph":
        passage.lead = lead_spans(value["text"], value["lead"])
    elif kind == "box":
        passage.depth = min(depth + 1, 6)
        ids = {
            str(item.id): part.public_id
            for item, part in zip(_children(block), inside, strict=True)
            if part is not None
        }
        passage.paragraphs = [
            [(text, ids.get(item or "", "")) for text, item in segments]
            for segments in box_segments(value)
        ]
    elif kind == "table":
        passage.table = lay_out(value, [p.public_id if p else "" for p in inside])
    return passage


def _add_controls(controls: Controls, found: list[Passage]) -> None:
    """The number, and the one control: an upper floor's, else the permalink."""
    for passage in found:
        part = passage.part
        passage.control = controls.get(part.public_id, "")
        passage.number = _number(part, alone=not passage.control)


def _number(part: Part, *, alone: bool) -> SafeString | str:
    """The quiet number as permalink; no stop of its own beside another control."""
    if part.number is None:
        return ""
    words = _("第%(number)s段") % {"number": part.number}
    return format_html(
        '<a class="para-no" href="{}" {}><span class="wide-only">{}</span>'
        '<span class="narrow-only">{}</span></a>',
        reverse("part", args=[part.public_id]),
        format_html('aria-label="{}"', _("%(part)s，本段永久链接") % {"part": words})
        if alone
        else mark_safe('tabindex="-1" aria-hidden="true"'),
        part.number,
        words,
    )


def notes_of(
    request: HttpRequest, page: Any, parts: list[Part]
) -> dict[int, list[Any]]:
    """Notes by key of the block, or of the page's own heading.

    One on an item or a row in a block stands beside the block.
    """
    found: dict[int, list[Any]] = defaultdict(list)
    by_public_id = {part.public_id: part for part in parts}
    for provide in part_panels:
        for public_id, notes in provide(request, page, parts).items():
            part = by_public_id.get(public_id)
            if part:
                found[part.parent_id or part.pk].extend(notes)
    return found


def parts_of(page: Any) -> list[Part]:
    """The page's current parts in printed order, one query.

    Each knows `page_is_amended`: whether anything at home on this page ever was.
    """
    amended = Exists(PartAmendment.objects.filter(part__page_id=page.pk))
    parts = Part.objects.current().filter(page_id=page.pk).order_by("order")
    return list(parts.annotate(page_is_amended=amended))


def heading_part(parts: Iterable[Part]) -> Part | None:
    """The part that is the page's own title."""
    titles: Iterator[Part] = (
        p for p in parts if p.kind in (PartKind.PLAN, PartKind.DIVISION)
    )
    return next(titles, None)
