"""What stands on public pages: texts or their masked form, and their replies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from wagtail.models import Page

from feedback.moderation.models import MaskedText
from feedback.replies.models import AnsweredSuggestion, ReplyVersion
from feedback.suggestions.models import Suggestion
from feedback.suggestions.states import PUBLIC, State
from plan_pages.document.contents import Entry
from plan_pages.document.models import Part
from portal.clock import iso_week
from portal.intake.codes import normalise_number

from .answers import Answers, answers_of
from .stones import Tombstone, tombstones, with_brought


@dataclass(frozen=True)
class PublicSuggestion:
    """`text` is None when the author erased it. `week` of receipt, as 2026-W47."""

    number: str
    kind: str
    kind_label: str
    part: Part
    week: str
    text: str | None
    is_masked: bool
    answers: Answers


@dataclass(frozen=True)
class Slice:
    """A page of a list in the order of the random numbers; `after` of the next one."""

    items: list[PublicSuggestion]
    after: str


def of_part(part: Part, *, limit: int = 200) -> list[PublicSuggestion]:
    """Published about the part. Three queries."""
    return of_parts([part.pk], limit=limit)


def of_parts(keys: Iterable[int], *, limit: int = 200) -> list[PublicSuggestion]:
    """Published about any of these parts. Three queries."""
    return _answered(_rows().filter(part__in=list(keys)).order_by("number")[:limit])


def in_order_of_number(
    *, plan_id: int, below: Page | Entry | None = None, after: str = "", limit: int = 20
) -> Slice:
    """A list of a plan, of the pages at and under `below` when given. Three queries.

    Keyset paging: `after` is the last number of the page before.
    """
    rows = _rows().filter(part__plan_id=plan_id, number__gt=after)
    if below is not None:
        rows = rows.filter(part__page__path__startswith=below.path)
    found = list(rows.order_by("number")[: limit + 1])
    more = found[limit - 1].number if len(found) > limit else ""
    return Slice(_answered(found[:limit]), more)


def by_number(text: str) -> PublicSuggestion | Tombstone | None:
    """What the public number opens, for anybody; None where there is no such one."""
    number = normalise_number(text)
    row = (
        with_brought(with_masked(Suggestion.objects.filter(number=number or "")))
        .select_related("part__page", "words", "merged_into")
        .first()
    )
    if row is None:
        return None
    answers = answers_of([row.pk])
    if row.state in PUBLIC:
        return shown([row], answers)[0]
    return tombstones([row], answers)[0]


def public_texts(suggestion_ids: Iterable[int]) -> dict[int, str]:
    """The public text of each published one that is not erased. One query."""
    rows = list(_rows().filter(pk__in=list(suggestion_ids)))
    return {key: text for key, text in _texts(rows).items() if text is not None}


@dataclass(frozen=True)
class Answered:
    """A public text and the reply as it reads now."""

    number: str
    text: str
    version: ReplyVersion


def newest_answered(plan_id: int, *, most: int) -> list[Answered]:
    """What was answered last. One query; on one day in the order of random numbers."""
    later = ReplyVersion.objects.filter(
        reply=OuterRef("version__reply"), number__gt=OuterRef("version__number")
    )
    masked = MaskedText.objects.filter(suggestion=OuterRef("suggestion"))
    rows = (
        AnsweredSuggestion.objects.standing()
        .filter(
            ~Exists(later),
            suggestion__part__plan_id=plan_id,
            suggestion__state__in=sorted(PUBLIC),
            suggestion__erased_week="",
        )
        .annotate(
            masked_text=Subquery(masked.order_by("-decision_id").values("text")[:1])
        )
        .select_related("version__unit", "suggestion__words")
        .order_by("-version__published_on", "suggestion__number")
    )
    return [
        Answered(row.suggestion.number, _text_of(row), row.version)
        for row in rows[:most]
    ]


def _text_of(row: AnsweredSuggestion) -> str:
    if row.suggestion.state == State.PUBLISHED_MASKED:
        return str(vars(row)["masked_text"] or "")
    return row.suggestion.words.text


def _rows() -> "QuerySet[Suggestion]":
    rows = with_masked(Suggestion.objects.shown())
    return rows.select_related("part__page", "words")


def with_masked(rows: "QuerySet[Suggestion]") -> "QuerySet[Suggestion]":
    """`masked_text`: the newest one, None where there is none."""
    masked = MaskedText.objects.filter(suggestion=OuterRef("pk"))
    newest = masked.order_by("-decision_id").values("text")[:1]
    return rows.annotate(masked_text=Subquery(newest))


def _answered(rows: "Iterable[Suggestion]") -> list[PublicSuggestion]:
    rows = list(rows)
    return shown(rows, answers_of(row.pk for row in rows))


def shown(
    rows: "Iterable[Suggestion]", answers: Mapping[int, Answers]
) -> list[PublicSuggestion]:
    """Of rows that `with_masked` read, part and words loaded. Without a query."""
    rows = list(rows)
    texts = _texts(rows)
    return [
        PublicSuggestion(
            number=row.number,
            kind=row.kind,
            kind_label=row.get_kind_display(),
            part=row.part,
            week=iso_week(row.received_on),
            text=texts[row.pk],
            is_masked=row.state == State.PUBLISHED_MASKED,
            answers=answers[row.pk],
        )
        for row in rows
    ]


def _texts(rows: list[Suggestion]) -> dict[int, str | None]:
    """Of rows that `with_masked` read."""
    return {
        row.pk: vars(row)["masked_text"]
        if row.state == State.PUBLISHED_MASKED
        else getattr(getattr(row, "words", None), "text", None)
        for row in rows
    }
