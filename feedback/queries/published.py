"""What stands on public pages: texts or their masked form, tombstones, replies."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from wagtail.models import Page

from feedback.moderation.models import Decision, MaskedText
from feedback.moderation.moves import DecisionKind, Ground
from feedback.suggestions.models import Suggestion
from feedback.suggestions.states import PUBLIC, State, Visibility
from plan_pages.document.contents import Entry
from plan_pages.document.models import Part
from portal.clock import iso_week
from portal.intake.codes import normalise_number

from .answers import Answers, answers_of


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
class Tombstone:
    """Where no text stands: the state, and what may be told of it.

    `part` is None where the author said 不公开 or the ground is unlawful; `merged_into`
    is "" there too, because the other one's page names the part. `answers` is None
    where only the code opens the reply. `decided_week` is "" before a decision.
    """

    number: str
    state: str
    state_label: str
    week: str
    decided_week: str
    part: Part | None
    ground: str
    ground_label: str
    rules_number: int | None
    merged_into: str
    was_public: bool
    answers: Answers | None


@dataclass(frozen=True)
class Slice:
    """A page of a list in the order of the random numbers; `after` of the next one."""

    items: list[PublicSuggestion]
    after: str


def of_page(page_id: int, *, limit: int = 200) -> list[PublicSuggestion]:
    """Published about any part of the page. Four queries."""
    return _shown(_rows().filter(part__page_id=page_id).order_by("number")[:limit])


def of_part(part: Part, *, limit: int = 200) -> list[PublicSuggestion]:
    """Published about the part. Four queries."""
    return of_parts([part.pk], limit=limit)


def of_parts(keys: Iterable[int], *, limit: int = 200) -> list[PublicSuggestion]:
    """Published about any of these parts. Four queries."""
    return _shown(_rows().filter(part__in=list(keys)).order_by("number")[:limit])


def in_order_of_number(
    *, plan_id: int, below: Page | Entry | None = None, after: str = "", limit: int = 20
) -> Slice:
    """A list of a plan, of the pages at and under `below` when given. Four queries.

    Keyset paging: `after` is the last number of the page before.
    """
    rows = _rows().filter(part__plan_id=plan_id, number__gt=after)
    if below is not None:
        rows = rows.filter(part__page__path__startswith=below.path)
    found = list(rows.order_by("number")[: limit + 1])
    more = found[limit - 1].number if len(found) > limit else ""
    return Slice(_shown(found[:limit]), more)


def by_number(text: str) -> PublicSuggestion | Tombstone | None:
    """What the public number opens, for anybody; None where there is no such one."""
    number = normalise_number(text)
    row = (
        _with_masked(Suggestion.objects.filter(number=number or ""))
        .select_related("part__page", "words", "merged_into", "withdrawal")
        .first()
    )
    if row is None:
        return None
    if row.state in PUBLIC:
        return _shown([row])[0]
    return _tombstone(row)


def public_texts(suggestion_ids: Iterable[int]) -> dict[int, str]:
    """The public text of each published one that is not erased. One query."""
    rows = list(_rows().filter(pk__in=list(suggestion_ids)))
    return {key: text for key, text in _texts(rows).items() if text is not None}


def _rows() -> "QuerySet[Suggestion]":
    rows = _with_masked(Suggestion.objects.shown())
    return rows.select_related("part__page", "words")


def _with_masked(rows: "QuerySet[Suggestion]") -> "QuerySet[Suggestion]":
    """`masked_text`: the newest one, None where there is none."""
    masked = MaskedText.objects.filter(suggestion=OuterRef("pk"))
    newest = masked.order_by("-decision_id").values("text")[:1]
    return rows.annotate(masked_text=Subquery(newest))


def _shown(rows: "Iterable[Suggestion]") -> list[PublicSuggestion]:
    rows = list(rows)
    texts = _texts(rows)
    answers = answers_of(row.pk for row in rows)
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
    """Of rows that `_with_masked` read."""
    return {
        row.pk: vars(row)["masked_text"]
        if row.state == State.PUBLISHED_MASKED
        else getattr(getattr(row, "words", None), "text", None)
        for row in rows
    }


def _tombstone(row: Suggestion) -> Tombstone:
    decision = _decision(row)
    unlawful = decision is not None and decision.ground == Ground.UNLAWFUL
    is_open = row.visibility == Visibility.PUBLIC and not unlawful
    return Tombstone(
        number=row.number,
        state=row.state,
        state_label=row.get_state_display(),
        week=iso_week(row.received_on),
        decided_week=iso_week(decision.decided_on) if decision else "",
        part=row.part if is_open else None,
        ground=decision.ground if decision else "",
        ground_label=decision.get_ground_display() if decision else "",
        rules_number=decision.rules.number if decision else None,
        merged_into=row.merged_into.number if is_open and row.merged_into else "",
        was_public=_was_public(row),
        answers=answers_of([row.pk])[row.pk] if _reply_is_public(row) else None,
    )


def _decision(row: Suggestion) -> Decision | None:
    """The one that brought the present state; None before it and after a withdrawal."""
    decisions = Decision.objects.filter(suggestion=row, state_after=row.state)
    rows = decisions.exclude(kind=DecisionKind.RELOCATE).select_related("rules")
    return rows.newest_first().first()


def _was_public(row: Suggestion) -> bool:
    withdrawal = getattr(row, "withdrawal", None)
    return row.state == State.TAKEN_DOWN or (
        withdrawal is not None and withdrawal.state_before in PUBLIC
    )


def _reply_is_public(row: Suggestion) -> bool:
    """Of one that is not shown because of the site's mode, never of a private one."""
    accepted = row.state == State.ACCEPTED_UNPUBLISHED
    return accepted and row.visibility == Visibility.PUBLIC
