"""Several parts, one word: the worst decides; of two equally bad, the binding one."""

from collections.abc import Sequence
from dataclasses import dataclass

from .assessment import Assessment
from .words import WORST_FIRST


@dataclass(frozen=True)
class Component:
    assessment: Assessment
    binding: bool = False


def composite(parts: Sequence[Component]) -> int:
    """The index of the part that decides. At least one part."""
    return min(
        range(len(parts)),
        key=lambda at: (
            WORST_FIRST.index(parts[at].assessment.word),
            not parts[at].binding,
            at,
        ),
    )
