"""Reads over projects and tasks: a constant number of queries, however many."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from plan_pages.document.contents import Entry
from plan_pages.document.models import Plan

from .models import (
    Investment,
    Milestone,
    MoneyKind,
    Project,
    Responsibility,
    Stage,
    Task,
    UnitRole,
)


def listed_projects(
    plan: Plan, *, chapter: Entry | None = None, stage: str = ""
) -> QuerySet[Any]:
    """With `name`, `version`, `stage`, `stage_on`, in the order of the text."""
    rows = Project.objects.of_plan(plan.pk).with_present()
    if chapter is not None:
        rows = rows.filter(part__page__in=[entry.pk for entry in chapter.walk()])
    if stage:
        rows = rows.filter(stage=stage)
    rows = rows.select_related("part", "item__part")
    return rows.order_by("part__page__path", "part__order", "pk")


def listed_tasks(plan: Plan, *, chapter: Entry | None = None) -> QuerySet[Any]:
    """With `name`, `version`, `due_on`, in the order of the text."""
    rows = Task.objects.of_plan(plan.pk).with_present()
    if chapter is not None:
        rows = rows.filter(part__page__in=[entry.pk for entry in chapter.walk()])
    return rows.select_related("part").order_by("part__page__path", "part__order", "pk")


@dataclass
class Answerable:
    """Who answers for one thing; `duties` are rows with unit and stamped paper."""

    duties: list[Responsibility] = field(default_factory=list)

    @property
    def lead_duties(self) -> list[Responsibility]:
        return [row for row in self.duties if row.role == UnitRole.LEAD]

    @property
    def other_duties(self) -> list[Responsibility]:
        return [row for row in self.duties if row.role != UnitRole.LEAD]

    @property
    def leads(self) -> list[Any]:
        """Units."""
        return [row.unit for row in self.lead_duties]

    @property
    def cooperating(self) -> list[Any]:
        """Units."""
        return [row.unit for row in self.other_duties]


def answerable(kind: str, keys: Iterable[int]) -> dict[int, Answerable]:
    """Units by key of the thing; `kind` is indicator, project or task. One query."""
    found: dict[int, Answerable] = defaultdict(Answerable)
    rows = Responsibility.objects.standing().filter(**{f"{kind}__in": list(keys)})
    for row in rows.select_related("unit", "handover__unit"):
        found[getattr(row, f"{kind}_id")].duties.append(row)
    return found


@dataclass(frozen=True)
class YearOfMoney:
    """Sums of one year in 万元; None where nothing was said."""

    year: int
    planned: Investment | None = None
    actual: Investment | None = None


def money_of(project: Project) -> list[YearOfMoney]:
    """Standing sums, year by year. One query."""
    years: dict[int, dict[str, Investment]] = defaultdict(dict)
    rows = Investment.objects.standing().filter(project=project)
    for row in rows.select_related("source", "supersedes"):
        years[row.year][row.kind] = row
    return [
        YearOfMoney(year, said.get(MoneyKind.PLANNED), said.get(MoneyKind.ACTUAL))
        for year, said in sorted(years.items())
    ]


def total_actual(money: Sequence[YearOfMoney]) -> Decimal | None:
    """The sum of what was invested; None where no year says anything."""
    sums = [each.actual.amount for each in money if each.actual]
    return sum(sums, Decimal(0)) if sums else None


def sums_of(plan: Plan) -> dict[int, tuple[Decimal | None, Decimal | None]]:
    """(planned, actual) of all years by project; None where no year says anything."""
    found: dict[int, dict[str, Decimal]] = defaultdict(dict)
    rows = Investment.objects.standing().filter(project__plan=plan)
    for key, kind, amount in rows.values_list("project_id", "kind", "amount"):
        found[key][kind] = found[key].get(kind, Decimal(0)) + amount
    return {
        key: (said.get(MoneyKind.PLANNED), said.get(MoneyKind.ACTUAL))
        for key, said in found.items()
    }


def versions_of(thing: Project | Task) -> QuerySet[Any]:
    """The newest first, with unit, paper and stamped paper."""
    rows = thing.versions.select_related("unit", "source", "handover__unit")
    return rows.order_by("-number")


def milestones_of(thing: Project | Task) -> QuerySet[Milestone]:
    """Standing ones, the earliest due first."""
    kind = "project" if isinstance(thing, Project) else "task"
    rows = Milestone.objects.standing().filter(**{kind: thing})
    return rows.select_related("source", "supersedes")


def stage_counts(projects: Iterable[Any]) -> list[tuple[Stage | None, int]]:
    """(stage, how many) in the order of the stages, without zeros; None: not said."""
    counts: dict[str | None, int] = defaultdict(int)
    for project in projects:
        counts[project.stage] += 1
    found: list[tuple[Stage | None, int]] = [
        (stage, counts[stage]) for stage in Stage if counts[stage]
    ]
    return found + ([(None, counts[None])] if counts[None] else [])


def projects_of_item(item: Any) -> QuerySet[Any]:
    """Projects that carry a plan item out, with their present facts."""
    return Project.objects.with_present().filter(item=item).order_by("pk")


def tasks_of_item(item: Any) -> QuerySet[Any]:
    """Tasks of a plan item, with their present facts."""
    return Task.objects.with_present().filter(item=item).order_by("pk")


def of_unit(unit: Any, plan: Plan) -> list[Responsibility]:
    """What the unit answers for in this plan, leads first; names to be asked for."""
    in_plan = Q(indicator__plan=plan) | Q(project__plan=plan) | Q(task__plan=plan)
    rows = Responsibility.objects.standing().filter(in_plan, unit=unit)
    return list(rows.select_related("indicator", "project", "task", "handover__unit"))
