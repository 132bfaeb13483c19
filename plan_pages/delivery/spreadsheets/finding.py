"""What a cell names: a unit, a place in the text, a thing that units answer for."""

import re
from typing import Any

from plan_pages.document.models import Part, Plan
from plan_pages.progress.models import Indicator, PlanItem
from portal.spreadsheets import Cell, Problems
from portal.units.models import Unit

from ..models import Project, Task

#: What a new project or task is called inside one file.
NEW = re.compile(r"新\d{1,4}")


class Finder:
    """Reads each sort of thing once, whatever the file's length."""

    def __init__(self, plan: Plan, problems: Problems) -> None:
        self.plan, self.problems = plan, problems
        self.units: dict[str, Unit] = {}
        for unit in Unit.objects.all():
            for word in (unit.key, unit.short_name, unit.name):
                self.units[word] = unit
        self.indicators = {
            str(row.number): row
            for row in Indicator.objects.filter(plan=plan, number__isnull=False)
        }
        items = PlanItem.objects.current().filter(plan=plan).select_related("part")
        self.items = {item.part.public_id: item for item in items}
        self.projects = things_of(Project, plan)
        self.tasks = things_of(Task, plan)
        self._parts: dict[str, Part | None] = {}

    def unit(self, cell: Cell) -> Unit | None:
        return self._one(self.units, cell, "单位", "请写本站登记的全称、简称或代号。")

    def indicator(self, cell: Cell) -> Indicator | None:
        return self._one(self.indicators, cell, "指标", "请写规划附表的序号，如 3。")

    def project(self, cell: Cell) -> Project | None:
        return self._one(self.projects, cell, "项目", "请照项目页上的编号填写。")

    def task(self, cell: Cell) -> Task | None:
        return self._one(self.tasks, cell, "任务", "请照任务页上的编号填写。")

    def item(self, cell: Cell) -> PlanItem | None:
        if not cell.text:
            return None
        return self._one(self.items, cell, "规划项目", "请从“规划项目”的CSV里抄编号。")

    def part(self, cell: Cell) -> Part | None:
        """A current paragraph of the plan, by its id."""
        wanted = cell.text.lower()
        if wanted not in self._parts:
            rows = Part.objects.current().of_plan(self.plan.pk)
            self._parts[wanted] = rows.filter(public_id=wanted).first()
        return self._one(
            self._parts, cell, "规划段落", "请抄段落旁网址末尾的八位编号。", wanted
        )

    def home(self, item: Cell, part: Cell) -> tuple[Part | None, PlanItem | None]:
        """Where a new thing stands: its plan item's place, or the paragraph named."""
        found = self.item(item)
        if part.text:
            return self.part(part), found
        if found is None and not item.text:
            self.problems.add(
                item.where, "没有写它在规划的哪里。", "请填规划项目编号或段落编号。"
            )
        return (found.part if found else None), found

    def _one(
        self, known: Any, cell: Cell, what: str, mend: str, wanted: str | None = None
    ) -> Any:
        found = known.get(cell.text if wanted is None else wanted)
        if found is None and not cell.formula:
            said = f"没有这个{what}“{cell.text}”。" if cell.text else f"没有写{what}。"
            self.problems.add(cell.where, said, mend)
        return found


def things_of(model: Any, plan: Plan) -> dict[str, Any]:
    """Projects or tasks with their present `name`, by public id."""
    rows = model.objects.of_plan(plan.pk).with_present()
    found = rows.select_related("part", "item__part").order_by("pk")
    return {row.public_id: row for row in found}
