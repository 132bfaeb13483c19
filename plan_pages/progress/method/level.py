"""A level that is to arrive somewhere: p = (v − b) ÷ (T − b), s = p ÷ τ."""

from dataclasses import replace
from decimal import Decimal

from .arithmetic import plain, shown, term
from .assessment import Assessment, Figure, Inputs, Step
from .reasons import Reason
from .second import SecondOpinion, second_opinion
from .words import Schedule, band, verdict


def assess_level(given: Inputs) -> Assessment:
    """Final in the target's year; before it, the way covered against the way due."""
    latest = _latest(given)
    if given.target is None:
        return Assessment(
            Schedule.NOT_ASSESSABLE, Reason.NO_TARGET, latest.year if latest else None
        )
    if latest is None:
        return Assessment(Schedule.NO_DATA, Reason.NO_OBSERVATION)
    if latest.year == given.target.year:
        return _last_year(given, latest, given.target)
    if given.base is None:
        return _distance(given, latest, given.target, Reason.NO_BASE)
    if given.base.value == given.target.value:
        return _distance(given, latest, given.target, Reason.BASE_IS_TARGET)
    return _under_way(given, latest, given.base, given.target)


def _latest(given: Inputs) -> Figure | None:
    """Of the years after the base, up to the target's."""
    last = given.target.year if given.target else given.end
    first = given.base.year if given.base else 0
    years = [year for year in given.within if first < year <= last]
    return given.observations[years[-1]] if years else None


def _distance(given: Inputs, now: Figure, goal: Figure, reason: str) -> Assessment:
    """What is still to go; negative where the target is passed already."""
    gap = goal.value - now.value if given.up else now.value - goal.value
    sign = term(goal.text), term(now.text)
    step = Step("", " − ".join(sign if given.up else sign[::-1]), plain(gap))
    return Assessment(
        Schedule.DISTANCE_ONLY, reason, now.year, steps=(step,), distance=plain(gap)
    )


def _last_year(given: Inputs, now: Figure, goal: Figure) -> Assessment:
    reached = given.reaches(now.value, goal.value)
    step = Step("", f"{now.text} {_sign(given, reached)} {goal.text}", "")
    p, steps = None, [step]
    if given.base and given.base.value != goal.value:
        p, progress = _progress(now, given.base, goal)
        steps.append(progress)
    return Assessment(
        verdict(reached),
        year=now.year,
        final=True,
        steps=tuple(steps),
        p=p,
        second=_second(given, now),
    )


def _sign(given: Inputs, reached: bool) -> str:
    if given.up:
        return "≥" if reached else "<"
    return "≤" if reached else ">"


def _under_way(given: Inputs, now: Figure, base: Figure, goal: Figure) -> Assessment:
    p, progress = _progress(now, base, goal)
    ours = Assessment(
        Schedule.ON_SCHEDULE, year=now.year, p=p, second=_second(given, now)
    )
    way = goal.value - base.value
    checkpoint = given.checkpoints.get(now.year)
    if checkpoint is None:
        over, under = now.year - base.year, goal.year - base.year
        tau = Decimal(over) / Decimal(under)
        due = Step("τ", _share(now.year, base.year, goal.year), shown(tau))
        s = (now.value - base.value) * under / (way * over)
    else:
        tau = (checkpoint.value - base.value) / way
        due = Step("τ", _share(checkpoint.text, base.text, goal.text), shown(tau))
        if tau <= 0:
            word, versus = _against_annual_target(given, now, checkpoint)
            return replace(ours, word=word, steps=(progress, due, versus), tau=tau)
        s = (now.value - base.value) / (checkpoint.value - base.value)
    ratio = Step("s", f"{term(progress.result)} ÷ {term(due.result)}", shown(s))
    return replace(ours, word=band(s), steps=(progress, due, ratio), tau=tau, s=s)


def _against_annual_target(
    given: Inputs, now: Figure, checkpoint: Figure
) -> tuple[Schedule, Step]:
    """An annual target that asks for no progress yet: held against it directly."""
    if now.value == checkpoint.value:
        return Schedule.ON_SCHEDULE, Step("", f"{now.text} = {checkpoint.text}", "")
    better = (now.value > checkpoint.value) == given.up
    sign = ">" if now.value > checkpoint.value else "<"
    word = Schedule.AHEAD if better else Schedule.MOVING_AWAY
    return word, Step("", f"{now.text} {sign} {checkpoint.text}", "")


def _progress(now: Figure, base: Figure, goal: Figure) -> tuple[Decimal, Step]:
    p = (now.value - base.value) / (goal.value - base.value)
    return p, Step("p", _share(now.text, base.text, goal.text), shown(p))


def _share(now: str | int, base: str | int, goal: str | int) -> str:
    v, b, t = (term(str(each)) for each in (now, base, goal))
    return f"({v} − {b}) ÷ ({t} − {b})"


def _second(given: Inputs, now: Figure) -> SecondOpinion | None:
    if given.base is None or given.target is None:
        return None
    return second_opinion(
        base=given.base.value,
        now=now.value,
        target=given.target.value,
        years=now.year - given.base.year,
        whole=given.target.year - given.base.year,
        up=given.up,
    )
