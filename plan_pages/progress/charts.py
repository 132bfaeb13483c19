"""The chart of an indicator, drawn on the server: values in, places on the screen out.

Heights are pixels, places along the time axis are per cent of the width, so that the
letters keep their size on a phone. Time runs from left to right in every language.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise

HEIGHT = 264
TOP, BOTTOM = 34, 226
FIRST, LAST = Decimal(20), Decimal(94)
#: Grid lines wanted between the lowest and the highest.
INTERVALS = 4
#: The air above and below the values, as a share of their spread.
AIR = Decimal("0.25")
#: Closer than this to the line of the target a value's label changes its side.
NEAR = 22


@dataclass(frozen=True)
class Value:
    """A figure of a year, with its text as printed."""

    year: int
    value: Decimal
    text: str


@dataclass(frozen=True)
class GridLine:
    y: str
    text: str


@dataclass(frozen=True)
class Year:
    x: str
    text: str


@dataclass(frozen=True)
class Point:
    """`label_y` is the base line of its text; `baseline` marks the first one."""

    x: str
    y: str
    text: str
    label_y: str
    baseline: bool = False


@dataclass(frozen=True)
class Segment:
    """`gap`: years without a figure lie between its ends."""

    x1: str
    y1: str
    x2: str
    y2: str
    gap: bool = False


@dataclass(frozen=True)
class Chart:
    """`band` (top, height) is the stretch between baseline and target."""

    height: int
    grid: list[GridLine]
    years: list[Year]
    points: list[Point]
    segments: list[Segment]
    target: Point | None
    band: tuple[str, str] | None


def draw(
    baseline: Value | None,
    target: Value | None,
    observations: Sequence[Value] = (),
    *,
    first: int | None = None,
    last: int | None = None,
) -> Chart:
    """A chart over the years from the baseline to the target.

    Where one of them is missing `first` and `last` say which years. Two papers' figures
    of a year are two points; the line goes through the first of them.
    """
    values = [baseline, *observations] if baseline else list(observations)
    years = [v.year for v in (*values, *([target] if target else []))]
    start, end = min([*years, first or years[0]]), max([*years, last or years[0]])
    scale = Scale([v.value for v in (*values, *([target] if target else []))])
    span = end - start or 1

    def x(year: int) -> str:
        return _plain(FIRST + (LAST - FIRST) * (year - start) / span) + "%"

    goal = scale.y(target.value) if target else None
    points = [
        Point(
            x(v.year),
            _plain(scale.y(v.value)),
            v.text,
            _plain(_label_y(scale.y(v.value), _nearest(v, values, scale) or goal)),
            baseline=v is baseline,
        )
        for v in values
    ]
    firsts = {
        v.year: point for v, point in zip(values[::-1], points[::-1], strict=True)
    }
    line = sorted(firsts.items())
    return Chart(
        height=HEIGHT,
        grid=[GridLine(_plain(scale.y(tick)), f"{tick:f}") for tick in scale.ticks],
        years=[Year(x(year), str(year)) for year in range(start, end + 1)],
        points=points,
        segments=[
            Segment(a.x, a.y, b.x, b.y, gap=after - before > 1)
            for (before, a), (after, b) in pairwise(line)
        ],
        target=_goal(x(target.year), goal, target.text) if target and goal else None,
        band=_band(goal, scale.y(baseline.value)) if baseline and goal else None,
    )


def _nearest(value: Value, values: Sequence[Value], scale: "Scale") -> Decimal | None:
    """The row of another paper's figure just below in the same year, if any."""
    below = [v.value for v in values if v.year == value.year and v.value < value.value]
    return scale.y(max(below)) if below else None


def _goal(x: str, y: Decimal, text: str) -> Point:
    return Point(x, _plain(y), text, _plain(y - 10))


def _band(goal: Decimal, start: Decimal) -> tuple[str, str]:
    return _plain(min(goal, start)), _plain(abs(goal - start))


class Scale:
    """Round ticks around the values, and the pixel row of each value."""

    def __init__(self, values: Sequence[Decimal]) -> None:
        low, high = min(values), max(values)
        spread = high - low or abs(high) / 10 or Decimal(1)
        low, high = _with_air(low, high, spread * AIR)
        step = _round_step((high - low) / INTERVALS)
        first = (low / step).to_integral_value(ROUND_FLOOR)
        last = (high / step).to_integral_value(ROUND_CEILING)
        self.ticks = [step * at for at in range(int(first), int(last) + 1)]

    def y(self, value: Decimal) -> Decimal:
        low, high = self.ticks[0], self.ticks[-1]
        return BOTTOM - (BOTTOM - TOP) * (value - low) / (high - low)


def _with_air(low: Decimal, high: Decimal, air: Decimal) -> tuple[Decimal, Decimal]:
    """Room on both sides, but no negative scale for values that are none."""
    return (max(low - air, Decimal(0)) if low >= 0 else low - air), high + air


def _round_step(raw: Decimal) -> Decimal:
    """The next of 1, 2, 5 times a power of ten."""
    power = Decimal(1).scaleb(raw.adjusted())
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= raw)
    # 10 rather than 1E+1, so that ticks print as numbers.
    return step.quantize(Decimal(1)) if step >= 1 else step.normalize()


def _label_y(y: Decimal, goal: Decimal | None) -> Decimal:
    """Below the point, or above it where the target's line runs just below."""
    if goal is None:
        return y + 24
    below = 0 <= goal - y < NEAR
    return y - 12 if below and goal != y else y + 24


def _plain(value: Decimal) -> str:
    """At most one decimal, without a trailing zero: `92`, `20.5`."""
    return f"{value.quantize(Decimal('0.1')).normalize():f}"
