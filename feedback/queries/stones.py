"""Tombstones: where no text stands, the state and what may be told of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

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


def tombstones(
    rows: Iterable[Suggestion], answers: Mapping[int, Answers]
) -> list[Tombstone]:
    """Of rows with part, withdrawal and merged_into. One query where there are any."""
    rows = list(rows)
    decisions = _decisions(rows)
    return [_tombstone(row, decisions[row.pk], answers[row.pk]) for row in rows]


def _tombstone(
    row: Suggestion, decisions: list[Decision], answers: Answers
) -> Tombstone:
    brought = _brought(row, decisions)
    nameless = _is_nameless(decisions)
    is_open = bool(brought) and row.visibility == Visibility.PUBLIC and not nameless
    accepted = row.state == State.ACCEPTED_UNPUBLISHED
    return Tombstone(
        number=row.number,
        state=row.state,
        state_label=row.get_state_display(),
        week=iso_week(row.received_on) if brought else "",
        decided_week=iso_week(brought.decided_on) if brought else "",
        part=row.part if is_open else None,
        ground=brought.ground if brought else "",
        ground_label=brought.get_ground_display() if brought else "",
        rules_number=brought.rules.number if brought else None,
        merged_into=row.merged_into.number if is_open and row.merged_into else "",
        was_public=_state_before(row) in WAS_PUBLIC,
        is_nameless=nameless,
        is_erased=row.is_erased,
        may_be_appealed=_may_be_appealed(row),
        answers=answers if is_open and accepted else None,
    )


def _decisions(rows: list[Suggestion]) -> dict[int, list[Decision]]:
    """By suggestion, the newest first; a move to another paragraph is none."""
    found: dict[int, list[Decision]] = {row.pk: [] for row in rows}
    decided = [row.pk for row in rows if row.state != State.RECEIVED]
    if decided:
        all_of_them = Decision.objects.filter(suggestion_id__in=decided)
        all_of_them = all_of_them.exclude(kind=DecisionKind.RELOCATE)
        for each in all_of_them.select_related("rules").newest_first():
            found[each.suggestion_id].append(each)
    return found


def _brought(row: Suggestion, decisions: list[Decision]) -> Decision | None:
    """The one that brought the state, or the state that the author withdrew from."""
    state = _state_before(row)
    return next((each for each in decisions if each.state_after == state), None)


def _is_nameless(decisions: list[Decision]) -> bool:
    """As the condition NAMELESS says it."""
    overturned = any(each.kind == DecisionKind.REINSTATE for each in decisions)
    hidden = any(each.ground == Ground.UNLAWFUL or each.exemption for each in decisions)
    return hidden and not overturned


def _state_before(row: Suggestion) -> str:
    """The state, before the author withdrew."""
    withdrawal = getattr(row, "withdrawal", None)
    return withdrawal.state_before if withdrawal else row.state


def _may_be_appealed(row: Suggestion) -> bool:
    """By its state alone: whether the author did appeal is nobody else's to know."""
    by_choice = row.state == State.ACCEPTED_UNPUBLISHED and not row.may_be_shown
    return row.state in APPEALABLE and not by_choice and not row.is_erased
