"""Who answers for what today, and since or until when it can be reported on."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Q

from plan_pages.delivery.models import ProjectVersion, Responsibility, TaskVersion
from plan_pages.delivery.models.project import Project, Stage
from plan_pages.disclosure.models import UpdateVersion
from plan_pages.disclosure.states import Delivery
from plan_pages.document.models import Plan

from .states import Subject

#: Said of something, it owes nothing for the periods after.
FINISHED = (Delivery.COMPLETED, Delivery.STOPPED)
#: Kind and primary key: the unit's for a report of the unit.
Key = tuple[str, int]


@dataclass
class Reported:
    """It owes nothing for a period that ends before `begins`, nor for one that begins
    after `finished`.
    """

    key: Key
    units: list[int] = field(default_factory=list)
    begins: datetime.date | None = None
    finished: datetime.date | None = None

    def owes(self, first_day: datetime.date, last_day: datetime.date) -> bool:
        early = self.begins is not None and last_day < self.begins
        return not early and (self.finished is None or first_day <= self.finished)


def reported(plan: Plan, on: datetime.date) -> dict[str, list[Reported]]:
    """By kind, what some unit leads on that day. Five queries, whatever the number."""
    begins, finished = dict(_begins(plan)), _finished(plan)
    found: dict[Key, Reported] = {}
    for key, unit_id in _led(plan, on):
        thing = found.setdefault(
            key, Reported(key, [], begins.get(key), finished.get(key))
        )
        thing.units.append(unit_id)
        report: Key = (Subject.UNIT, unit_id)
        found.setdefault(report, Reported(report, [unit_id]))
    by_kind: dict[str, list[Reported]] = defaultdict(list)
    for thing in found.values():
        by_kind[thing.key[0]].append(thing)
    return by_kind


def _led(plan: Plan, on: datetime.date) -> Iterator[tuple[Key, int]]:
    """(what, unit) of every standing lead; what left the text is left out."""
    ours = (
        Q(indicator__plan=plan, indicator__number__isnull=False)
        | Q(project__plan=plan)
        | Q(task__plan=plan)
    )
    rows = Responsibility.objects.leading().filter(ours, since__lte=on)
    for unit_id, *keys in rows.values_list(
        "unit_id", "indicator_id", "project_id", "task_id"
    ):
        for kind, pk in zip(
            (Subject.INDICATOR, Subject.PROJECT, Subject.TASK), keys, strict=True
        ):
            if pk is not None:
                yield (kind, pk), unit_id


def _begins(plan: Plan) -> Iterator[tuple[Key, datetime.date]]:
    """First days that projects and tasks name themselves, by their last version."""
    projects = ProjectVersion.objects.filter(project__plan=plan).order_by("number")
    years: dict[int, int | None] = dict(
        projects.values_list("project_id", "first_year")
    )
    for pk, year in years.items():
        if year is not None:
            yield (Subject.PROJECT, pk), datetime.date(year, 1, 1)
    tasks = TaskVersion.objects.filter(task__plan=plan).order_by("number")
    for pk, day in dict(tasks.values_list("task_id", "starts_on")).items():
        if day is not None:
            yield (Subject.TASK, pk), day


def _finished(plan: Plan) -> dict[Key, datetime.date]:
    """Last days of what is said to be completed or stopped, or was taken off."""
    found: dict[Key, datetime.date] = {}
    last: dict[Key, tuple[str, datetime.date]] = {}
    said = UpdateVersion.objects.standing().filter(update__plan=plan)
    said = said.order_by("period_end", "published_on", "pk")
    for project_id, task_id, delivery, end in said.values_list(
        "update__project_id", "update__task_id", "delivery", "period_end"
    ):
        for kind, pk in ((Subject.PROJECT, project_id), (Subject.TASK, task_id)):
            if pk is not None:
                last[kind, pk] = (delivery, end)
    found.update(
        (key, end) for key, (delivery, end) in last.items() if delivery in FINISHED
    )
    taken_off = Project.objects.of_plan(plan.pk).with_present()
    taken_off = taken_off.filter(stage=Stage.WITHDRAWN)
    for pk, day in taken_off.values_list("pk", "stage_on"):
        found[Subject.PROJECT, pk] = day
    return found
