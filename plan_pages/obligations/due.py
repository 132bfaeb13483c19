"""What the rules make due: written down once, never changed, by whoever is awake.

A term runs from the end of its period, or from the day the obligation was written
where that is later: nobody is late with what nobody had asked for, and no cycle that
is over gains an obligation.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator

from django.db.models.functions import Coalesce

from plan_pages.disclosure.periods import first_day, last_day
from plan_pages.document.models import Plan
from portal.clock import add_working_days, today
from portal.writing import write_transaction

from .cycles import begun, inside
from .leading import Key, Reported, reported
from .models import DisclosureSettings, Obligation, Rule
from .notices import forget_pages
from .states import Cycle, Subject

_BATCH = 500


def make(*, on: datetime.date | None = None) -> int:
    """Write down what is owed as of `on` (today in Beijing): how many are new.

    Nothing before the operator's launch day, nor without one. Repeating it changes
    nothing.
    """
    day = on or today()
    launch = DisclosureSettings.load().launch_date
    if launch is None or day < launch:
        return 0
    rules = _by_key()
    with write_transaction():
        plans = Plan.objects.live().select_for_update() if rules else []
        rows = [row for plan in plans for row in _new_rows(plan, rules, day)]
        Obligation.objects.bulk_create(rows, batch_size=_BATCH)
        forget_pages(rows)
    return len(rows)


def _by_key() -> list[list[Rule]]:
    """The versions of each rule, the first one first."""
    found: dict[str, list[Rule]] = defaultdict(list)
    for rule in Rule.objects.order_by("key", "number"):
        found[rule.key].append(rule)
    return list(found.values())


def _new_rows(
    plan: Plan, rules: list[list[Rule]], day: datetime.date
) -> Iterator[Obligation]:
    wanted = [
        (rule, period)
        for versions in rules
        for rule, period in _in_force(versions, plan, day)
    ]
    if not wanted:
        return
    things, known = reported(plan, day), _known(plan)
    for rule, period in wanted:
        for thing in things[rule.subject]:
            if (rule.key, period, thing.key) in known:
                continue
            if thing.owes(first_day(period), last_day(period)):
                yield from _rows(rule, plan, thing, period, day)


def _in_force(
    versions: list[Rule], plan: Plan, day: datetime.date
) -> Iterator[tuple[Rule, str]]:
    """Periods that began, each with the version of the rule that holds for it."""
    newest = versions[-1]
    first = newest if newest.cycle == Cycle.ONCE else versions[0]
    for period in begun(newest.cycle, first.first_period, day):
        rule = newest
        if newest.cycle != Cycle.ONCE:
            if not inside(period, plan.period_start, plan.period_end):
                continue
            rule = [r for r in versions if r.first_period <= period][-1]
        if rule.active and plan.phase in rule.phases:
            yield rule, period


def _known(plan: Plan) -> set[tuple[str, str, Key]]:
    """(rule, period, what) of all that was written before."""
    rows = Obligation.objects.of_plan(plan.pk).values_list(
        "rule_key", "period", "subject",
        Coalesce("indicator_id", "project_id", "task_id", "unit_id"),
    )  # fmt: skip
    return {(key, period, (subject, pk)) for key, period, subject, pk in rows}


def _rows(
    rule: Rule, plan: Plan, thing: Reported, period: str, day: datetime.date
) -> Iterator[Obligation]:
    kind, pk = thing.key
    end = last_day(period)
    due = add_working_days(max(end, day), rule.term_days)
    column = {} if kind == Subject.UNIT else {f"{kind}_id": pk}
    for unit_id in thing.units:
        yield Obligation(
            rule=rule,
            rule_key=rule.key,
            plan=plan,
            unit_id=unit_id,
            subject=kind,
            period=period,
            period_end=end,
            due_on=due.on,
            certain=due.certain,
            made_on=day,
            **column,
        )
