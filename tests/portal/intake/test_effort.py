import itertools
import time

import pytest

from portal.intake import formkeys
from portal.intake.effort import Effort, Lane, judge
from portal.intake.formkeys import FormKey, issue

from .solving import proof_for

KEY = issue(purpose="suggest")
PROOF = proof_for(KEY)
HARD = proof_for(KEY, level=2)
OPEN = Effort(Lane.OPEN)


@pytest.fixture
def age(monkeypatch: pytest.MonkeyPatch):
    def set_age(seconds: int) -> None:
        now = KEY.issued_at + seconds
        monkeypatch.setattr(formkeys.time, "time", lambda: now)

    return set_age


@pytest.mark.parametrize(
    ("seconds", "proof", "trap", "level", "expected"),
    [
        (3, PROOF, "", 0, OPEN),
        (3, HARD, "", 0, OPEN),
        (8, HARD, "", 2, Effort(Lane.WAIT, 1)),
        (9, HARD, "", 2, OPEN),
        (9, HARD, "", 9, OPEN),
        (9, PROOF, "", 2, Effort(Lane.WAIT, 11)),
        (20, PROOF, "", 2, OPEN),
        (2, PROOF, "", 0, Effort(Lane.WAIT, 1)),
        (3, "", "", 0, Effort(Lane.WAIT, 17)),
        (20, "", "", 0, OPEN),
        (20, "", "", 1, Effort(Lane.WAIT, 20)),
        (59, "", "", 2, Effort(Lane.WAIT, 1)),
        (60, "", "", 9, OPEN),
        (59, PROOF, "https://", 0, Effort(Lane.WAIT, 1)),
        (60, PROOF, "https://", 0, OPEN),
        (60, "", "https://", 0, OPEN),
        (1, "made up", "", 0, Effort(Lane.BAD_PROOF, 2)),
        (3600, "made up", "", 0, Effort(Lane.BAD_PROOF, 0)),
    ],
    ids=itertools.count(),  # a proof is another at every run
)
def test_judge(
    age, seconds: int, proof: str, trap: str, level: int, expected: Effort
) -> None:
    age(seconds)
    effort = judge(key=KEY, proof=proof, trap=trap, level=level)
    assert effort == expected
    assert effort.accepted == (expected is OPEN)


def test_judge_never_blocks_for_good(age) -> None:
    """Whatever was wrong before: without a proof the slow lane is open in time."""
    age(180)
    assert judge(key=KEY, proof="", trap="filled", level=99) == OPEN


def test_judge_refuses_a_proof_of_another_form_at_any_age(age) -> None:
    age(formkeys.LIFETIME)
    other = FormKey(raw=KEY.raw[:-1] + b"\0", purpose="suggest")
    assert judge(key=other, proof=PROOF).lane is Lane.BAD_PROOF


def test_key_age_is_never_negative(age) -> None:
    age(-5)
    assert KEY.age == 0
    assert time.time() < KEY.issued_at
