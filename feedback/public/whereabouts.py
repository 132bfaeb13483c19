"""A part's place in words: 第十二章 第四节 · 第1段."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from plan_pages.document.contents import Contents
from plan_pages.document.models import Division, Part, PartKind
from portal.prepared import Prepared

from .parts import LEVELS


@dataclass(frozen=True)
class Place:
    """`place` is the plan's own words, `piece` ours; `url` the permalink."""

    place: str
    piece: str
    url: str


def place_in(contents: Contents, part: Part) -> Place:
    """Without a query."""
    return Place(contents.place_of(part.page_id), piece_of(part), _url(part))


def _divisions(*paths: str) -> QuerySet[Division]:
    rows: QuerySet[Division] = Division.objects.filter(path__in=paths)
    return rows.order_by("path").only("number", "title", "path")


_above = Prepared(_divisions, *[str] * LEVELS)


def place_of(part: Part) -> Place:
    """The same for one part alone, `part.page` and `part.plan` loaded: one query, none
    for a part that `parts.find` gave.
    """
    words = getattr(part, "place_words", None)
    place = _words_of(part) if words is None else words
    return Place(place or part.plan.title, piece_of(part), _url(part))


def _words_of(part: Part) -> str:
    path, step = part.page.path, part.page.steplen
    above = [path[:end] for end in range(len(path), 0, -step)][:LEVELS]
    rows = _above.all(*above, *[""] * (LEVELS - len(above)))
    return " ".join(row.number or row.title for row in rows)


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
