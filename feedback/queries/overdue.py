"""What the portal itself is late with: public numbers, first-class and unadorned."""

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet

from feedback.replies import duties
from feedback.suggestions.models import FeedbackSettings, Suggestion
from portal.clock import latest_start_overdue, today


@dataclass(frozen=True)
class Overdue:
    """Suggestions whose moderation, and whose reply, is late."""

    moderation: int
    replies: int


def overdue(at: datetime.date | None = None) -> Overdue:
    """As of the Beijing date `at` (today). Four queries."""
    return Overdue(
        moderation=late_moderation(at).count(), replies=duties.overdue(at).count()
    )


def late_moderation(at: datetime.date | None = None) -> QuerySet[Suggestion]:
    """Waiting for a decision longer than the days promised."""
    days = FeedbackSettings.load().moderation_days
    cutoff = latest_start_overdue(days, at or today())
    return Suggestion.objects.waiting().filter(received_on__lte=cutoff)
