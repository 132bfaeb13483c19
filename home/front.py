"""What the front door says of the current plan, in a few queries."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q
from django.http import HttpRequest

from plan_pages.document.contents import Contents, Entry
from plan_pages.document.models import Division, Plan
from plan_pages.places.gazetteer import Place, gazetteer
from plan_pages.progress.models import (
    Indicator,
    IndicatorRow,
    PlanItem,
    Property,
    TargetForm,
)

PLACES_SHOWN = 5
FIGURES_SHOWN = 3
#: A sentence without a comma, short enough to be a name.
NAMING = re.compile(r"[^。，、；：]{4,16}。")


@dataclass(frozen=True)
class Figure:
    """A row whose baseline and target are both numbers, as the plan prints them."""

    row: IndicatorRow
    change: Decimal

    @property
    def unit(self) -> str:
        """With the space that stands before a unit other than %."""
        unit = self.row.unit
        return unit if unit == "%" else f" {unit}".rstrip()

    @property
    def baseline(self) -> str:
        return plain_number(self.row.baseline_value)

    @property
    def target(self) -> str:
        return plain_number(self.row.target_value)

    @property
    def binding(self) -> bool:
        return self.row.indicator.property == Property.BINDING


@dataclass(frozen=True)
class Front:
    """`mechanisms` counts what the plan promises on its own carrying out, in the
    section `duties`.
    """

    plan: Plan
    contents: Contents
    indicators: dict[str, int]
    items: dict[str, int]
    duties: Entry | None
    mechanisms: int
    figures: list[Figure]
    places: list[Place]
    place_count: int

    @property
    def section_count(self) -> int:
        return sum(entry.level == "section" for entry in self.contents.entries)


def front(request: HttpRequest, plan: Plan) -> Front:
    contents = Contents(plan, plan.get_url(request) or "")
    duties, mechanisms = promised_mechanisms(contents)
    known = gazetteer(plan.key)
    return Front(
        plan=plan,
        contents=contents,
        indicators=Indicator.objects.filter(plan=plan).aggregate(
            count=Count("pk"), binding=Count("pk", filter=Q(property=Property.BINDING))
        ),
        items=PlanItem.objects.filter(plan=plan).aggregate(
            count=Count("pk"), boxes=Count("box", distinct=True)
        ),
        duties=duties,
        mechanisms=mechanisms,
        figures=figures_at_a_glance(plan),
        places=one_of_each_kind(known.places) if known else [],
        place_count=len(known.places) if known else 0,
    )


def promised_mechanisms(contents: Contents) -> tuple[Entry | None, int]:
    """(section, how many). A plan closes with how it will be carried out: the last
    section of the last chapter, whose paragraphs each open by naming a mechanism in a
    short sentence, 完善公众参与机制。 Where they do not there is nothing to count.
    """
    if not contents.chapters or not contents.chapters[-1].children:
        return None, 0
    section = contents.chapters[-1].children[-1]
    body = Division.objects.values_list("body", flat=True).get(pk=section.pk)
    texts = [block.value["text"] for block in body if block.block_type == "paragraph"]
    if not texts or not all(NAMING.match(text) for text in texts):
        return None, 0
    return section, len(texts)


def figures_at_a_glance(plan: Plan) -> list[Figure]:
    """Of each category the number that changes most; of these a few, evenly spread."""
    rows = IndicatorRow.objects.filter(
        indicator__plan=plan,
        target_form=TargetForm.NUMBER,
        baseline_value__gt=0,
        target_value__isnull=False,
    ).exclude(target_value=F("baseline_value"))
    best: dict[str, Figure] = {}
    for row in rows.select_related("indicator").order_by("indicator__number", "order"):
        if row.target_value is None or not row.baseline_value:
            continue
        change = abs(row.target_value / row.baseline_value - 1)
        group = row.indicator.group
        if group not in best or change > best[group].change:
            best[group] = Figure(row, change)
    return spread(list(best.values()), FIGURES_SHOWN)


def one_of_each_kind(places: list[Place]) -> list[Place]:
    """The first place of each kind, in the order of the list."""
    first: dict[str, Place] = {}
    for place in places:
        first.setdefault(place.kind, place)
    return list(first.values())[:PLACES_SHOWN]


def spread(things: list[Figure], count: int) -> list[Figure]:
    """`count` of `things` from the first to the last, evenly."""
    if len(things) <= count:
        return things
    step = (len(things) - 1) / (count - 1)
    return [things[round(at * step)] for at in range(count)]


def plain_number(value: Decimal | None) -> str:
    """`78.900000` → `78.9`, `10000.000000` → `10000`."""
    return "" if value is None else f"{value.normalize():f}"
