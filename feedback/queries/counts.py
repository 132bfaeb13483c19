"""Exact counts. Not published is still counted."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from feedback.replies.duties import is_answered
from feedback.suggestions.models import Suggestion
from feedback.suggestions.states import PUBLIC, State
from plan_pages.document.models import Division, DivisionLevel, Plan


@dataclass(frozen=True)
class PartCounts:
    received: int
    published: int
    answered: int


@dataclass(frozen=True)
class ChapterCounts:
    """`chapter` is None for the plan as a whole and its preamble."""

    chapter: Division | None
    received: int
    answered: int
    by_state: Counter[str]

    def of(self, state: str) -> int:
        return self.by_state[state]

    @property
    def published(self) -> int:
        return sum(self.by_state[state] for state in PUBLIC)


def of_page(page_id: int) -> dict[int, PartCounts]:
    """Counts by key of the part, for parts of the page that have any. One query."""
    rows = _counted(Suggestion.objects.filter(part__page_id=page_id), "part_id")
    return {
        row["part_id"]: PartCounts(row["received"], row["published"], row["answered"])
        for row in rows
    }


def of_plan(plan: Plan) -> PartCounts:
    """The whole plan. One query."""
    rows = _counted(Suggestion.objects.filter(part__plan=plan), "part__plan_id")
    for row in rows:
        return PartCounts(row["received"], row["published"], row["answered"])
    return PartCounts(0, 0, 0)


def by_chapter(plan: Plan) -> list[ChapterCounts]:
    """Every chapter in printed order, then the plan's own page. Two queries."""
    chapters = list(
        Division.objects.filter(plan=plan, level=DivisionLevel.CHAPTER).order_by("path")
    )
    states: dict[int | None, Counter[str]] = {
        key: Counter() for key in [*(chapter.pk for chapter in chapters), None]
    }
    answered: Counter[int | None] = Counter()
    rows = Suggestion.objects.filter(part__plan=plan).annotate(answered=_answered())
    for row in rows.values("part__page__path", "state", "answered").annotate(
        count=Count("pk")
    ):
        key = _chapter_at(chapters, row["part__page__path"])
        states[key][row["state"]] += row["count"]
        answered[key] += row["count"] if row["answered"] else 0
    return [
        ChapterCounts(
            chapter=chapter,
            received=states[key].total(),
            answered=answered[key],
            by_state=states[key],
        )
        for chapter, key in [*((each, each.pk) for each in chapters), (None, None)]
    ]


def _counted(rows: QuerySet[Suggestion], group: str) -> Iterable[dict[str, Any]]:
    """Erased texts stay counted as published: the state says so."""
    return (
        rows.annotate(is_answered=_answered())
        .values(group)
        .annotate(
            received=Count("pk"),
            published=Count("pk", filter=Q(state__in=PUBLIC)),
            answered=Count("pk", filter=Q(is_answered=True)),
        )
        .order_by()
    )


def _answered() -> ExpressionWrapper:
    """A reply stands; what its author took back counts as received alone."""
    answered = Q(is_answered(), ~Q(state=State.WITHDRAWN))
    return ExpressionWrapper(answered, output_field=BooleanField())


def _chapter_at(chapters: list[Division], path: str) -> int | None:
    for chapter in chapters:
        if path.startswith(chapter.path):
            return chapter.pk
    return None
