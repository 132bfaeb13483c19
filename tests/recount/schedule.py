"""The words of the indicators a second time: design/progress-method.md in fractions.

Shares no code with the project, and no way of computing: everything is exact, and two
geometric means are compared by their products.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

WORST_FIRST = (
    "not_met", "moving_away", "behind", "slightly_behind", "not_assessable", "no_data",
    "distance_only", "on_schedule", "ahead", "met",
)  # fmt: skip
Years = dict[int, Fraction]


@dataclass
class Row:
    """A row as the table prints it, and what stands of it."""

    number: int
    start: int
    end: int
    kind: str
    up: bool
    rate_unit: bool
    assigned_above: bool
    operator: str
    printed: Fraction | None
    target_year: int
    base: Fraction | None
    base_year: int
    refers_to: int | None
    chapter: int
    figures: dict[int, set[Fraction]] = field(default_factory=lambda: defaultdict(set))
    checkpoints: Years = field(default_factory=dict)
    assigned: Fraction | None = None
    tolerance: Fraction | None = None
    real: bool = False

    @property
    def target(self) -> Fraction | None:
        return self.assigned if self.assigned_above else self.printed

    @property
    def is_growth(self) -> bool:
        return self.kind == "annual_growth" or self.rate_unit

    def reaches(self, value: Fraction, goal: Fraction) -> bool:
        if self.operator in (">", "<"):
            return value > goal if self.up else value < goal
        return value >= goal if self.up else value <= goal

    def choices(self) -> list[Years]:
        years = sorted(self.figures)
        several = product(*(sorted(self.figures[year]) for year in years))
        return [dict(zip(years, each, strict=True)) for each in several]


def _number(value: Any) -> Fraction | None:
    return None if value is None else Fraction(str(value))


def rows_of(cursor: Any, rows: str, entries: str) -> list[Row]:
    """What both statements find."""
    cursor.execute(rows)
    found: dict[int, Row] = {}
    for (
        key, number, start, end, kind, direction, unit, form, operator, target,
        target_period, base, base_period, refers_to, chapter,
    ) in cursor.fetchall():  # fmt: skip
        until = int(target_period) if target_period.isdigit() else end
        found[key] = Row(
            number, start, end, kind, direction == "up", unit in ("%", "‰"),
            form == "assigned_above", operator, _number(target), until,
            _number(base) if base_period.isdigit() else None,
            int(base_period) if base_period.isdigit() else 0, refers_to, chapter,
        )  # fmt: skip
    cursor.execute(entries)
    for key, kind, period, value, basis in cursor.fetchall():
        row, exact = found[key], Fraction(str(value))
        if kind == "figure":
            row.figures[period].add(exact)
        elif kind == "checkpoint":
            row.checkpoints[period] = exact
        elif kind == "assigned":
            row.assigned = exact
        else:
            row.tolerance, row.real = exact, basis == "real"
    return list(found.values())


def words(rows: list[Row]) -> dict[tuple[int, str], int]:
    """(chapter, word) → how many indicators; the worst row decides."""
    first = {}
    for row in rows:
        first.setdefault(row.number, row)
    of_indicator = defaultdict(list)
    for row in rows:
        of_indicator[row.number, row.chapter].append(word(row, first))
    counted: dict[tuple[int, str], int] = defaultdict(int)
    for (_number, chapter), each in of_indicator.items():
        counted[chapter, min(each, key=WORST_FIRST.index)] += 1
    return dict(counted)


def word(row: Row, first: dict[int, Row]) -> str:
    """One word whichever of the disputed figures is taken, or not assessable."""
    if not row.kind:
        return "not_assessable"
    other = first.get(row.refers_to or 0)
    theirs = other.choices() if other else [{}]
    found = {
        RULES[row.kind](row, own, other, his) for own in row.choices() for his in theirs
    }
    return found.pop() if len(found) == 1 else "not_assessable"


def _inside(row: Row, own: Years) -> list[int]:
    return sorted(year for year in own if row.start <= year <= row.end)


def _verdict(reached: bool) -> str:
    return "met" if reached else "not_met"


def _band(s: Fraction) -> str:
    if s > Fraction(105, 100):
        return "ahead"
    if s >= Fraction(95, 100):
        return "on_schedule"
    if s >= Fraction(60, 100):
        return "slightly_behind"
    return "behind" if s >= 0 else "moving_away"


def _level(row: Row, own: Years, *_other: Any) -> str:
    goal, base = row.target, row.base
    if base is not None and goal is not None and row.base_year >= row.target_year:
        base = None
    if goal is None:
        return "not_assessable"
    after = row.base_year if base is not None else 0
    years = [year for year in _inside(row, own) if after < year <= row.target_year]
    if not years:
        return "no_data"
    year, now = years[-1], own[years[-1]]
    if year == row.target_year:
        return _verdict(row.reaches(now, goal))
    if base is None or base == goal:
        return "distance_only"
    due = row.checkpoints.get(year)
    if due is None:
        share = Fraction(year - row.base_year, row.target_year - row.base_year)
        return _band((now - base) / (goal - base) / share)
    if (due - base) / (goal - base) <= 0:
        if now == due:
            return "on_schedule"
        return "ahead" if (now > due) == row.up else "moving_away"
    return _band((now - base) / (due - base))


def _bound(row: Row, own: Years, *_other: Any) -> str:
    years = _inside(row, own)
    if row.target is None:
        return "not_assessable"
    return _verdict(row.reaches(own[years[-1]], row.target)) if years else "no_data"


def _unbroken(row: Row, own: Years) -> list[int]:
    run = []
    for year in range(row.start, row.end + 1):
        if year not in own:
            break
        run.append(year)
    return run


def _cumulative(row: Row, own: Years, *_other: Any) -> str:
    def total(of: Years, years: list[int]) -> Fraction:
        if row.kind == "cumulative_quantity":
            return sum((of[year] for year in years), Fraction(0))
        return 100 * (1 - prod(1 - of[year] / 100 for year in years))

    run, goal = _unbroken(row, own), row.target
    if goal is None:
        return "not_assessable"
    if not run:
        return "no_data"
    if run[-1] == row.end:
        return _verdict(row.reaches(total(own, run), goal))
    if goal == 0 or not row.up:
        return "distance_only"
    share = Fraction(len(run), row.end - row.start + 1)
    if all(year in row.checkpoints for year in run):
        planned = total(row.checkpoints, run)
        if planned / goal > 0:
            share = planned / goal
    return _band(total(own, run) / goal / share)


def _growth(row: Row, own: Years, *_other: Any) -> str:
    def goal(year: int) -> Fraction | None:
        return row.checkpoints.get(year, row.target)

    years, span = _inside(row, own), list(range(row.start, row.end + 1))
    if not years:
        known = row.target is not None or row.checkpoints
        return "no_data" if known else "not_assessable"
    if years[-1] < row.end:
        asked = goal(years[-1])
        if asked is None:
            return "not_assessable"
        return _verdict(row.reaches(own[years[-1]], asked))
    if _unbroken(row, own) != span:
        return "no_data"
    goals = [each for year in span if (each := goal(year)) is not None]
    if len(goals) < len(span):
        return "not_assessable"
    return _means(row, [own[year] for year in span], goals)


def _means(row: Row, ours: list[Fraction], theirs: list[Fraction]) -> str:
    """Over as many years the greater geometric mean has the greater product."""
    grown = [[1 + rate / 100 for rate in rates] for rates in (ours, theirs)]
    if any(factor < 0 for factors in grown for factor in factors):
        return "not_assessable"
    if row.operator != "≈":
        return _verdict(row.reaches(prod(grown[0]), prod(grown[1])))
    with localcontext() as context:
        context.prec = 60
        roots = [
            (Decimal(whole.numerator) / whole.denominator) ** (Decimal(1) / len(ours))
            for whole in map(prod, grown)
        ]
        allowed = row.tolerance or Fraction(0)
        return _verdict(abs(Fraction(roots[0] - roots[1])) * 100 <= allowed)


def _rates(row: Row, own: Years) -> Years:
    if row.is_growth:
        return own
    levels = dict(own)
    if row.base is not None and row.base_year < row.target_year:
        levels.setdefault(row.base_year, row.base)
    return {
        year: (now / levels[year - 1] - 1) * 100
        for year, now in levels.items()
        if levels.get(year - 1, 0) > 0
    }


def _relation(row: Row, own: Years, other: Row | None, theirs: Years) -> str:
    if row.operator == "≈" and row.tolerance is None:
        return "not_assessable"
    if row.real and not row.is_growth:
        return "not_assessable"
    ours, span = _rates(row, own), range(row.start, row.end + 1)
    his = _rates(other, theirs) if other else {}
    both = [year for year in span if year in ours and year in his]
    if not both:
        return "not_assessable"
    if both[-1] == row.end:
        if len(both) < len(span):
            return "no_data"
        return _means(row, [ours[y] for y in span], [his[y] for y in span])
    gap = ours[both[-1]], his[both[-1]]
    if row.operator == "≈":
        return _verdict(abs(gap[0] - gap[1]) <= (row.tolerance or 0))
    return _verdict(row.reaches(*gap))


RULES: dict[str, Any] = {
    "level": _level,
    "bound": _bound,
    "cumulative_quantity": _cumulative,
    "cumulative_rate": _cumulative,
    "annual_growth": _growth,
    "relation": _relation,
}
