"""A published suggestion as a page shows it: with its place and what is owed."""

from collections.abc import Iterable
from dataclasses import dataclass

from feedback.queries.answers import Answers, PublicReply
from feedback.queries.published import PublicSuggestion
from plan_pages.document.contents import Contents
from portal.clock import iso_week, today, working_days_between

from .whereabouts import Place, place_in


@dataclass(frozen=True)
class Owed:
    """No reply stands yet: which unit owes it, by which week, or days late."""

    unit: str
    week: str
    late_days: int


@dataclass(frozen=True)
class Shown:
    said: PublicSuggestion
    place: Place

    @property
    def reply(self) -> PublicReply | None:
        return self.said.answers.standing

    @property
    def withdrawn_reply(self) -> PublicReply | None:
        return next(
            (each for each in self.said.answers.replies if not each.stands), None
        )

    @property
    def owed(self) -> Owed | None:
        return owed_of(self.said.answers)


def owed_of(answers: Answers) -> Owed | None:
    """None where it is answered, or routed to nobody yet."""
    clock = answers.clock
    if answers.standing or clock is None:
        return None
    late = working_days_between(clock.due_on, today()) if clock.is_overdue else 0
    return Owed(clock.unit.name, iso_week(clock.due_on), late)


def shown_in(contents: Contents, said: Iterable[PublicSuggestion]) -> list[Shown]:
    """Without a query more."""
    return [Shown(each, place_in(contents, each.part)) for each in said]
