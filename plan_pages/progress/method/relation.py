"""Growth held against the growth of another row, year by year and over the period."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from .arithmetic import HUNDRED, geometric_mean, shown
from .assessment import Assessment, Figure, Inputs, Step, YearResult
from .growth import mean_step
from .reasons import Reason
from .words import Schedule, verdict


def assess_relation(given: Inputs) -> Assessment:
    """More than the other, at least as much, or `about` the same within a tolerance.

    A target of this form is not assessable until both rows have figures.
    """
    own = rates(given.observations, given.base, given.growth)
    other = rates(given.reference, given.reference_base, given.reference_growth)
    span = range(given.start, given.end + 1)
    both = [year for year in span if year in own and year in other]
    reason = _unready(given, own, both)
    if reason:
        years = tuple(_year(given, own[y], other[y], judged=False) for y in both)
        return Assessment(
            Schedule.NOT_ASSESSABLE, reason, both[-1] if both else None, years=years
        )
    years = tuple(_year(given, own[year], other[year]) for year in both)
    if both[-1] == given.end:
        return _whole_period(given, own, other, years)
    return Assessment(years[-1].word, year=both[-1], years=years)


def rates(
    figures: Mapping[int, Figure], base: Figure | None, growth: bool
) -> dict[int, Figure]:
    """Yearly growth in per cent: as given, or from each level and the one before."""
    if growth:
        return dict(figures)
    levels = dict(figures)
    if base is not None:
        levels.setdefault(base.year, base)
    found = {}
    for year, now in levels.items():
        before = levels.get(year - 1)
        if before is not None and before.value > 0:
            rate = (now.value / before.value - 1) * HUNDRED
            found[year] = Figure(year, rate, shown(rate, ()))
    return found


def _unready(given: Inputs, own: Mapping[int, Figure], both: Sequence[int]) -> str:
    """Why no word can be said; "" when one can."""
    if given.about and given.tolerance is None:
        return Reason.NO_TOLERANCE
    if given.real and not given.growth:
        return Reason.REAL_GROWTH
    if both:
        return ""
    if any(given.start <= year <= given.end for year in own):
        return Reason.NO_REFERENCE
    return Reason.MISSING_YEARS if given.within else Reason.NO_OBSERVATION


def _holds(given: Inputs, own: Decimal, other: Decimal) -> bool:
    if given.about:
        allowed = given.tolerance.value if given.tolerance else Decimal(0)
        return abs(own - other) <= allowed
    return given.reaches(own, other)


def _year(
    given: Inputs, own: Figure, other: Figure, *, judged: bool = True
) -> YearResult:
    word = (
        verdict(_holds(given, own.value, other.value))
        if judged
        else Schedule.NOT_ASSESSABLE
    )
    margin = shown(own.value - other.value, (Decimal(0),))
    return YearResult(own.year, f"{own.text}%", f"{other.text}%", word, margin)


def _whole_period(
    given: Inputs,
    own: Mapping[int, Figure],
    other: Mapping[int, Figure],
    years: tuple[YearResult, ...],
) -> Assessment:
    span = range(given.start, given.end + 1)
    if len(years) < len(span):
        return Assessment(
            Schedule.NO_DATA, Reason.MISSING_YEARS, given.end, years=years
        )
    ours, theirs = ([rows[year] for year in span] for rows in (own, other))
    steps = (*mean_step("ḡ", ours), *mean_step("ḡ₁", theirs))
    means = [geometric_mean([f.value for f in rows]) for rows in (ours, theirs)]
    if means[0] is None or means[1] is None:
        return Assessment(
            Schedule.NOT_ASSESSABLE, Reason.NO_RULE, given.end, years=years
        )
    held = verdict(_holds(given, means[0], means[1]))
    gap = shown(means[0] - means[1], (Decimal(0),))
    last = Step("Δ", "ḡ − ḡ₁", gap)
    if given.about and given.tolerance is not None:
        last = Step("Δ", f"|ḡ − ḡ₁| (≤ {given.tolerance.text})", gap.lstrip("−"))
    return Assessment(
        held, year=given.end, final=True, steps=(*steps, last), years=years
    )
