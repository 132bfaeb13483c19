"""What adds up over the years: quantities are summed, rates are compounded."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from .arithmetic import compounded, shown, term
from .assessment import Assessment, Figure, Inputs, Step
from .reasons import Reason
from .words import Schedule, band, verdict

Total = Callable[[Sequence[Figure]], Decimal]
Spelled = Callable[[Sequence[Figure]], str]


def assess_quantity(given: Inputs) -> Assessment:
    """Σv against the whole period's target."""
    return _assess(given, _sum, _spelled_sum, "Σ")


def assess_rate(given: Inputs) -> Assessment:
    """C = 1 − Π(1 − vᵢ) against the whole period's target; never a sum of rates."""
    return _assess(given, _compounded, _spelled_product, "C")


def _assess(given: Inputs, total: Total, spelled: Spelled, name: str) -> Assessment:
    """A gap ends the sum where it begins: what is missing is not 0."""
    run = given.run
    if not run:
        if given.target is None:
            return Assessment(Schedule.NOT_ASSESSABLE, Reason.NO_TARGET)
        why = Reason.MISSING_YEARS if given.within else Reason.NO_OBSERVATION
        return Assessment(Schedule.NO_DATA, why)
    so_far = total(run)
    steps = [Step(name, spelled(run), shown(so_far, ()))]
    year, cut = run[-1].year, len(given.within) > len(run)
    if given.target is None:
        return Assessment(
            Schedule.NOT_ASSESSABLE, Reason.NO_TARGET, year, steps=tuple(steps)
        )
    reason = Reason.MISSING_YEARS if cut else ""
    p = None
    if given.target.value != 0:
        p = so_far / given.target.value
        formula = f"{term(steps[0].result)} ÷ {term(given.target.text)}"
        steps.append(Step("p", formula, shown(p)))
    if year == given.end:
        word = verdict(given.reaches(so_far, given.target.value))
        return Assessment(word, reason, year, final=True, steps=tuple(steps), p=p)
    if p is None or not given.up:
        why = Reason.ZERO_TARGET if p is None else Reason.CAP
        gap = shown(given.target.value - so_far, (Decimal(0),))
        return Assessment(
            Schedule.DISTANCE_ONLY, why, year, steps=tuple(steps), p=p, distance=gap
        )
    return _under_way(given, run, p, steps, total, reason)


def _under_way(
    given: Inputs,
    run: Sequence[Figure],
    p: Decimal,
    steps: list[Step],
    total: Total,
    reason: str,
) -> Assessment:
    assert given.target is not None
    year = run[-1].year
    planned = [given.checkpoints[f.year] for f in run if f.year in given.checkpoints]
    expected = total(planned) if len(planned) == len(run) else None
    if expected is not None and expected / given.target.value > 0:
        tau = expected / given.target.value
        s = total(run) / expected
        formula = f"{term(shown(expected, ()))} ÷ {term(given.target.text)}"
    else:
        over, under = year - given.start + 1, given.end - given.start + 1
        tau = Decimal(over) / Decimal(under)
        s = total(run) * under / (given.target.value * over)
        formula = f"{over} ÷ {under}"
    due = Step("τ", formula, shown(tau))
    ratio = Step("s", f"{term(shown(p))} ÷ {term(due.result)}", shown(s))
    return Assessment(
        band(s),
        reason,
        year,
        steps=(*steps, due, ratio),
        p=p,
        tau=tau,
        s=s,
    )


def _sum(figures: Sequence[Figure]) -> Decimal:
    return sum((figure.value for figure in figures), Decimal(0))


def _spelled_sum(figures: Sequence[Figure]) -> str:
    return " + ".join(term(figure.text) for figure in figures)


def _compounded(figures: Sequence[Figure]) -> Decimal:
    return compounded(figure.value for figure in figures)


def _spelled_product(figures: Sequence[Figure]) -> str:
    factors = " × ".join(f"(1 − {term(figure.text)}%)" for figure in figures)
    return f"1 − {factors}"
