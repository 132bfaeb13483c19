"""Rules, projects, figures, updates and findings of the invented year.

What happens is drawn with a fixed seed: most units are on time, some late, some silent.
"""

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from feedback.congress import assignments
from plan_pages.delivery import projects, responsibilities
from plan_pages.delivery.models import Project
from plan_pages.disclosure import approving, drafts, periods, versions
from plan_pages.disclosure.models import Update, UpdateVersion
from plan_pages.document.models import Division, Plan
from plan_pages.obligations import due, rules
from plan_pages.obligations.models import DisclosureSettings
from plan_pages.oversight import findings
from plan_pages.progress import observations, sources
from plan_pages.progress.models import Indicator, IndicatorRow, PlanItem
from portal.clock import today
from portal.units.models import Unit

from .calendar import Diary
from .people import Cast
from .stories import EVIDENCE, FINDINGS, RULES, STORIES

#: Items of the real plan that get a project; of the invented plan all get one.
OF_THE_REAL_PLAN = 36
SEED = 20260301


@dataclass
class Deeds:
    """What the invented government does, put into the diary day by day."""

    diary: Diary
    cast: Cast
    plans: list[Plan]
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311

    @property
    def publisher(self) -> Any:
        return self.cast.users["publisher"]

    def tell(self) -> None:
        """From the launch, fourteen months ago, to today."""
        launch = self.diary.today - datetime.timedelta(days=425)
        self.diary.on(launch, lambda: self.launch(launch))
        self.diary.on(launch, self.register)
        for period in quarters(launch, self.diary.today):
            first = periods.last_day(period) + datetime.timedelta(days=1)
            self.diary.on(first, _make_due)
            self.diary.on(first, lambda period=period: self.report(period))
        self.diary.ago(30, self.enter_figures)
        self.diary.ago(1, _make_due)

    def launch(self, day: datetime.date) -> None:
        settings = DisclosureSettings.load()
        settings.launch_date = day
        settings.save()
        for rule in RULES:
            first = periods_of(rule["cycle"], day)
            administrator = self.cast.users["administrator"]
            rules.set_rule(by=administrator, first_period=first, **rule)

    def register(self) -> None:
        """Projects on items of the boxes, each with its unit; reviewers' chapters."""
        for plan in self.plans:
            items = PlanItem.objects.current().filter(plan=plan).order_by("order")
            shown = list(items.select_related("part", "plan"))
            if len(shown) > OF_THE_REAL_PLAN:
                shown = sorted(
                    self.chance.sample(shown, OF_THE_REAL_PLAN), key=lambda i: i.order
                )
            for item in shown:
                self._project(item)
            for indicator in Indicator.objects.current().filter(plan=plan):
                self._lead(self._unit_for(indicator.name), indicator)
            for number, chapter in enumerate(
                Division.objects.filter(plan=plan, level="chapter").order_by("path")
            ):
                reviewer = self.cast.users[f"reviewer-{number % 2 + 1}"]
                office = self.cast.users["office"]
                assignments.assign(reviewer=reviewer, chapter=chapter, by=office)

    def _project(self, item: PlanItem) -> None:
        first = (
            item.plan.period_start.year
            if hasattr(item.plan.period_start, "year")
            else item.plan.period_start
        )
        project = projects.add_project(
            part=item.part,
            item=item,
            by=self.publisher,
            name=f"（演示）{item.name}"[:100],
            content="（演示）按规划分年度实施。",
            first_year=first,
            last_year=first + self.chance.randint(1, 4),
            total_investment=Decimal(self.chance.randint(8, 300) * 100),
        )
        self._lead(self._unit_for(item.name), project)
        stage = self.chance.choice(
            ["preparatory", "under_construction", "under_construction", "completed"]
        )
        projects.enter_stage(
            project=project, stage=stage, on=today(), by=self.publisher
        )

    def _lead(self, unit: Unit, subject: Any) -> None:
        responsibilities.assign(
            unit=unit, role="lead", subject=subject, by=self.publisher
        )

    def _unit_for(self, name: str) -> Unit:
        """By what the name speaks of, else by lot."""
        for words, key in STORIES["units"].items():
            if any(word in name for word in words.split()):
                return self.cast.units[key]
        keys = [key for key in self.cast.units if key != "congress"]
        return self.cast.units[self.chance.choice(keys)]

    def report(self, period: str) -> None:
        """Each project's unit: on time, late, or not at all."""
        for project in Project.objects.order_by("pk"):
            lot = self.chance.random()
            if lot < 0.12:
                continue
            wait = (
                self.chance.randint(3, 14)
                if lot < 0.85
                else self.chance.randint(18, 30)
            )
            self.diary.after(
                today(), wait, lambda project=project: self.disclose(project, period)
            )

    def disclose(self, project: Project, period: str) -> None:
        """Editor, head, publishing office: the way that every update goes."""
        unit = self._unit_of(project)
        editor, head = self.cast.editor(unit.key), self.cast.head(unit.key)
        said = dict(self.chance.choice(STORIES["updates"]))
        update = drafts.save_draft(by=editor, subject=project, period=period, **said)
        title, url = EVIDENCE
        drafts.add_evidence(update=update, title=title, url=url, by=editor)
        drafts.submit(update=update, by=editor)
        approving.approve(update=update, by=head)
        version = versions.publish(
            update=update, release=self._release(), by=self.publisher
        )
        if self.chance.random() < 0.3:
            self.diary.after(today(), 4, lambda: self.review(version))

    def review(self, version: UpdateVersion) -> None:
        value, words = self.chance.choice(FINDINGS)
        reviewer = self.cast.users[f"reviewer-{self.chance.randint(1, 2)}"]
        if hasattr(version.update, "withdrawal"):
            return
        found = findings.make(by=reviewer, value=value, words=words, version=version)
        if self.chance.random() < 0.2:
            return
        self.diary.after(today(), 2, lambda: self._release_finding(found, version))

    def _release_finding(self, found: Any, version: UpdateVersion) -> None:
        findings.release(finding=found, by=self.cast.users["office"])
        if found.value != "complete":
            self.diary.after(today(), 3, lambda: self._answer(found, version))

    def _answer(self, found: Any, version: UpdateVersion) -> None:
        """The head answers; what was to be supplemented comes as the next version."""
        head = self.cast.head(found.unit.key)
        findings.answer(finding=found, words="（演示）已核实，将补充材料。", by=head)
        if found.value == "to_be_supplemented" and self.chance.random() < 0.7:
            self.diary.after(today(), 3, lambda: self._supplement(version.update))

    def _supplement(self, update: Update) -> None:
        if update.versions.count() > 1:
            return
        editor, head = (
            self.cast.editor(update.unit.key),
            self.cast.head(update.unit.key),
        )
        drafts.correct(
            update=update,
            note="（演示）应核查意见补充了完成量和佐证。",
            by=editor,
            words="（演示）完成年度工程量的七成，附监理月报和现场照片。",
        )
        drafts.add_evidence(
            update=update, title="（演示）监理月报", url=EVIDENCE[1], by=editor
        )
        drafts.submit(update=update, by=editor)
        approving.approve(update=update, by=head)
        versions.publish(update=update, release=self._release(), by=self.publisher)

    def enter_figures(self) -> None:
        """Figures of every row that has numbers, with their paper."""
        paper = sources.record_source(
            title="（演示）国民经济和社会发展统计资料",
            issuer="（演示）澜溪市统计局",
            number="演示〔2026〕1号",
            dated=today(),
            by=self.publisher,
        )
        statistics = self.cast.units["statistics"]
        figures = [
            observations.Figure(
                row=row, period=year, value=value, status="final", source=paper,
                reporting_unit=statistics,
            )
            for plan in self.plans
            for row, year, value in invented_figures(plan, self.chance)
        ]  # fmt: skip
        observations.record_observations(figures=figures, by=self.publisher)

    def _unit_of(self, project: Project) -> Unit:
        lead = project.responsibilities.select_related("unit")[0]
        return lead.unit

    def _release(self) -> versions.Release:
        day = today()
        return versions.Release(
            first_reader="（演示）甲", first_read_on=day,
            second_reader="（演示）乙", second_read_on=day,
            third_reader="（演示）丙", third_read_on=day,
            secrecy_by="（演示）丁", secrecy_on=day, secrecy_result="open",
        )  # fmt: skip


def quarters(start: datetime.date, end: datetime.date) -> Iterator[str]:
    """Quarters that began after `start` and ended before `end`."""
    for year in range(start.year, end.year + 1):
        for quarter in range(1, 5):
            period = f"{year}-Q{quarter}"
            if periods.first_day(period) >= start and periods.last_day(period) < end:
                yield period


def periods_of(cycle: str, day: datetime.date) -> str:
    """The first whole period of the cycle that begins on `day` or later."""
    if cycle == "annual":
        return str(day.year)
    quarter = (day.month - 1) // 3 + 2
    return f"{day.year + 1}-Q1" if quarter > 4 else f"{day.year}-Q{quarter}"


def invented_figures(
    plan: Plan, chance: random.Random
) -> Iterator[tuple[Any, int, Decimal]]:
    """Year by year from the baseline towards the target, never quite straight."""
    standing = IndicatorRow.objects.filter(indicator__plan=plan, code__isnull=False)
    rows = standing.select_related("indicator__plan", "part")
    for row in rows.order_by("indicator__number", "order"):
        if row.baseline_value is None or row.target_value is None:
            continue
        begin = int(row.baseline_period or plan.period_start - 1)
        reach = row.target_value - row.baseline_value
        for step in range(1, 6):
            if begin + step > today().year:
                break
            share = Decimal(step) / 5 * Decimal(chance.randint(80, 112)) / 100
            value = row.baseline_value + reach * share
            yield row, begin + step, value.quantize(Decimal("0.01"))


def _make_due() -> None:
    due.make()
