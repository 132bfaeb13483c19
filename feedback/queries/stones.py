"""Tombstones: where no text stands, the state and what may be told of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from feedback.moderation.models import Decision
from feedback.moderation.moves import DecisionKind, Ground
from feedback.suggestions.models import Suggestion
from feedback.suggestions.states import APPEALABLE, PUBLIC, State, Visibility
from plan_pages.document.models import Part
from portal.clock import iso_week

from .answers import Answers

#: From these the author's withdrawal leaves a mark where the text stood.
WAS_PUBLIC = PUBLIC | {State.TAKEN_DOWN}

_OF_IT = Decision.objects.filter(suggestion=OuterRef("pk"))
#: The ground was 违法, or the author is a child, and no appeal has overturned that,
#: whatever came after: neither number nor part is told, in the log neither.
NAMELESS = Q(
    Exists(_OF_IT.filter(Q(ground=Ground.UNLAWFUL) | ~Q(exemption=""))),
    ~Exists(_OF_IT.filter(kind=DecisionKind.REINSTATE)),
)
#: Tombstones that stand at their paragraph and in the list: number, part, ground.
STANDING = Q(
    Q(state__in=[State.REFUSED, State.TAKEN_DOWN])
    | Q(state=State.WITHDRAWN, withdrawal__state_before__in=sorted(WAS_PUBLIC)),
    ~NAMELESS,
    visibility=Visibility.PUBLIC,
)


@dataclass(frozen=True)
class Tombstone:
    """`part` is None before a decision, where the author said 不公开, and where it is
    nameless (NAMELESS: then the number is not repeated either).

    `merged_into` is "" there too, because the other one's page names the part.
    `answers` is None where only the code opens the reply. `week` and `decided_week` are
    "" before a decision: until then nobody but the author knows the number.
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
    is_nameless: bool
    is_erased: bool
    may_be_appealed: bool
    answers: Answers | None

    @property
    def is_withheld(self) -> bool:
        """Answered in public, its text not shown."""
        return self.answers is not None and self.answers.standing is not None


def with_brought(rows: "QuerySet[Suggestion]") -> "QuerySet[Suggestion]":
    """What `tombstones` reads of the decisions, looked up where no text stands.

    `state_brought`: the state, or the one that the author withdrew from. `brought_on`,
    `brought_ground`, `brought_rules`: of the newest decision that led there, None where
    there is none; a move to another paragraph is none. `is_nameless`.
    """
    bare = ~Q(state__in=sorted(PUBLIC))
    decision = (
        _OF_IT.filter(state_after=OuterRef("state_brought"))
        .exclude(kind=DecisionKind.RELOCATE)
        .newest_first()
    )

    def of_it(column: str) -> Case:
        return Case(When(bare, then=Subquery(decision.values(column)[:1])))

    return rows.annotate(
        state_brought=Coalesce("withdrawal__state_before", "state"),
        is_nameless=Case(When(bare & NAMELESS, then=Value(True)), default=Value(False)),
    ).annotate(
        brought_on=of_it("decided_on"),
        brought_ground=of_it("ground"),
        brought_rules=of_it("rules__number"),
    )


def tombstones(
    rows: Iterable[Suggestion], answers: Mapping[int, Answers]
) -> list[Tombstone]:
    """Of rows that `with_brought` read, with part and merged_into. Without a query."""
    return [_tombstone(row, answers[row.pk]) for row in rows]


def _tombstone(row: Suggestion, answers: Answers) -> Tombstone:
    read = vars(row)
    decided_on, ground = read["brought_on"], read["brought_ground"] or ""
    is_public = row.visibility == Visibility.PUBLIC
    is_open = bool(decided_on) and is_public and not read["is_nameless"]
    accepted = row.state == State.ACCEPTED_UNPUBLISHED
    return Tombstone(
        number=row.number,
        state=row.state,
        state_label=row.get_state_display(),
        week=iso_week(row.received_on) if decided_on else "",
        decided_week=iso_week(decided_on) if decided_on else "",
        part=row.part if is_open else None,
        ground=ground,
        ground_label=str(Ground(ground).label) if ground else "",
        rules_number=read["brought_rules"],
        merged_into=row.merged_into.number if is_open and row.merged_into else "",
        was_public=read["state_brought"] in WAS_PUBLIC,
        is_nameless=read["is_nameless"],
        is_erased=row.is_erased,
        may_be_appealed=_may_be_appealed(row),
        answers=answers if is_open and accepted else None,
    )


def _may_be_appealed(row: Suggestion) -> bool:
    """By its state alone: whether the author did appeal is nobody else's to know."""
    by_choice = row.state == State.ACCEPTED_UNPUBLISHED and not row.may_be_shown
    return row.state in APPEALABLE and not by_choice and not row.is_erased
