"""The scorecard as it is shown, frozen and taken away: plain data, one shape for all.

A card is a dictionary of strings and numbers, so that what was frozen in a closed cycle
and what is counted this minute go through the same page and the same CSV.
"""

import datetime
from typing import Any

from plan_pages.document.contents import Contents
from plan_pages.document.models import Plan

from .axes import AXES
from .counting import Count, Tally, count
from .models import CycleKind

Card = dict[str, Any]


def card(
    plan: Plan,
    contents: Contents,
    year: int,
    at: datetime.date,
    anchors: dict[int, int] | None = None,
    *,
    kind: str = CycleKind.ANNUAL,
) -> Card:
    """{"plan", "year", "as_of", "rows": by chapter, "units", "total"}.

    An evaluation counts from the plan's first year on, and says so: "kind", "since".
    """
    of_years = kind != CycleKind.ANNUAL
    since = plan.period_start if of_years else year
    found = count(plan, year, at, anchors, since=since)
    return {
        "plan": plan.key,
        "year": year,
        **({"kind": str(CycleKind(kind).value), "since": since} if of_years else {}),
        "as_of": at.isoformat(),
        "rows": _chapters(found, contents),
        "units": _units(found),
        "total": _row(found.total),
    }


def _chapters(found: Count, contents: Contents) -> list[Card]:
    """In printed order; what stands in no chapter comes last, under the whole plan."""
    tallies: dict[int, Tally] = {}
    for page, tally in found.places.items():
        entry = contents.chapter_of(page) if page is not None else None
        tallies.setdefault(entry.ordinal if entry else 0, Tally()).add(tally)
    rows = [
        {"chapter": entry.ordinal, "number": entry.number, "name": entry.name}
        | _row(tallies[entry.ordinal])
        for entry in contents.chapters
        if entry.ordinal in tallies
    ]
    if 0 in tallies:
        rows.append({"chapter": 0, "number": "", "name": ""} | _row(tallies[0]))
    return rows


def _units(found: Count) -> list[Card]:
    return [
        {"key": key, "name": name} | _row(found.units[order, key, name])
        for order, key, name in sorted(found.units)
    ]


def _row(tally: Tally) -> Card:
    """Counts by axis, with the numerators and denominators of the two ratios."""
    counts = {axis.key: dict(sorted(tally.states[axis.key].items())) for axis in AXES}
    return counts | {
        "on_time": tally.on_time,
        "due": tally.due,
        "present": tally.present,
        "required": tally.required,
    }
