"""One row's word: by its kind, and once for each choice among disputed figures."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, product

from .arithmetic import exact
from .assessment import Assessment, Figure, Inputs, Kind
from .bound import assess_bound
from .cumulative import assess_quantity, assess_rate
from .growth import assess_growth
from .level import assess_level
from .reasons import Reason
from .relation import assess_relation
from .words import Schedule

#: So many combinations of disputed figures are computed; beyond, none is believed.
MOST_CHOICES = 256

Choices = Mapping[int, Sequence[Figure]]

RULES: Mapping[Kind, Callable[[Inputs], Assessment]] = {
    Kind.LEVEL: assess_level,
    Kind.BOUND: assess_bound,
    Kind.CUMULATIVE_QUANTITY: assess_quantity,
    Kind.CUMULATIVE_RATE: assess_rate,
    Kind.ANNUAL_GROWTH: assess_growth,
    Kind.RELATION: assess_relation,
}


def assess(
    given: Inputs, observed: Choices | None = None, reference: Choices | None = None
) -> Assessment:
    """The word for `given`; `observed` has every figure of each year, all papers'.

    Where papers disagree each choice is computed. One word for all of them is the
    word; different ones are not assessable, and stand in `alternatives`.
    """
    with exact():
        if observed is None:
            return RULES[given.kind](given)
        choices = list(_choices(given, observed, reference or {}))
        found: dict[Schedule, Assessment] = {}
        for each in choices[:MOST_CHOICES]:
            made = RULES[given.kind](each)
            found.setdefault(made.word, made)
        disputed = tuple(y for y in sorted(observed) if len(_distinct(observed[y])) > 1)
        first, *others = found.values()
        if not others and len(choices) <= MOST_CHOICES:
            return replace(first, disputed=disputed)
        return Assessment(
            Schedule.NOT_ASSESSABLE,
            Reason.INCONSISTENT,
            first.year,
            disputed=disputed,
            alternatives=(first, *others),
        )


def _choices(given: Inputs, observed: Choices, reference: Choices) -> Iterator[Inputs]:
    """Every way to take one figure a year, of the row and of the row it refers to."""
    years, other = sorted(observed), sorted(reference)
    columns = [_distinct(observed[year]) for year in years]
    columns += [_distinct(reference[year]) for year in other]
    for chosen in islice(product(*columns), MOST_CHOICES + 1):
        yield replace(
            given,
            observations=dict(zip(years, chosen[: len(years)], strict=True)),
            reference=dict(zip(other, chosen[len(years) :], strict=True)),
        )


def _distinct(figures: Sequence[Figure]) -> list[Figure]:
    """Figures of different value; two papers that agree are one."""
    by_value: dict[object, Figure] = {}
    for figure in figures:
        by_value.setdefault(figure.value, figure)
    return list(by_value.values())
