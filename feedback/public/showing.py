"""What stands at a place as a page shows it: with its place and what is owed."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from feedback.queries.answers import Answers
from feedback.queries.listing import Listing
from feedback.queries.published import PublicSuggestion
from feedback.queries.stones import Tombstone
from plan_pages.document.contents import Contents
from portal.clock import today, working_days_between

from .whereabouts import Place, place_in


@dataclass(frozen=True)
class Owed:
    """No reply stands yet: which unit owes it, by when, or working days late."""

    unit: str
    due_on: datetime.date
    late_days: int


@dataclass(frozen=True)
class Shown:
    said: PublicSuggestion | Tombstone
    place: Place

    @property
    def owed(self) -> Owed | None:
        return owed_of(self.said.answers) if self.said.answers else None


def owed_of(answers: Answers) -> Owed | None:
    """None where it is answered, or routed to nobody yet."""
    clock = answers.clock
    if answers.standing or clock is None:
        return None
    late = working_days_between(clock.due_on, today()) if clock.is_overdue else 0
    return Owed(clock.unit.name, clock.due_on, late)


def listed_in(contents: Contents, found: Listing) -> dict[str, list[Shown]]:
    """`shown`, `withheld`, `stones` for a template. Without a query more."""
    return {
        "shown": _placed(contents, found.said),
        "withheld": _placed(contents, found.withheld),
        "stones": _placed(contents, found.stones),
    }


def _placed(
    contents: Contents, items: Iterable[PublicSuggestion | Tombstone]
) -> list[Shown]:
    return [
        Shown(each, place_in(contents, each.part))
        for each in items
        if each.part is not None
    ]
