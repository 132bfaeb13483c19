"""What is owed, told where people look: beside what is silent, and at the unit's desk.

Both ask in batches, whatever the number of things.
"""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from plan_pages.disclosure.awaited import Due, Key, about, due_days, key_of
from plan_pages.disclosure.models import Update
from plan_pages.disclosure.naming import typed_address
from plan_pages.disclosure.permissions import can_draft_for
from portal.pages.staff import Duty, duties

from .clock import with_clock, with_days
from .models import Obligation
from .reading import Owed, owed
from .states import ClockState, Subject

_OPEN = (ClockState.OVERDUE, ClockState.DUE_SOON, ClockState.NOT_DUE)


@due_days.register
def first_due(keys: list[Key]) -> dict[Key, Due]:
    """The earliest day that is still owed, of each thing that owes any. One query."""
    rows = with_days(Obligation.objects.filter(about(keys)))
    rows = rows.filter(satisfied_on__isnull=True).select_related("unit")
    found: dict[Key, Due] = {}
    for row in rows.order_by("last_day", "pk"):
        found.setdefault(key_of(row), Due(row.unit.name, row.last_day))
    return found


@duties.register
def duties_of(user: Any, most: int) -> Iterable[Duty]:
    """What the unit has yet to disclose, the earliest due first. Three queries."""
    unit_id = user.unit_id
    if not can_draft_for(user, unit_id):
        return
    rows = with_clock(Obligation.objects.of_unit(unit_id)).filter(clock__in=_OPEN)
    lines = owed(rows, most=most)
    begun = _drafts(unit_id, lines)
    for line in lines:
        draft = begun.get(_matter(line.obligation))
        yield Duty(
            task=_("应公开"),
            reference=line.obligation.public_id,
            place=line.title,
            button=_("看草稿") if draft else _("填报"),
            url=reverse("disclosure_case", args=[draft]) if draft else _new(line),
            due_on=line.due_on,
        )


def _drafts(unit_id: int, lines: list[Owed]) -> dict[tuple[Any, ...], str]:
    """Updates of the unit about the same thing and period that stand or are begun."""
    if not lines:
        return {}
    periods = {line.obligation.period for line in lines}
    rows = Update.objects.filter(
        unit_id=unit_id, period__in=periods, withdrawal__isnull=True
    )
    return {_matter(row): row.public_id for row in rows.order_by("pk")}


def _matter(row: Any) -> tuple[Any, ...]:
    return row.indicator_id, row.project_id, row.task_id, row.period


def _new(line: Owed) -> str:
    """The form, its thing chosen and its period filled in."""
    row = line.obligation
    given = {"period": row.period}
    if row.subject != Subject.UNIT:
        thing = row.indicator or row.project or row.task
        given = {"about": typed_address(thing, row.plan.key), **given}
    return f"{reverse('disclosure_new')}?{urlencode(given)}"
