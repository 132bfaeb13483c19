"""An indicator's row as its page shows it: word, chart, figures, sum, history."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from .assessing import AssessedIndicator, AssessedRow, distinct
from .drawing import Drawing, drawing
from .method import Assessment, Reason, Schedule, Step
from .method.words import BAD, GOOD
from .models import IndicatorRow, Observation, Yardstick
from .statements import Statement, statement

TONES = {**dict.fromkeys(GOOD, "done"), **dict.fromkeys(BAD, "late")}
#: Reasons for which the plan's own words say more than the method's.
PLANS_OWN = frozenset(
    {
        Reason.NO_OBSERVATION,
        Reason.NO_TARGET,
        Reason.NO_ANNUAL_TARGET,
        Reason.NO_TOLERANCE,
        Reason.NO_REFERENCE,
        Reason.NO_RULE,
    }
)


@dataclass(frozen=True)
class Verdict:
    """A word with its tone and why. `plan_words`: the reason is the plan's Chinese."""

    word: Schedule
    assessment: Assessment
    reason: str = ""
    plan_words: bool = False

    @property
    def tone(self) -> str:
        return TONES.get(self.word, "")

    @property
    def label(self) -> str:
        return str(self.word.label)

    @property
    def steps(self) -> list[tuple[Step, str]]:
        """The lines of the sum, each with what its letter stands for."""
        return [(step, meaning(step)) for step in self.assessment.steps]


def meaning(step: Step) -> str:
    """What a letter of the sum stands for; "" for a bare comparison."""
    return {
        "p": _("完成的路程"),
        "τ": _("到该年应完成的份额"),
        "s": _("序时比"),
        "Σ": _("累计"),
        "C": _("累计降幅"),
        "ḡ": _("年均增速（几何平均）"),
        "ḡ*": _("年度目标的几何平均"),
        "ḡ₁": _("被比较指标的年均增速"),
        "Δ": _("两者相差"),
    }.get(step.name, "")


def verdict_of(assessed: AssessedRow) -> Verdict:
    row, made = assessed.row, assessed.assessment
    own = row.not_assessable_reason
    if made.word == Schedule.NOT_ASSESSABLE and own and made.reason in PLANS_OWN:
        return Verdict(made.word, made, own, plan_words=True)
    reason = str(Reason(made.reason).label) if made.reason else ""
    return Verdict(made.word, made, reason)


@dataclass(frozen=True)
class Revised:
    """A figure or target that stands no more: what took its place, or nothing did.

    `kind` is the sort of target; empty for a figure.
    """

    before: Observation | Yardstick
    after: Observation | Yardstick | None
    reason: str
    kind: str = ""


@dataclass
class ShownRow:
    assessed: AssessedRow
    history: list[Revised] = field(default_factory=list)

    @cached_property
    def said(self) -> Statement:
        return statement(self.assessed.row)

    @cached_property
    def verdict(self) -> Verdict:
        return verdict_of(self.assessed)

    @cached_property
    def drawing(self) -> Drawing | None:
        return drawing(self.assessed)

    @property
    def row(self) -> IndicatorRow:
        return self.assessed.row

    @property
    def newest_first(self) -> list[Observation]:
        """Every standing figure; those of one year side by side."""
        years = sorted(self.assessed.known.observations.items(), reverse=True)
        return [figure for _year, each in years for figure in each]

    @property
    def latest(self) -> list[Observation]:
        """The figures of the latest year of the plan, as many as papers differ."""
        plan = self.row.indicator.plan
        known = self.assessed.known.observations
        years = [y for y in known if plan.period_start <= y <= plan.period_end]
        if not years:
            return []
        return distinct(known[max(years)])

    @property
    def disputed(self) -> list[int]:
        return self.assessed.known.disputed

    @property
    def yardsticks(self) -> list[tuple[Yardstick, str]]:
        """(what was entered, its year): handed down, allowed, annual newest first."""
        known = self.assessed.known
        found: list[tuple[Yardstick, str]] = []
        if known.assigned is not None:
            found.append((known.assigned, self.said.target_year))
        if known.tolerance is not None:
            found.append((known.tolerance, self.row.indicator.plan.period))
        years = sorted(known.checkpoints, reverse=True)
        return found + [(known.checkpoints[year], str(year)) for year in years]

    @property
    def sums(self) -> list[Verdict]:
        """One, or one for each word that disputed figures lead to."""
        made = self.assessed.assessment
        if not made.alternatives:
            return [self.verdict]
        return [Verdict(each.word, each) for each in made.alternatives]


def shown(assessed: AssessedIndicator) -> list[ShownRow]:
    return [ShownRow(row) for row in assessed.rows]


def with_history(rows: Iterable[ShownRow]) -> list[ShownRow]:
    """`rows` with what stood there before, targets first. One query."""
    listed = list(rows)
    found: dict[int, list[Revised]] = defaultdict(list)
    earlier = (
        Observation.objects.filter(row__in=[each.row.pk for each in listed])
        .exclude(superseded_by__isnull=True, withdrawal__isnull=True)
        .select_related("superseded_by__source", "withdrawal", "source")
        .order_by("-period", "-revision", "pk")
    )
    for each in earlier:
        found[each.row_id].append(_revised(each))
    for row in listed:
        targets = [_revised(each) for each in reversed(row.assessed.known.earlier)]
        row.history = targets + found[row.row.pk]
    return listed


def _revised(before: Any) -> Revised:
    """One that was withdrawn may still be revised: then it says why it went."""
    kind = before.kind_name if isinstance(before, Yardstick) else ""
    if hasattr(before, "withdrawal"):
        return Revised(before, None, before.withdrawal.reason, kind)
    after = before.superseded_by
    return Revised(before, after, after.reason, kind)
