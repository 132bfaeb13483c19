"""What stands at a place of the plan: texts, replies without a text, tombstones.

All three have their number there; which of them a page opens is the page's to say.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from wagtail.models import Page

from feedback.replies.duties import is_answered
from feedback.suggestions.models import Suggestion
from feedback.suggestions.states import PUBLIC, State, Visibility
from plan_pages.document.contents import Entry
from plan_pages.document.models import Part

from . import stones
from .answers import answers_of
from .published import PublicSuggestion, shown, with_masked
from .stones import Tombstone, tombstones, with_brought

#: Answered in public although the site's mode does not show the text.
WITHHELD = Q(
    is_answered(),
    ~stones.NAMELESS,
    state=State.ACCEPTED_UNPUBLISHED,
    visibility=Visibility.PUBLIC,
)
LISTED = Q(state__in=sorted(PUBLIC)) | WITHHELD | stones.STANDING


@dataclass(frozen=True)
class Listing:
    """`withheld` have a reply and no text. `after`: of the next page, "" on the last.

    `left_out`: by key of the part, how many more stand there than are given here.
    """

    said: list[PublicSuggestion]
    withheld: list[Tombstone]
    stones: list[Tombstone]
    after: str = ""
    left_out: dict[int, int] = field(default_factory=dict)


def in_order_of_number(
    *,
    plan_id: int,
    below: Page | Entry | None = None,
    part: Part | None = None,
    after: str = "",
    limit: int = 20,
) -> Listing:
    """A list of a plan, of the pages at and under `below`, of one part. Three queries.

    Keyset paging: `after` is the last number of the page before.
    """
    rows = _rows().filter(part__plan_id=plan_id, number__gt=after)
    if below is not None:
        rows = rows.filter(part__page__path__startswith=below.path)
    if part is not None:
        rows = rows.filter(part=part)
    found = list(rows.order_by("number")[: limit + 1])
    more = found[limit - 1].number if len(found) > limit else ""
    return _listing(found[:limit], after=more)


def of_page(page_id: int, *, parts: int, most: int = 20, few: int = 3) -> Listing:
    """`most` of the page, yet `few` of each of its `parts` at least. Three queries.

    In the order of the text, a part's own in that of the numbers; tombstones: `few`.
    """
    place: list[Case | F] = [F("part_id"), _is_stone()]
    rows = (
        _rows()
        .filter(part__page_id=page_id)
        .annotate(
            is_stone=_is_stone(),
            rank=Window(RowNumber(), partition_by=place, order_by="number"),
            at_place=Window(Count("pk"), partition_by=place),
        )
        .order_by("rank", "part__order")
    )
    found: list[dict[str, Any]] = [
        vars(row) | {"row": row} for row in rows[: 2 * max(most, few * parts)]
    ]
    told = [each for each in found if not each["is_stone"]]
    kept = [each for at, each in enumerate(told) if at < most or each["rank"] <= few]
    kept += [each for each in found if each["is_stone"] and each["rank"] <= few]
    at_place = {(e["part_id"], e["is_stone"]): e["at_place"] for e in found}
    left_out: Counter[int] = Counter()
    for (part, _stone), count in at_place.items():
        left_out[part] += count
    left_out.subtract(each["part_id"] for each in kept)
    shown_rows = sorted(
        (each["row"] for each in kept), key=lambda row: (row.part.order, row.number)
    )
    return _listing(shown_rows, left_out=dict(left_out))


def _rows() -> "QuerySet[Suggestion]":
    rows = with_brought(with_masked(Suggestion.objects.filter(LISTED)))
    return rows.select_related("part__page", "words")


def _is_stone() -> Case:
    told = [*sorted(PUBLIC), State.ACCEPTED_UNPUBLISHED]
    return Case(When(state__in=told, then=Value(0)), default=Value(1))


def _listing(
    rows: Iterable[Suggestion],
    *,
    after: str = "",
    left_out: dict[int, int] | None = None,
) -> Listing:
    rows = list(rows)
    answers = answers_of(row.pk for row in rows)
    bare = tombstones((row for row in rows if row.state not in PUBLIC), answers)
    return Listing(
        said=shown((row for row in rows if row.state in PUBLIC), answers),
        withheld=[stone for stone in bare if stone.is_withheld],
        stones=[stone for stone in bare if not stone.is_withheld],
        after=after,
        left_out=left_out or {},
    )
