"""Replies and clocks of many suggestions at once."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import FilteredRelation

from feedback.replies.models import (
    AnsweredSuggestion,
    Extension,
    ReplyVersion,
    ReplyWithdrawal,
    Routing,
)
from feedback.suggestions.models import Suggestion
from portal.clock import today, working_days_between
from portal.units.models import Unit


@dataclass(frozen=True)
class PublicReply:
    """A reply with all its versions, the newest first; `withdrawal` has a reason.

    `working_days` from the decision to the first version; None where never routed.
    """

    unit: Unit
    versions: list[ReplyVersion]
    withdrawal: ReplyWithdrawal | None
    working_days: int | None

    @property
    def current(self) -> ReplyVersion:
        return self.versions[0]

    @property
    def earlier(self) -> list[ReplyVersion]:
        """What was said before the corrections, the newest first."""
        return self.versions[1:]

    @property
    def stands(self) -> bool:
        return self.withdrawal is None


@dataclass(frozen=True)
class Clock:
    """Which unit owes the answer until when; `extensions`, the newest first."""

    unit: Unit
    due_on: datetime.date
    due_certain: bool
    answered_on: datetime.date | None
    extensions: list[Extension]

    @property
    def is_overdue(self) -> bool:
        return (self.answered_on or today()) > self.due_on


@dataclass(frozen=True)
class Answers:
    """`replies` with the one that stands first; `clock` None where not routed yet."""

    replies: list[PublicReply] = field(default_factory=list)
    clock: Clock | None = None

    @property
    def standing(self) -> PublicReply | None:
        return next((reply for reply in self.replies if reply.stands), None)

    @property
    def withdrawn(self) -> list[PublicReply]:
        return [reply for reply in self.replies if not reply.stands]

    @property
    def extensions(self) -> list[Extension]:
        """In the order in which they were given."""
        return self.clock.extensions[::-1] if self.clock else []


def answers_of(suggestion_ids: Iterable[int]) -> dict[int, Answers]:
    """Answers by suggestion, an entry for each. Two queries, however many."""
    keys = list(suggestion_ids)
    routings, extensions = _duties(keys)
    replies = _replies(keys, routings)
    return {
        key: Answers(replies[key], _clock(routings[key], extensions[key], replies[key]))
        if key in routings
        else Answers(replies[key])
        for key in keys
    }


def _duties(
    keys: list[int],
) -> tuple[dict[int, Routing], dict[int, list[Extension]]]:
    """The newest routing of each, and its extensions, the newest first."""
    rows = (
        Suggestion.objects.filter(pk__in=keys)
        .annotate(
            routing=FilteredRelation("routings"),
            extension=FilteredRelation("extensions"),
        )
        .filter(routing__isnull=False)
        .select_related("routing__unit", "extension")
        .order_by("routing__id", "-extension__id")
    )
    routings: dict[int, Routing] = {}
    extensions: dict[int, list[Extension]] = defaultdict(list)
    for row in rows:
        routing, extension = vars(row)["routing"], vars(row).get("extension")
        if routings.get(row.pk) != routing:
            routings[row.pk], extensions[row.pk] = routing, []
        if extension:
            extensions[row.pk].append(extension)
    return routings, extensions


def _replies(
    keys: list[int], routings: dict[int, Routing]
) -> dict[int, list[PublicReply]]:
    rows = (
        AnsweredSuggestion.objects.filter(suggestion_id__in=keys)
        .select_related("version__unit", "version__reply__withdrawal")
        .order_by("-version__number")
    )
    versions: dict[tuple[int, int], list[ReplyVersion]] = defaultdict(list)
    for row in rows:
        versions[row.suggestion_id, row.version.reply_id].append(row.version)
    found: dict[int, list[PublicReply]] = defaultdict(list)
    for (key, _reply_id), group in sorted(versions.items(), reverse=True):
        withdrawal = getattr(group[0].reply, "withdrawal", None)
        days = _working_days(routings.get(key), group[-1])
        found[key].append(PublicReply(group[0].unit, group, withdrawal, days))
    for replies in found.values():
        replies.sort(key=lambda reply: not reply.stands)
    return found


def _working_days(routing: Routing | None, first: ReplyVersion) -> int | None:
    if routing is None:
        return None
    return working_days_between(routing.clock_from, first.published_on)


def _clock(
    routing: Routing, extensions: list[Extension], replies: list[PublicReply]
) -> Clock:
    return Clock(
        unit=routing.unit,
        due_on=max([routing.due_on, *(each.due_on for each in extensions[:1])]),
        due_certain=routing.due_certain,
        answered_on=_answered_on(replies),
        extensions=extensions,
    )


def _answered_on(replies: list[PublicReply]) -> datetime.date | None:
    """The day of the first version of the reply that stands."""
    standing = [reply for reply in replies if reply.stands]
    return standing[0].versions[-1].published_on if standing else None
