"""Obligations as people read them: what, whose, by when, on what ground."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plan_pages.delivery.models import ProjectVersion, TaskVersion
from plan_pages.disclosure import periods
from plan_pages.document.current import plan_facts
from plan_pages.document.models import Plan
from portal.clock import today, working_days_between

from .models import Obligation, ObligationExtension
from .states import ClockState, Subject

_FACT = "has_obligations"
NAMED = (
    "rule", "unit", "plan", "indicator__part", "project__part", "task__part",
)  # fmt: skip


@dataclass(frozen=True)
class Owed:
    """A line. `name` is the plan's or the unit's own Chinese where `own_words`."""

    obligation: Any
    at: datetime.date

    @property
    def state(self) -> ClockState:
        return ClockState(self.obligation.clock)

    @property
    def is_overdue(self) -> bool:
        return self.state == ClockState.OVERDUE

    @property
    def due_on(self) -> datetime.date:
        """With its extensions."""
        return self.obligation.last_day

    @property
    def is_extended(self) -> bool:
        return self.obligation.last_day != self.obligation.due_on

    @property
    def name(self) -> str:
        """Of what is to be reported on."""
        row = self.obligation
        if row.indicator is not None:
            return f"{row.indicator.number or ''} {row.indicator.name}".strip()
        return row.project_name or row.task_name or row.unit.name

    @property
    def period(self) -> str:
        return periods.words(self.obligation.period)

    @property
    def title(self) -> str:
        """`失能老人养护院项目 2026年第三季度 季度进展`"""
        return f"{self.name} {self.period} {self.obligation.rule.name}"

    @property
    def kind(self) -> str:
        return str(Subject(self.obligation.subject).label)

    @property
    def basis(self) -> str:
        return self.obligation.rule.get_basis_display()

    @property
    def days_late(self) -> int:
        """Working days since the due day; 0 where it is not overdue."""
        late = working_days_between(self.due_on, self.at)
        return late if self.is_overdue else 0

    @property
    def late_words(self) -> str:
        """`逾期 12 个工作日`; a weekend after the due day is overdue all the same."""
        if not self.days_late:
            return _("已逾期")
        words = ngettext(
            "逾期 %(days)d 个工作日", "逾期 %(days)d 个工作日", self.days_late
        )
        return words % {"days": self.days_late}

    @property
    def fields(self) -> list[str]:
        return [str(field.label) for field in self.obligation.rule.required]


def anything_owed(plan: str) -> Exists:
    """Of the `plan` of an outer query, whatever its state."""
    return Exists(Obligation.objects.filter(plan=OuterRef(plan)))


plan_facts.register((_FACT, anything_owed))


def has_obligations(plan: Plan) -> bool:
    """Known with the current plan: a query only for another one."""
    if hasattr(plan, _FACT):
        return bool(getattr(plan, _FACT))
    return Obligation.objects.of_plan(plan.pk).exists()


def owed(
    rows: QuerySet[Any], at: datetime.date | None = None, *, most: int | None = None
) -> list[Owed]:
    """`rows` as `with_clock` annotates them, the earliest due first; one query."""
    projects = ProjectVersion.objects.filter(project=OuterRef("project"))
    tasks = TaskVersion.objects.filter(task=OuterRef("task"))
    extension = ObligationExtension.objects.filter(obligation=OuterRef("pk"))
    named = rows.select_related(*NAMED).annotate(
        project_name=Subquery(projects.order_by("-number").values("name")[:1]),
        task_name=Subquery(tasks.order_by("-number").values("name")[:1]),
        extension_reason=Subquery(extension.order_by("-due_on").values("reason")[:1]),
    )
    day = at or today()
    return [Owed(row, day) for row in named.order_by("last_day", "pk")[:most]]
