"""What the portal itself is late with: public numbers, first-class and unadorned."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from feedback.replies import duties
from feedback.suggestions.models import FeedbackSettings, Suggestion
from portal.clock import latest_start_overdue, today


@dataclass(frozen=True)
class Overdue:
    """Suggestions whose moderation, and whose reply, is late."""

    moderation: int
    replies: int


def overdue(at: datetime.date | None = None) -> Overdue:
    """As of the Beijing date `at` (today). Two queries."""
    site = FeedbackSettings.load()
    rows = FeedbackSettings.objects.filter(pk=site.pk)
    counts = rows.values_list(
        _count(late_moderation(site, at)), _count(duties.overdue(at, site))
    )
    moderation, replies = counts.get()
    return Overdue(moderation=moderation, replies=replies)


def late_moderation(
    site: FeedbackSettings, at: datetime.date | None = None
) -> QuerySet[Suggestion]:
    """Waiting for a decision longer than the days promised."""
    cutoff = latest_start_overdue(site.moderation_days, at or today())
    return Suggestion.objects.waiting().filter(received_on__lte=cutoff)


def _count(rows: QuerySet[Suggestion]) -> Coalesce:
    """How many, inside another query."""
    counted = rows.order_by().values(every=Value(1)).annotate(count=Count("pk"))
    return Coalesce(Subquery(counted.values("count")), 0)
