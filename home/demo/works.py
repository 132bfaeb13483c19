"""What the plans promised becomes projects and tasks, each with its units, stages,
sums and milestones; and who reads which chapter.
"""

import datetime
import itertools
from decimal import Decimal
from typing import Any

from feedback.congress import assignments
from plan_pages.delivery import projects, responsibilities, tasks
from plan_pages.delivery.models import Project, Task
from plan_pages.document.models import Division, Part, Plan
from plan_pages.progress.models import Indicator, PlanItem
from portal.clock import today

from .stage import Stage, part_at
from .stories import ANCHORS, ROADS

#: Items of the real plan that get a project; of the invented plan all get one.
OF_THE_REAL_PLAN = 20
#: Sections of the real plan whose paragraphs become tasks.
TASKS_OF_THE_REAL_PLAN = ("12/4", "15/2")
CLASSES = ("new_start", "continued", "to_complete")


class Works:
    """`projects` and `tasks` grow on the day of `register`."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.projects: list[Project] = []
        self.tasks: list[Task] = []

    def register(self) -> None:
        for plan in self.stage.plans:
            for number, item in enumerate(self._items(plan)):
                self._project(item, number)
            for indicator in Indicator.objects.current().filter(plan=plan):
                self._lead(indicator, indicator.name)
            self._tasks(plan)
            self._assign(plan)
        self._anchor()

    def _items(self, plan: Plan) -> list[PlanItem]:
        items = PlanItem.objects.current().filter(plan=plan).order_by("order")
        shown = list(items.select_related("part", "plan"))
        if len(shown) > OF_THE_REAL_PLAN:
            drawn = self.stage.chance.sample(shown, OF_THE_REAL_PLAN)
            shown = sorted(drawn, key=lambda item: item.order)
        return shown

    def _project(self, item: PlanItem, number: int) -> None:
        first = item.plan.period_start
        chance = self.stage.chance
        project = projects.add_project(
            part=item.part,
            item=item,
            by=self.stage.publisher,
            name=f"（演示）{item.name}"[:100],
            content="（演示）按规划分年度实施。",
            first_year=first,
            last_year=first + chance.randint(1, 4),
            total_investment=Decimal(chance.randint(8, 300) * 100),
        )
        self._lead(project, item.name)
        self.projects.append(project)
        for days, stage, note in ROADS[number % len(ROADS)]:
            self.stage.diary.ago(
                days, lambda stage=stage, note=note: self._enter(project, stage, note)
            )
        if item.plan == self.stage.invented or number % 4 == 0:
            self._sums(project, item.plan, number)
            self._milestones(project, number)

    def _enter(self, project: Project, stage: str, note: str) -> None:
        projects.enter_stage(
            project=project, stage=stage, on=today(), note=note, by=self.stage.publisher
        )

    def _sums(self, project: Project, plan: Plan, number: int) -> None:
        """Planned in spring, spent by autumn; some plans were changed in between."""
        year = min(self.stage.diary.today.year, plan.period_end)
        planned = Decimal(self.stage.chance.randint(20, 400) * 10)

        def plan_it() -> None:
            projects.record_investment(
                project=project, year=year, kind="planned", amount=planned,
                annual_class=CLASSES[number % 3], by=self.stage.publisher,
            )  # fmt: skip

        def change_it() -> None:
            projects.record_investment(
                project=project, year=year, kind="planned", amount=planned * 9 / 10,
                annual_class=CLASSES[number % 3], reason="（演示）年中调整投资计划。",
                by=self.stage.publisher,
            )  # fmt: skip

        def spend_it() -> None:
            share = Decimal(self.stage.chance.randint(40, 104)) / 100
            projects.record_investment(
                project=project, year=year, kind="actual", amount=planned * share,
                by=self.stage.publisher,
            )  # fmt: skip

        self.stage.diary.ago(240, plan_it)
        if number % 5 == 1:
            self.stage.diary.ago(140, change_it)
        self.stage.diary.ago(40, spend_it)

    def _milestones(self, of: Project | Task, number: int) -> None:
        """One that was due in summer: reached, put off or missed; one still ahead."""
        end = self.stage.diary.today
        first = end - datetime.timedelta(days=120)

        def set_them() -> None:
            by = self.stage.publisher
            early = tasks.set_milestone(
                of=of, name="（演示）完成前期手续", due_on=first, by=by
            )
            ahead = end + datetime.timedelta(days=150)
            tasks.set_milestone(of=of, name="（演示）通过验收", due_on=ahead, by=by)
            if number % 3 == 0:
                self.stage.diary.ago(118, lambda: self._reached(early))
            elif number % 3 == 1:
                self.stage.diary.ago(125, lambda: self._put_off(early))

        self.stage.diary.ago(300, set_them)

    def _reached(self, milestone: Any) -> None:
        tasks.change_milestone(
            milestone=milestone, done_on=today(), reason="（演示）按期完成。",
            by=self.stage.publisher,
        )  # fmt: skip

    def _put_off(self, milestone: Any) -> None:
        tasks.change_milestone(
            milestone=milestone,
            due_on=milestone.due_on + datetime.timedelta(days=180),
            reason="（演示）管线迁改未完成，延后半年。",
            by=self.stage.publisher,
        )

    def _tasks(self, plan: Plan) -> None:
        invented = plan == self.stage.invented
        where = () if invented else TASKS_OF_THE_REAL_PLAN
        for number, part in enumerate(self.stage.paragraphs(plan, *where)):
            name = part.text.split("。")[0]
            if len(name) > 16:  # no promise that names itself first
                continue
            task = tasks.add_task(
                part=part,
                by=self.stage.publisher,
                name=f"（演示）{name}",
                deliverable="（演示）年度工作总结和完成清单。",
                timetable="（演示）规划期内逐年推进。",
                starts_on=datetime.date(plan.period_start, 1, 1),
                due_on=datetime.date(plan.period_end, 12, 31),
            )
            self.tasks.append(task)
            lead = self._lead(task, part.text)
            for _helper in range(1 + number % 2):
                self._cooperate(task, lead)
            self._milestones(task, number)

    def _cooperate(self, task: Task, lead: Any) -> None:
        helping = [row.unit for row in task.responsibilities.select_related("unit")]
        responsibilities.assign(
            unit=self.stage.other_unit(lead, *helping), role="cooperating",
            subject=task, by=self.stage.publisher,
        )  # fmt: skip

    def _lead(self, subject: Any, name: str) -> Any:
        unit = self.stage.unit_for(name)
        responsibilities.assign(
            unit=unit, role="lead", subject=subject, by=self.stage.publisher
        )
        return unit

    def _assign(self, plan: Plan) -> None:
        """The chapters by turns to the two reviewers."""
        chapters = Division.objects.filter(plan=plan, level="chapter").order_by("path")
        for chapter, number in zip(chapters, itertools.cycle((1, 2)), strict=False):
            reviewer = self.stage.cast.users[f"reviewer-{number}"]
            assignments.assign(reviewer=reviewer, chapter=chapter, by=self.stage.office)

    def _anchor(self) -> None:
        """What is measured or built shows beside the paragraph that promised it."""
        plan = self.stage.invented
        for number, where, paragraph in ANCHORS:
            responsibilities.set_anchor(
                part=part_at(f"{plan.key}/{where}", paragraph),
                subject=Indicator.objects.get(plan=plan, number=number),
                by=self.stage.publisher,
            )
        beside: dict[int, Part] = {}
        for part in self.stage.paragraphs(plan):
            beside.setdefault(part.page_id, part)
        for project in self.projects:
            first = beside.get(project.part.page_id)
            if first is not None and project.plan_id == plan.pk:
                responsibilities.set_anchor(
                    part=first, subject=project, by=self.stage.publisher
                )
