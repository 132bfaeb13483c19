"""Replies and clocks of many suggestions at once."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from feedback.replies.models import (
    AnsweredSuggestion,
    Extension,
    ReplyVersion,
    ReplyWithdrawal,
    Routing,
)
from portal.clock import today
from portal.units.models import Unit


@dataclass(frozen=True)
class PublicReply:
    """A reply with all its versions, the newest first; `withdrawal` has a reason."""

    unit: Unit
    versions: list[ReplyVersion]
    withdrawal: ReplyWithdrawal | None

    @property
    def current(self) -> ReplyVersion:
        return self.versions[0]

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


def answers_of(suggestion_ids: Iterable[int]) -> dict[int, Answers]:
    """Answers by suggestion, an entry for each. At most three queries, however many:
    extensions are asked for only where there are any.
    """
    keys = list(suggestion_ids)
    replies = _replies(keys)
    clocks = _clocks(keys, replies)
    return {key: Answers(replies[key], clocks.get(key)) for key in keys}


def _replies(keys: list[int]) -> dict[int, list[PublicReply]]:
    rows = (
        AnsweredSuggestion.objects.filter(suggestion_id__in=keys)
        .select_related("version__unit", "version__reply__withdrawal")
        .order_by("-version__number")
    )
    versions: dict[tuple[int, int], list[ReplyVersion]] = defaultdict(list)
    for row in rows:
        versions[row.suggestion_id, row.version.reply_id].append(row.version)
    found: dict[int, list[PublicReply]] = defaultdict(list)
    for (suggestion_id, _reply_id), group in sorted(versions.items(), reverse=True):
        withdrawal = getattr(group[0].reply, "withdrawal", None)
        found[suggestion_id].append(PublicReply(group[0].unit, group, withdrawal))
    for replies in found.values():
        replies.sort(key=lambda reply: not reply.stands)
    return found


def _clocks(keys: list[int], replies: dict[int, list[PublicReply]]) -> dict[int, Clock]:
    extended = Extension.objects.filter(suggestion=OuterRef("suggestion"))
    routings = {
        row.suggestion_id: row
        for row in Routing.objects.filter(suggestion_id__in=keys)
        .annotate(is_extended=Exists(extended))
        .select_related("unit")
        .order_by("id")
    }
    extensions = _extensions(
        [key for key, row in routings.items() if vars(row)["is_extended"]]
    )
    clocks = {}
    for key, routing in routings.items():
        later = [extension.due_on for extension in extensions[key][:1]]
        clocks[key] = Clock(
            unit=routing.unit,
            due_on=max([routing.due_on, *later]),
            due_certain=routing.due_certain,
            answered_on=_answered_on(replies[key]),
            extensions=extensions[key],
        )
    return clocks


def _extensions(keys: list[int]) -> dict[int, list[Extension]]:
    """The newest first."""
    found: dict[int, list[Extension]] = defaultdict(list)
    if keys:
        for row in Extension.objects.filter(suggestion_id__in=keys).order_by("-id"):
            found[row.suggestion_id].append(row)
    return found


def _answered_on(replies: list[PublicReply]) -> datetime.date | None:
    """The day of the first version of the reply that stands."""
    standing = [reply for reply in replies if reply.stands]
    return standing[0].versions[-1].published_on if standing else None
