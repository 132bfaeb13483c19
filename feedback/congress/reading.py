"""What a reviewer works through: new claims, what is owed, what waits for whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from feedback.queries import published
from feedback.queries.published import PublicSuggestion
from feedback.suggestions.models import Suggestion
from feedback.suggestions.states import PUBLIC, State
from plan_pages.disclosure.models import Evidence, UpdateVersion
from plan_pages.disclosure.naming import remember_names
from plan_pages.disclosure.subjects import parts_of
from plan_pages.document.models import Division, Part, Plan
from plan_pages.obligations.clock import overdue, with_clock
from plan_pages.obligations.models import Obligation
from plan_pages.obligations.states import ClockState
from plan_pages.oversight import queries
from plan_pages.oversight.models import Finding
from plan_pages.progress.models import Indicator

from .narrowing import findings_in, obligations_in, updates_in

_SUBJECTS = (
    "unit", "update__plan", "update__home__page", "update__indicator__part",
    "update__project__part", "update__task__part", "update__part__page",
)  # fmt: skip


def unchecked(below: Iterable[Division] = ()) -> QuerySet[UpdateVersion]:
    """What stands and nobody has found anything of; who waits longest comes first."""
    found = Finding.objects.filter(version=OuterRef("pk"))
    rows = UpdateVersion.objects.standing().filter(~Exists(found), updates_in(below))
    return rows.select_related(*_SUBJECTS).order_by("published_on", "pk")


def named(rows: Iterable[UpdateVersion]) -> list[UpdateVersion]:
    """The rows, projects and tasks among their subjects knowing their names."""
    found = list(rows)
    remember_names(row.update.subject for row in found)
    return found


def late(below: Iterable[Division] = ()) -> Any:
    """Obligations that are overdue now."""
    return overdue(Obligation.objects.filter(obligations_in(below)))


def due_soon(below: Iterable[Division] = ()) -> Any:
    rows = with_clock(Obligation.objects.filter(obligations_in(below)))
    return rows.filter(clock=ClockState.DUE_SOON)


def supplements(below: Iterable[Division] = ()) -> QuerySet[Finding]:
    """Findings whose supplement is still owed, the earliest due first."""
    return queries.to_supplement().filter(findings_in(below))


@dataclass(frozen=True)
class Voices:
    """What the public says about the same words of the plan; exact counts."""

    shown: list[PublicSuggestion]
    received: int
    refused: int
    hidden: int


def voices_about(subject: Any, *, most: int = 50) -> Voices:
    """Published texts about every paragraph that shows the subject, and every row of
    an indicator. Nine queries.
    """
    parts = {part.pk: part for part in parts_of(subject)}
    if isinstance(subject, Indicator):
        own = Part.objects.filter(indicator_row__indicator=subject)
        parts |= {part.pk: part for part in own}
    rows = Suggestion.objects.filter(part__in=parts)
    shown = published.of_parts(parts, limit=most)
    return Voices(
        shown=shown,
        received=rows.count(),
        refused=rows.filter(state=State.REFUSED).count(),
        hidden=rows.filter(state__in=PUBLIC).count() - len(shown),
    )


def refused_in(plan: Plan, below: Division | None = None) -> QuerySet[Suggestion]:
    """Refused ones of the plan, without their texts; in the order of the numbers."""
    rows = Suggestion.objects.filter(part__plan=plan, state=State.REFUSED)
    if below is not None:
        rows = rows.filter(part__page__path__startswith=below.path)
    return rows.select_related("part__page", "part__plan").order_by("number")


def evidence_of(version: UpdateVersion) -> list[Evidence]:
    return list(version.evidence.select_related("document"))
