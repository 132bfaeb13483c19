"""Every kind of decision in every state; the table is written out here once more."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from feedback.moderation import appeals, decisions, rules, takedowns
from feedback.moderation.models import Appeal, Decision
from feedback.moderation.moves import MOVES, DecisionKind
from feedback.suggestions import authors
from feedback.suggestions.models import Suggestion
from feedback.suggestions.states import State
from plan_pages.document.models import Part
from portal.accounts.models import User

from ..lifecycle import send
from ..unchanged import refused

ALLOWED = {
    "received": {
        "publish", "publish_masked", "accept_unpublished", "merge", "relocate",
        "hand_off", "refuse", "withdraw",
    },
    "published": {"relocate", "take_down", "withdraw"},
    "published_masked": {"relocate", "take_down", "reinstate", "withdraw"},
    "accepted_unpublished": {"relocate", "reinstate", "withdraw"},
    "merged": {"reinstate", "withdraw"},
    "handed_off": {"reinstate", "withdraw"},
    "refused": {"reinstate", "withdraw"},
    "taken_down": {"reinstate", "withdraw"},
    "withdrawn": set(),
}  # fmt: skip
RESULT = {
    "publish": "published",
    "publish_masked": "published_masked",
    "accept_unpublished": "accepted_unpublished",
    "merge": "merged",
    "hand_off": "handed_off",
    "refuse": "refused",
    "take_down": "taken_down",
    "reinstate": "published",
    "withdraw": "withdrawn",
}
#: The code of the refusal where the state is wrong.
WHY = {"reinstate": "not_appealable", "withdraw": "withdrawn"}


@pytest.fixture
def deed(
    part: Part, other_part: Part, moderator: User, second: User, third: User
) -> Callable[[str, Suggestion], Any]:
    """deed("refuse", suggestion): try that."""
    target = send(part).suggestion
    decisions.publish(suggestion=target, by=moderator)

    def reinstate(row: Suggestion) -> None:
        appeal = appeals.open_appeal(suggestion=row, text="请再看一次。")
        appeals.decide_appeal(
            appeal=appeal, outcome="overturned", reason="可以公开", to="published",
            by=third,
        )  # fmt: skip

    deeds: dict[str, Callable[[Suggestion], Any]] = {
        "publish": lambda row: decisions.publish(suggestion=row, by=moderator),
        "publish_masked": lambda row: decisions.publish_masked(
            suggestion=row, spans=[(0, 1)], ground="personal_data", reason="x",
            by=moderator,
        ),
        "accept_unpublished": lambda row: decisions.accept_unpublished(
            suggestion=row, by=moderator, exemption="author_is_child"
        ),
        "merge": lambda row: decisions.merge(
            suggestion=row, into=target, by=moderator
        ),
        "relocate": lambda row: decisions.relocate(
            suggestion=row, part=other_part, by=moderator
        ),
        "hand_off": lambda row: decisions.hand_off(
            suggestion=row, destination="petition_office", by=moderator
        ),
        "refuse": lambda row: decisions.refuse(
            suggestion=row, ground="abuse_or_threat", reason="x", by=moderator
        ),
        "take_down": lambda row: takedowns.take_down(
            suggestion=row, reason="x", by=moderator
        ),
        "reinstate": reinstate,
        "withdraw": lambda row: authors.withdraw(suggestion=row),
    }  # fmt: skip
    return lambda kind, row: deeds[kind](row)


@pytest.mark.parametrize("state", State.values)
def test_move_from_each_state(
    state: str, brought: Callable[..., Suggestion], deed: Callable[..., Any]
) -> None:
    """One suggestion a deed, because each deed changes it."""
    for kind in [*DecisionKind.values, "withdraw"]:
        row = brought(state)
        if kind in ALLOWED[state]:
            deed(kind, row)
            row.refresh_from_db()
            assert row.state == RESULT.get(kind, state), (state, kind)
        else:
            with refused(WHY.get(kind, "state")):
                deed(kind, row)


def test_moves_table_is_the_one_above() -> None:
    table = {
        state: {str(kind) for kind, move in MOVES.items() if state in move.before}
        for state in State.values
    }
    assert table == {state: kinds - {"withdraw"} for state, kinds in ALLOWED.items()}


def test_move_not_in_the_table_is_refused_by_the_database(
    brought: Callable[..., Suggestion], moderator: User
) -> None:
    """All kinds × states before × states after, straight into the table."""
    earlier = brought("refused")
    appeal = appeals.open_appeal(suggestion=earlier, text="请再看一次。")
    # Another row, because "decided once" would hide what the table of moves says.
    row = send(earlier.part).suggestion
    facts = _facts(row, appeal, moderator)
    made = 0
    for kind in DecisionKind.values:
        for before in State.values:
            for after in State.values:
                made += _accepts(row, kind, before, after, facts[kind])
    assert made == sum(
        len(move.before) * (1 if move.to is None else len(move.to))
        for move in MOVES.values()
    )


def _accepts(
    row: Suggestion, kind: str, before: str, after: str, facts: dict[str, Any]
) -> bool:
    """Whether the database takes the row; it is taken out again."""
    move = MOVES[DecisionKind(kind)]
    wanted = before in move.before and (
        before == after if move.to is None else after in move.to
    )
    try:
        with transaction.atomic():
            Decision.objects.create(
                suggestion=row, kind=kind, state_before=before, state_after=after,
                **facts,
            )  # fmt: skip
            assert wanted, (kind, before, after)
            raise _TakenBack
    except IntegrityError:
        assert not wanted, (kind, before, after)
        return False
    except _TakenBack:
        return True


class _TakenBack(Exception):
    """The row was accepted."""


def _facts(row: Suggestion, appeal: Appeal, by: User) -> dict[str, dict[str, Any]]:
    other_part = Part.objects.exclude(pk=row.part_id).first()
    common = {
        "rules": rules.current(),
        "role": "moderator",
        "decided_on": row.received_on,
        "by": by,
    }
    return {
        kind: common | extra
        for kind, extra in {
            "publish": {},
            "publish_masked": {"ground": "personal_data"},
            "accept_unpublished": {},
            "merge": {"merged_into": send(row.part).suggestion},
            "relocate": {"part_from": row.part, "part_to": other_part},
            "hand_off": {"destination": "hotline"},
            "refuse": {"ground": "personal_data"},
            "take_down": {"lapses_on": row.received_on},
            "reinstate": {"appeal": appeal},
        }.items()
    }


def test_state_follows_from_the_rows(
    brought: Callable[..., Suggestion], moderator: User
) -> None:
    """The column is a copy: the rows alone give the same state."""
    for state in State.values:
        row = brought(state)
        assert _recomputed(row) == state
    decision = takedowns.take_down(
        suggestion=brought("published_masked"), reason="x", by=moderator
    )
    takedowns.restore_unconfirmed(at=decision.lapses_on.replace(year=2999))
    assert _recomputed(decision.suggestion) == "published_masked"


def _recomputed(row: Suggestion) -> str:
    if hasattr(row, "withdrawal"):
        return str(State.WITHDRAWN)
    state = "received"
    for decision in row.decisions.order_by("id").select_related("outcome"):
        outcome = getattr(decision, "outcome", None)
        lapsed = outcome is not None and outcome.result == "lapsed"
        state = decision.state_before if lapsed else decision.state_after
    return state
