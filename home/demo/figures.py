"""Figures of every row that can have some, year by year, each from its paper: early
ones revised, late ones provisional, one year that two papers print differently.
"""

import datetime
import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile

from plan_pages.document.models import Plan
from plan_pages.progress import handovers, observations, sources, yardsticks
from plan_pages.progress.models import (
    IndicatorKind,
    IndicatorRow,
    Observation,
    SourceDocument,
    TargetForm,
)
from portal.clock import today
from portal.media.keeping import keep_file
from portal.writing import write_transaction

from .papers import stamped
from .stage import Stage

YEARS = 5
_HUNDREDTH = Decimal("0.01")
Invented = tuple[IndicatorRow, int, Decimal]


class Figures:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def tell(self) -> None:
        diary = self.stage.diary
        diary.ago(400, self.enter_past)
        diary.ago(395, self.hold_against)
        spring = datetime.date(diary.today.year, 3, 20)
        diary.on(spring, self.enter_last_year)
        diary.ago(60, self.revise)
        diary.ago(25, self.enter_running)
        diary.ago(18, self.disagree)

    def _paper(self, title: str, number: str, issuer: str = "统计局") -> SourceDocument:
        return sources.record_source(
            title=f"（演示）{title}",
            issuer=f"（演示）澜溪市{issuer}",
            number=f"演示〔{today().year}〕{number}号",
            dated=today(),
            by=self.stage.publisher,
        )

    def _enter(
        self, figures: list[Invented], paper: SourceDocument, status: str
    ) -> None:
        self._record(
            [
                observations.Figure(
                    row=row, period=year, value=value, status=status, source=paper,
                    reporting_unit=self.stage.cast.units["statistics"],
                )
                for row, year, value in figures
            ]
        )  # fmt: skip

    def _record(self, figures: list[observations.Figure], **given: Any) -> None:
        observations.record_observations(
            figures=figures, by=self.stage.publisher, **given
        )

    def _drawn(self, begin: int, end: int) -> list[Invented]:
        """Of the years from `begin` to `end`; alike whenever they are drawn."""
        return [
            figure
            for plan in self.stage.plans
            for figure in invented_figures(plan, random.Random(plan.key))  # noqa: S311
            if begin <= figure[1] <= end
        ]

    def enter_past(self) -> None:
        last = self.stage.diary.today.year - 2
        paper = self._paper("国民经济和社会发展统计公报汇编", "1")
        self._enter(self._drawn(0, last), paper, "final")

    def enter_last_year(self) -> None:
        """Most of them in time; the rest of the rows is owed."""
        year = self.stage.diary.today.year - 1
        paper = self._paper("上一年度国民经济和社会发展统计公报", "2")
        rows = [figure for figure in self._drawn(year, year) if figure[0].order % 4]
        self._enter(rows, paper, "final")

    def enter_running(self) -> None:
        year = self.stage.diary.today.year
        paper = self._paper("前三季度经济运行情况", "11")
        self._enter(self._drawn(year, year), paper, "provisional")
        self._typed_for_another(year)

    def _typed_for_another(self, year: int) -> None:
        """代录: the foresters hand in a stamped paper, the plan's office types."""
        row = _row(self.stage.invented, "6")
        unit = self.stage.cast.units["forestry"]
        with write_transaction():
            document, _digest = keep_file(
                file=ContentFile(stamped(), name="stamped.png"),
                title="（演示）填报单位盖章件",
                unit=unit,
                by=self.stage.publisher,
            )
        paper = self._paper("森林资源年度调查", "12", "林业和草原局")
        handover = handovers.record_handover(
            unit=unit,
            stamped=document,
            sheet_sha256=sources.sha256_of(document),
            by=self.stage.publisher,
        )
        figure = observations.Figure(
            row=row, period=year, value=Decimal("31.4"), status="provisional",
            source=paper, reporting_unit=unit,
        )  # fmt: skip
        self._record([figure], handover=handover)

    def revise(self) -> None:
        """A figure of each plan is revised by the paper that printed it."""
        for plan in self.stage.plans:
            first = Observation.objects.current().filter(row__indicator__plan=plan)
            for earlier in first.order_by("-period", "pk")[:1]:
                self._record(
                    [
                        observations.Figure(
                            row=_row(plan, earlier.row.code),
                            period=earlier.period,
                            value=(earlier.value * 99 / 100).quantize(_HUNDREDTH),
                            status="revised",
                            source=earlier.source,
                            reporting_unit=earlier.reporting_unit,
                            supersedes=earlier,
                            reason="（演示）经济普查后修订。",
                        )
                    ]
                )

    def disagree(self) -> None:
        """Another paper prints another number for the same year: both stand."""
        paper = self._paper("年度部门统计报表", "15", "发展和改革局")
        for plan in self.stage.plans:
            standing = Observation.objects.current().filter(row__indicator__plan=plan)
            other = standing.order_by("-period", "row__indicator__number", "pk")[1]
            row = _row(plan, other.row.code)
            value = (other.value * 103 / 100).quantize(_HUNDREDTH)
            self._enter([(row, other.period, value)], paper, "final")

    def hold_against(self) -> None:
        """Targets from above, a year's targets, how far "in step" reaches."""
        paper = self._paper("下达的约束性指标分解方案", "3", "发展和改革局")
        given: dict[str, Any] = {"source": paper, "by": self.stage.publisher}
        for plan in self.stage.plans:
            for row in _rows(plan):
                if row.target_form == TargetForm.ASSIGNED_ABOVE:
                    value = row.baseline_value or Decimal("13.5")
                    yardsticks.assign_target(row=row, value=value, **given)
                if row.kind == IndicatorKind.RELATION:
                    yardsticks.set_tolerance(
                        row=row, value=Decimal("0.5"), basis="real", **given
                    )
                if row.target_form == TargetForm.ANNUAL_WORDS:
                    for year in range(plan.period_start, plan.period_end + 1):
                        yardsticks.set_checkpoint(
                            row=row, period=year, value=Decimal("5.5"), **given
                        )


def invented_figures(plan: Plan, chance: random.Random) -> Iterator[Invented]:
    """Year by year from the baseline towards the target, never quite straight."""
    for row in _rows(plan):
        begin = int(plan.period_start) - 1
        base, target = row.baseline_value, row.target_value
        for step in range(1, YEARS + 1):
            if row.kind in (IndicatorKind.ANNUAL_GROWTH, IndicatorKind.RELATION):
                value = Decimal(chance.randint(48, 71)) / 10
            elif target is None and base is None:
                continue
            elif target is None or base is None or row.kind == IndicatorKind.BOUND:
                near = target if target is not None else base
                value = near * Decimal(chance.randint(955, 1035)) / 1000
            else:
                share = Decimal(step) / YEARS * Decimal(chance.randint(80, 112)) / 100
                value = base + (target - base) * share
            yield row, begin + step, value.quantize(_HUNDREDTH)


def _rows(plan: Plan) -> Any:
    standing = IndicatorRow.objects.filter(indicator__plan=plan, code__isnull=False)
    rows = standing.select_related("indicator__plan", "part")
    return rows.order_by("indicator__number", "order")


def _row(plan: Plan, code: str) -> IndicatorRow:
    row: IndicatorRow = _rows(plan).get(code=code)
    return row
