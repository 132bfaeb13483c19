"""What goes into the method and what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from .second import SecondOpinion
from .words import Schedule


class Kind(StrEnum):
    """The kinds of progress-method; values are those of IndicatorKind."""

    LEVEL = "level"
    BOUND = "bound"
    CUMULATIVE_QUANTITY = "cumulative_quantity"
    CUMULATIVE_RATE = "cumulative_rate"
    ANNUAL_GROWTH = "annual_growth"
    RELATION = "relation"


@dataclass(frozen=True)
class Figure:
    """A number of a year; `text` is how its paper prints it."""

    year: int
    value: Decimal
    text: str


@dataclass(frozen=True)
class Inputs:
    """One figure a year. `up`: more is better. Rates and tolerance in per cent.

    `growth`: the figures are growth rates already. `target_year` is where a level is
    to arrive; everything else runs from `start` to `end`. `strict`: equal is not
    enough. `about`: within `tolerance` on both sides. `real`: only real growth may be
    compared.
    """

    kind: Kind
    up: bool
    start: int
    end: int
    observations: Mapping[int, Figure]
    base: Figure | None = None
    target: Figure | None = None
    checkpoints: Mapping[int, Figure] = field(default_factory=dict)
    strict: bool = False
    about: bool = False
    growth: bool = True
    reference: Mapping[int, Figure] = field(default_factory=dict)
    reference_growth: bool = True
    reference_base: Figure | None = None
    tolerance: Figure | None = None
    real: bool = False

    @property
    def within(self) -> list[int]:
        """Years of the plan that have a figure, in order."""
        return sorted(y for y in self.observations if self.start <= y <= self.end)

    @property
    def latest(self) -> Figure | None:
        years = self.within
        return self.observations[years[-1]] if years else None

    @property
    def run(self) -> list[Figure]:
        """From the first year on without a gap; empty where the first is missing."""
        found = []
        for year in range(self.start, self.end + 1):
            if year not in self.observations:
                break
            found.append(self.observations[year])
        return found

    def reaches(self, value: Decimal, goal: Decimal) -> bool:
        if self.strict:
            return value > goal if self.up else value < goal
        return value >= goal if self.up else value <= goal


@dataclass(frozen=True)
class Step:
    """One line of the sum: `(71.9 − 70) ÷ (75 − 70)` is `0.38`, called `name`."""

    name: str
    formula: str
    result: str


@dataclass(frozen=True)
class YearResult:
    """`margin` is how far on the right side of `against`; negative on the other."""

    year: int
    text: str
    against: str
    word: Schedule
    margin: str


@dataclass(frozen=True)
class Assessment:
    """`year` is the data's period; `final` says that the word is one for good.

    `alternatives` are the words that disputed figures lead to, where they differ.
    """

    word: Schedule
    reason: str = ""
    year: int | None = None
    final: bool = False
    steps: tuple[Step, ...] = ()
    years: tuple[YearResult, ...] = ()
    p: Decimal | None = None
    tau: Decimal | None = None
    s: Decimal | None = None
    distance: str = ""
    second: SecondOpinion | None = None
    disputed: tuple[int, ...] = ()
    alternatives: tuple["Assessment", ...] = ()
