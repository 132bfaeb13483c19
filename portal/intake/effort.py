"""One question for a view: may this form's text be stored now, or after what wait?

Nothing here refuses a text for good. A proof that does not hold means: send again, with
a new proof or after the wait.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings

from . import pow
from .formkeys import FormKey

#: The field that people do not see was filled in: so many times the slow lane.
TRAP_FACTOR = 3


class Lane(StrEnum):
    OPEN = "open"
    WAIT = "wait"
    BAD_PROOF = "bad_proof"


@dataclass(frozen=True)
class Effort:
    """`seconds` to wait before the same form may be sent again, text kept."""

    lane: Lane
    seconds: int = 0

    @property
    def accepted(self) -> bool:
        return self.lane is Lane.OPEN


def judge(*, key: FormKey, proof: str, trap: str = "", level: int = 0) -> Effort:
    """`proof` is the field that the script fills (else ""), `trap` the honeypot.

    `level`: how hard this sender has to work now. A proof of less work, found before
    the level rose, waits as long as none at all would at first.
    """
    proved = pow.level_proved(proof, key) if proof else None
    if proof and proved is None:
        return Effort(Lane.BAD_PROOF, _left(key, settings.INTAKE_MINIMUM_SECONDS))
    level = min(level, pow.MAX_LEVEL)
    worked = proved is not None and proved >= level
    left = _left(key, _wait(proof=proof, worked=worked, trap=trap, level=level))
    return Effort(Lane.WAIT, left) if left else Effort(Lane.OPEN)


def minimum(level: int) -> int:
    """Seconds after which a form with its proof is taken."""
    return settings.INTAKE_MINIMUM_SECONDS * (1 + min(level, pow.MAX_LEVEL))


def _wait(*, proof: str, worked: bool, trap: str, level: int) -> int:
    """Seconds since the form was issued."""
    if trap:
        return settings.INTAKE_SLOW_SECONDS * TRAP_FACTOR
    if worked:
        return minimum(level)
    return settings.INTAKE_SLOW_SECONDS * (1 if proof else 1 + level)


def _left(key: FormKey, wait: int) -> int:
    return max(0, wait - key.age)
