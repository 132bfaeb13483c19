"""The duties of the invented year and how the units kept them: in time, late, never.

Who is late is drawn with a fixed seed; what is said and found goes round, so that every
word comes up.
"""

import datetime
import itertools
from collections import Counter
from typing import Any

from plan_pages.delivery.models import Project, Task
from plan_pages.disclosure import periods
from plan_pages.disclosure.models import UpdateVersion
from plan_pages.document.models import Part
from plan_pages.obligations import due, extensions, notices, rules
from plan_pages.obligations.clock import with_clock
from plan_pages.obligations.models import DisclosureSettings, Obligation
from plan_pages.oversight import findings
from portal.clock import add_working_days, today, working_days_between

from .stage import Stage
from .stories import FINDINGS, LIFE, ONCE, PHASES, REPORT, RULES
from .telling import disclose, supplement
from .works import Works

#: Days from the end of a period on which a unit discloses: (of a hundred, from, to).
WAITS = ((74, 3, 14), (88, 18, 30))
LAUNCHED = 425


class Deeds:
    def __init__(self, stage: Stage, works: Works) -> None:
        self.stage, self.works = stage, works
        self.said: Counter[Any] = Counter()
        self.found = itertools.cycle(FINDINGS)

    def tell(self) -> None:
        """From the launch, fourteen months ago, to today."""
        diary = self.stage.diary
        launch = diary.today - datetime.timedelta(days=LAUNCHED)
        diary.on(launch, lambda: self.launch(launch))
        diary.on(launch, self.works.register)
        for period in periods_between(launch, diary.today):
            end = periods.last_day(period)
            begin = max(periods.first_day(period), launch)
            diary.on(begin, _make_due)
            diary.on(
                end + datetime.timedelta(days=1),
                lambda period=period: self.report(period),
            )
        diary.ago(20, self.ask_once)
        diary.ago(20, _remind)
        diary.ago(12, self.find_missing)
        diary.ago(10, self.extend)
        diary.ago(1, _make_due)
        diary.ago(0, _remind)

    def launch(self, day: datetime.date) -> None:
        settings = DisclosureSettings.load()
        settings.launch_date = day
        settings.save()
        for rule in RULES:
            first = first_period(rule["cycle"], day)
            self._set(**rule, first_period=first, phases=PHASES)

    def _set(self, **facts: Any) -> None:
        rules.set_rule(by=self.stage.cast.users["administrator"], **facts)

    def ask_once(self) -> None:
        """A duty whose last day is near, whatever day it is."""
        end = self.stage.diary.today
        month = today().replace(day=1) - datetime.timedelta(days=1)
        term = working_days_between(today(), add_working_days(end, 3).on)
        self._set(
            **ONCE,
            first_period=f"{month:%Y-%m}",
            term_days=term,
            phases=["implementing"],
        )
        _make_due()

    def report(self, period: str) -> None:
        """Each thing that owes a word for the period: in time, late, or not at all."""
        owed = Obligation.objects.filter(period=period).exclude(subject="indicator")
        for obligation in owed.select_related("plan", "unit").order_by("pk"):
            lot = self.stage.chance.randrange(100)
            for most, begin, end in WAITS:
                if lot < most:
                    wait = self.stage.chance.randint(begin, end)
                    self.stage.diary.after(
                        today(),
                        wait,
                        lambda obligation=obligation: self.answer(obligation),
                    )
                    break

    def answer(self, obligation: Obligation) -> None:
        """Editor, head, publishing office: the way that every update goes."""
        subject: Project | Task | Part | None = obligation.project or obligation.task
        said = self._next_of(subject) if subject else REPORT
        if subject is None:
            subject = next(self.stage.paragraphs(obligation.plan, *_of(obligation)))
        version = disclose(
            self.stage, subject, obligation.unit, obligation.period, said
        )
        if self.stage.chance.random() < 0.4:
            self.stage.diary.after(today(), 4, lambda: self.review(version))

    def _next_of(self, subject: Any) -> dict[str, Any]:
        """Each thing begins somewhere in its life and goes on from there."""
        told = self.said[subject]
        self.said[subject] += 1
        return LIFE[min(subject.pk % 4 + told, len(LIFE) - 1)]

    def review(self, version: UpdateVersion) -> None:
        if hasattr(version.update, "withdrawal"):
            return
        value, words = next(self.found)
        found = findings.make(
            by=self.stage.reviewer(), value=value, words=words, version=version
        )
        if self.stage.chance.random() < 0.8:
            self.stage.diary.after(today(), 2, lambda: self.release(found))

    def find_missing(self) -> None:
        """The reviewers also find what is not there."""
        mine = Obligation.objects.filter(plan=self.stage.invented)
        late = with_clock(mine.exclude(subject="indicator")).filter(clock="overdue")
        for obligation in late.order_by("due_on", "pk")[:2]:
            found = findings.make(
                by=self.stage.reviewer(),
                value="to_be_supplemented",
                words="（演示）期限已过，没有看到公开的进展，请补充。",
                obligation=obligation,
            )
            self.stage.diary.after(today(), 1, lambda found=found: self.release(found))

    def release(self, found: Any) -> None:
        findings.release(finding=found, by=self.stage.office)
        if found.value != "complete":
            self.stage.diary.after(today(), 3, lambda: self.reply(found))

    def reply(self, found: Any) -> None:
        head = self.stage.cast.head(found.unit.key)
        findings.answer(finding=found, words="（演示）已核实，将补充材料。", by=head)
        wanting = found.value == "to_be_supplemented" and found.version is not None
        if wanting and self.stage.chance.random() < 0.7:
            update = found.version.update
            self.stage.diary.after(today(), 3, lambda: supplement(self.stage, update))

    def extend(self) -> None:
        """A later day, asked for in time and with its reason."""
        mine = Obligation.objects.filter(plan=self.stage.invented)
        ahead = with_clock(mine).filter(clock__in=["not_due", "due_soon"])
        for obligation in ahead.order_by("due_on", "pk")[:2]:
            extensions.extend(
                obligation=obligation,
                due_on=add_working_days(obligation.last_day, 20).on,
                reason="（演示）年度资金计划尚未下达，延后公布。",
                by=self.stage.publisher,
            )


def periods_between(start: datetime.date, end: datetime.date) -> list[str]:
    """Years, halves and quarters that end after `start` and begin before `end`."""
    shapes = ("{}", "{}-H1", "{}-H2", "{}-Q1", "{}-Q2", "{}-Q3", "{}-Q4")
    found = [
        shape.format(year)
        for year in range(start.year, end.year + 1)
        for shape in shapes
    ]
    return [
        period
        for period in found
        if periods.last_day(period) >= start and periods.first_day(period) <= end
    ]


def first_period(cycle: str, day: datetime.date) -> str:
    """The first whole quarter or half that begins on `day` or later; the day's year."""
    shapes = {"annual": [""], "half_year": ["-H1", "-H2"]}
    parts = shapes.get(cycle, ["-Q1", "-Q2", "-Q3", "-Q4"])
    found = [f"{year}{part}" for year in (day.year, day.year + 1) for part in parts]
    if cycle == "annual":
        return found[0]
    return next(period for period in found if periods.first_day(period) >= day)


def _of(obligation: Obligation) -> tuple[str, ...]:
    """Where a unit reports on the whole: the section on carrying the plan out."""
    return ("4/2",) if obligation.plan.key.startswith("lanxi") else ("15/2",)


def _make_due() -> None:
    due.make()


def _remind() -> None:
    notices.remind()
