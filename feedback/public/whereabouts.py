"""A part's place in words: 第十二章 第四节 · 第1段."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from plan_pages.document.contents import Contents
from plan_pages.document.models import Part, PartKind

from .parts import divisions_of


@dataclass(frozen=True)
class Place:
    """`place` is the plan's own words, `piece` ours; `url` the permalink."""

    place: str
    piece: str
    url: str


def place_in(contents: Contents, part: Part) -> Place:
    """Without a query."""
    return Place(contents.place_of(part.page_id), piece_of(part), _url(part))


def place_of(part: Part) -> Place:
    """The same for one part alone, `part.plan` loaded: one query, none for a part that
    `parts.find` gave.
    """
    return Place(divisions_of(part) or part.plan.title, piece_of(part), _url(part))


def piece_of(part: Part) -> str:
    if part.number is not None:
        return _("第%(number)s段") % {"number": part.number}
    if part.kind in (PartKind.PLAN, PartKind.DIVISION):
        return _("全篇")
    return str(part.get_kind_display())


def call_of(part: Part) -> str:
    """What the control at the part says, and the head of the page it leads to."""
    if part.kind == PartKind.PLAN:
        return _("对整个规划提建议")
    if part.kind == PartKind.DIVISION:
        return _("对这一章节提建议")
    if part.kind in (PartKind.BOX_ITEM, PartKind.TABLE_ROW):
        return _("对这一项提建议")
    return _("对这段提建议")


def _url(part: Part) -> str:
    return reverse("part", args=[part.public_id])
