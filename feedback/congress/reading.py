"""What a reviewer works through: new claims, what is owed, one's own chapters."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from feedback.queries import published
from feedback.queries.published import PublicSuggestion
from feedback.suggestions.models import Suggestion
from feedback.suggestions.states import State
from plan_pages.disclosure.models import Evidence, UpdateVersion
from plan_pages.disclosure.naming import remember_names
from plan_pages.document.models import Division, DivisionLevel, Part, Plan
from plan_pages.obligations.clock import with_clock
from plan_pages.obligations.models import Obligation
from plan_pages.obligations.reading import Owed, owed
from plan_pages.obligations.states import ClockState
from plan_pages.oversight.models import Finding

_SUBJECTS = (
    "unit", "update__plan", "update__home__page", "update__indicator__part",
    "update__project__part", "update__task__part", "update__part__page",
)  # fmt: skip


def chapters_of(user: Any) -> list[Division]:
    """The chapters that the office gave to `user`, in printed order."""
    rows = Division.objects.filter(reviewers__reviewer=user)
    return list(rows.select_related("plan").order_by("path"))


def chapters(plan: Plan) -> list[Division]:
    rows = Division.objects.filter(plan=plan, level=DivisionLevel.CHAPTER, live=True)
    return list(rows.order_by("path"))


def unchecked(below: Iterable[Division] = ()) -> QuerySet[UpdateVersion]:
    """What stands and nobody has found anything of; who waits longest comes first."""
    found = Finding.objects.filter(version=OuterRef("pk"))
    rows = UpdateVersion.objects.standing().filter(~Exists(found))
    rows = _below(rows, "update__home__page__path", below)
    return rows.select_related(*_SUBJECTS).order_by("published_on", "pk")


def named(rows: Iterable[UpdateVersion]) -> list[UpdateVersion]:
    """The rows, projects and tasks among their subjects knowing their names."""
    found = list(rows)
    remember_names(row.update.subject for row in found)
    return found


def late(plan: Plan | None = None, *, most: int | None = None) -> list[Owed]:
    """Obligations that are overdue now, the longest overdue first."""
    rows = (
        Obligation.objects.all()
        if plan is None
        else Obligation.objects.of_plan(plan.pk)
    )
    overdue = with_clock(rows).filter(clock=ClockState.OVERDUE)
    return owed(overdue)[:most]


@dataclass(frozen=True)
class Voices:
    """What the public says about the same words of the plan."""

    shown: list[PublicSuggestion]
    received: int
    refused: int


def voices_about(part: Part, *, most: int = 50) -> Voices:
    """Published texts about the part, and exact counts. Six queries."""
    rows = Suggestion.objects.filter(part=part)
    return Voices(
        shown=published.of_part(part, limit=most),
        received=rows.count(),
        refused=rows.filter(state=State.REFUSED).count(),
    )


def refused_in(plan: Plan, below: Division | None = None) -> QuerySet[Suggestion]:
    """Refused ones of the plan, without their texts; in the order of the numbers."""
    rows = Suggestion.objects.filter(part__plan=plan, state=State.REFUSED)
    if below is not None:
        rows = rows.filter(part__page__path__startswith=below.path)
    return rows.select_related("part__page", "part__plan").order_by("number")


def evidence_of(version: UpdateVersion) -> list[Evidence]:
    return list(version.evidence.select_related("document"))


def _below(rows: Any, column: str, divisions: Iterable[Division]) -> Any:
    paths = [division.path for division in divisions]
    if not paths:
        return rows
    pages = Division.objects.none()
    for path in paths:
        pages = pages | Division.objects.filter(path__startswith=path)
    return rows.filter(**{f"{column}__in": pages.values("path")})
