"""What is overdue now: lists for a plan, a unit, a page of the text."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from plan_pages.delivery.models import Anchor
from plan_pages.disclosure.awaited import Due, Key, key_of
from plan_pages.document.contents import Contents, Entry
from plan_pages.document.models import Plan
from plan_pages.obligations.clock import overdue, unanswered
from plan_pages.obligations.models import Obligation
from plan_pages.obligations.reading import Owed, owed
from plan_pages.oversight.queries import with_findings

from .counting import first_anchors

KINDS = ("indicator", "project", "task")


def overdue_of(
    plan: Plan,
    *,
    chapter: Entry | None = None,
    unit_key: str = "",
    most: int | None = None,
) -> list[Owed]:
    """The longest due first, with what was found of them; `most` of them. One query,
    and one for a chapter.
    """
    rows = overdue(Obligation.objects.of_plan(plan.pk))
    if unit_key:
        rows = rows.filter(unit__key=unit_key)
    if chapter is not None:
        pages = {entry.pk for entry in chapter.walk()}
        anchored = {pk for pk, page in first_anchors(plan).items() if page in pages}
        rows = rows.filter(
            Q(project__part__page__in=pages)
            | Q(task__part__page__in=pages)
            | Q(indicator__in=anchored)
        )
    return owed(with_findings(rows), most=most)


@dataclass
class Beside:
    """By key of the part what is overdue there; by thing what it owes next."""

    late: dict[int, list[Owed]] = field(default_factory=lambda: defaultdict(list))
    due: dict[Key, Due] = field(default_factory=dict)


def beside_page(page_id: int) -> Beside:
    """Of things at home or anchored on the page.

    One query where nothing is overdue, two otherwise.
    """
    here = Anchor.objects.filter(part__page=page_id)
    about = Q()
    for kind in KINDS:
        about |= Q(**{f"{kind}__part__page": page_id})
        tied = here.filter(**{f"{kind}__isnull": False}).values(kind)
        about |= Q(**{f"{kind}__in": tied})
    lines = owed(unanswered(Obligation.objects.filter(about)))
    late = [line for line in lines if line.is_overdue]
    anchored = list(here.values_list("part_id", *KINDS)) if late else []
    found = Beside()
    for line in late:
        for part in _parts_of(line.obligation, anchored):
            found.late[part].append(line)
    for line in lines:
        due = Due(line.obligation.unit.name, line.due_on)
        found.due.setdefault(key_of(line.obligation), due)
    return found


def _parts_of(row: Any, anchored: Iterable[tuple[Any, ...]]) -> set[int]:
    """Its home, whatever the page, and the parts of this page it is anchored to."""
    ids = [getattr(row, f"{kind}_id") for kind in KINDS]
    thing = row.indicator or row.project or row.task
    tied = {
        part
        for part, *keys in anchored
        if any(key and key == own for key, own in zip(keys, ids, strict=True))
    }
    return tied | {thing.part_id}


def place_of(line: Owed, contents: Contents, anchors: dict[int, int]) -> Entry | None:
    """The page of the text where a line belongs; None: under the whole plan."""
    row = line.obligation
    if row.indicator_id:
        return contents.by_page.get(anchors.get(row.indicator_id, 0))
    thing = row.project or row.task
    return contents.by_page.get(thing.part.page_id) if thing else None
