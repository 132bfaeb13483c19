"""Who owes an answer by when: derived from rows, never stored."""

import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from feedback.moderation.models import Decision
from feedback.suggestions.models import FeedbackSettings, Suggestion
from feedback.suggestions.states import Kind
from portal.clock import latest_start_overdue, today

from .models import AnsweredSuggestion, Extension, Routing
from .routing import CLOCK_STARTS


def is_answered() -> Exists:
    """For a queryset of suggestions: a reply stands that was not withdrawn."""
    answers = AnsweredSuggestion.objects.standing()
    return Exists(answers.filter(suggestion=OuterRef("pk")))


def with_due(suggestions: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
    """Annotate `decided_on`, `unit_id`, `complexity`, `due_on` (None: not routed)."""
    routing = Routing.objects.filter(suggestion=OuterRef("pk")).order_by("-id")
    extension = Extension.objects.filter(suggestion=OuterRef("pk")).order_by("-id")
    decision = Decision.objects.filter(
        suggestion=OuterRef("pk"), kind__in=CLOCK_STARTS
    ).newest_first()
    return suggestions.annotate(
        decided_on=Subquery(decision.values("decided_on")[:1]),
        unit_id=Subquery(routing.values("unit_id")[:1]),
        complexity=Subquery(routing.values("complexity")[:1]),
        routed_due=Subquery(routing.values("due_on")[:1]),
        extended_due=Subquery(extension.values("due_on")[:1]),
    ).annotate(due_on=Greatest("routed_due", Coalesce("extended_due", F("routed_due"))))


def open_duties() -> QuerySet[Suggestion]:
    """Answerable, not erased, not answered; annotated as by `with_due`."""
    rows = Suggestion.objects.answerable().filter(~is_answered(), erased_week="")
    return with_due(rows)


def unrouted() -> QuerySet[Suggestion]:
    """Open duties that no unit has; the earliest decision first."""
    rows = open_duties().filter(routed_due__isnull=True)
    return rows.order_by("decided_on", "number")


def owed_by(unit_id: int) -> QuerySet[Suggestion]:
    """Open duties of a unit, the earliest due first."""
    return open_duties().filter(unit_id=unit_id).order_by("due_on", "number")


def overdue(
    at: datetime.date | None = None, site: FeedbackSettings | None = None
) -> QuerySet[Suggestion]:
    """Open duties whose day has passed; an unrouted one has the term of its kind."""
    day, site = at or today(), site or FeedbackSettings.load()
    rows = open_duties()
    late = rows.filter(due_on__lt=day)
    is_error = Q(kind=Kind.ERROR)
    for kind, days in ((is_error, site.reply_days_error), (~is_error, site.reply_days)):
        cutoff = latest_start_overdue(days, day)
        late |= rows.filter(kind, routed_due__isnull=True, decided_on__lte=cutoff)
    return late
