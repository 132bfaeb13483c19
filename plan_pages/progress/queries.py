"""Reads over indicators and plan items of one plan, a constant number of queries."""

from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Count, Q

from plan_pages.document.models import Part, Plan
from plan_pages.document.spans import locate

from .models import Indicator, IndicatorRow, PlanItem


@dataclass
class ListedIndicator:
    indicator: Indicator
    rows: list[IndicatorRow] = field(default_factory=list)


@dataclass
class BoxOfItems:
    """`box` is the 专栏's part; `groups` are (label, items) in printed order."""

    box: Part
    number: str
    title: str
    groups: list[tuple[str, list[PlanItem]]]

    @property
    def total(self) -> int:
        return sum(len(items) for _, items in self.groups)


def indicators_of(plan: Plan) -> list[ListedIndicator]:
    """In printed order, each with its rows and their parts."""
    rows = (
        IndicatorRow.objects.filter(
            indicator__plan=plan, code__isnull=False, indicator__number__isnull=False
        )
        .select_related("indicator__part", "part__parent")
        .order_by("indicator__number", "order")
    )
    found: dict[int, ListedIndicator] = {}
    for row in rows:
        row.indicator.plan = plan
        listed = found.setdefault(row.indicator_id, ListedIndicator(row.indicator))
        listed.rows.append(row)
    return list(found.values())


def boxes_of_items(plan: Plan) -> list[BoxOfItems]:
    """Every box that has items, in printed order."""
    items = (
        PlanItem.objects.current()
        .filter(plan=plan)
        .select_related("part", "box")
        .order_by("order")
    )
    return [
        BoxOfItems(
            box=of_box[0].box,
            number=of_box[0].box_number,
            title=of_box[0].box_title,
            groups=[(label, list(run)) for label, run in groupby(of_box, _label)],
        )
        for of_box in (list(run) for _, run in groupby(items, _box_id))
    ]


def _label(item: PlanItem) -> str:
    return item.label


def _box_id(item: PlanItem) -> int:
    return item.box_id


def siblings(item: PlanItem) -> list[PlanItem]:
    """The items of the same box, this one among them, in printed order."""
    return list(
        PlanItem.objects.current()
        .filter(box_id=item.box_id)
        .select_related("part")
        .order_by("order")
    )


def item_in_box(item: PlanItem, items: list[PlanItem]) -> list[tuple[str, str, str]]:
    """The box's lines, each as (before, the item, after); most lines have no item."""
    lines = item.box.text.split("\n")
    spans = locate(lines[1:], [each.part.text for each in items])
    at = next((s for s, each in zip(spans, items, strict=True) if each == item), None)
    said = []
    for index, line in enumerate(lines[1:]):
        if at is not None and at.paragraph == index:
            said.append((line[: at.start], line[at.start : at.end], line[at.end :]))
        else:
            said.append((line, "", ""))
    return said


def counts_by_page(page: Any) -> dict[int, tuple[int, int]]:
    """(plan items, indicators) of the page and of each below it that has any."""
    counted = (
        Part.objects.current()
        .filter(page__path__startswith=page.path)
        .filter(Q(plan_item__isnull=False) | Q(indicators__isnull=False))
        .values_list("page_id")
        .annotate(
            item_count=Count("plan_item", distinct=True),
            row_count=Count("indicators", distinct=True),
        )
    )
    return {page_id: (items, rows) for page_id, items, rows in counted}
