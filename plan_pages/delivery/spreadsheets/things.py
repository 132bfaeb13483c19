"""What the sheets of projects and of tasks have in common."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from plan_pages.document.models import Part
from plan_pages.progress.models import PlanItem
from plan_pages.progress.spreadsheets import Job, Step
from portal.spreadsheets import Cell, Line

from ..models import Milestone
from ..tasks import change_milestone, set_milestone
from .finding import NEW, Finder

MILESTONES = "节点"
#: Characters of the longest cells; below what a cell is cut at when it is read.
LONGEST = 1_900
CODE = "编号"
MILESTONE_HEADS = (
    CODE, "节点名称", "计划日期", "完成日期", "来源代号", "说明",
)  # fmt: skip


@dataclass
class Things:
    """The projects (tasks) of one file by their code; new ones once they are made."""

    job: Job
    finder: Finder
    known: Mapping[str, Any]
    what: str
    new: set[str] = field(default_factory=set)
    made: dict[str, Any] = field(default_factory=dict)

    def announce(self, cell: Cell) -> Any:
        """The thing that a line of the first sheet is about; None: a new one."""
        code, problems = cell.text, self.job.problems
        if code in self.known:
            return self.known[code]
        if not NEW.fullmatch(code):
            mend = f"已有的{self.what}照页面上的编号填写，新的写 新1、新2。"
            problems.add(cell.where, f"没有编号“{code}”。", mend)
        elif code in self.new:
            problems.add(cell.where, f"编号“{code}”重复。", "请换一个编号。")
        self.new.add(code)
        return None

    def named_by(self, cell: Cell) -> Callable[[], Any] | None:
        """How to get, when its step runs, the thing that a further sheet names."""
        code = cell.text
        if code in self.known:
            return lambda: self.known[code]
        if code in self.new:
            return lambda: self.made[code]
        mend = f"请填已有{self.what}的编号，或前一张表里的 新1、新2。"
        self.job.problems.add(cell.where, f"没有编号“{code}”。", mend)
        return None

    def add(self, line: Line, said: str, write: Callable[[Any], object], head: str,
            heads: Mapping[str, str] | None = None) -> None:  # fmt: skip
        """A step about the thing that the line's code names, unless that failed."""
        thing = self.named_by(line.cells[CODE])
        if thing is None:
            return
        code = line.cells[CODE].text

        def do() -> None:
            if code in self.known or code in self.made:
                write(thing())

        step = Step(line, f"{self.name_of(code)}：{said}", do, head, heads or {})
        self.job.steps.append(step)

    def home(self, line: Line) -> tuple[Part | None, PlanItem | None]:
        """Where a new one stands in the plan."""
        cells = line.cells
        return self.finder.home(cells["规划项目编号"], cells["段落编号"])

    def revise(
        self, line: Line, known: Any, facts: dict[str, Any], source: Any, note: str,
        write: Callable[..., object],
    ) -> None:  # fmt: skip
        """A step for what the line changes of the thing, if it changes anything."""
        last, job = known.versions.latest("number"), self.job
        changed = {
            name: value
            for name, value in facts.items()
            if _alike(getattr(last, name)) != _alike(value)
        }
        if source is not None and last.source_id != source.pk:
            changed["source"] = source
        if not changed:
            return

        def do() -> None:
            if "source" in changed:
                changed["source"] = job.kept(source)
            write(note=note, by=job.by, unit=job.unit, handover=job.handover, **changed)

        said = f"修改：{known.name}（{note or '没有写修改说明'}）"
        head = f"{self.what}名称"
        job.steps.append(Step(line, said, do, head, {"note": "修改说明"}))

    def name_of(self, code: str) -> str:
        return str(self.known[code].name) if code in self.known else code


def fitting(text: str) -> str | None:
    """What a cell can hold; an empty cell says: as it is."""
    return text if len(text) <= LONGEST else None


def _alike(value: Any) -> Any:
    """A spreadsheet keeps neither the spaces around a text nor its carriage returns."""
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def read_milestones(things: Things) -> None:
    for line in things.job.sheets[MILESTONES]:
        _milestone(things, line)


def _milestone(things: Things, line: Line) -> None:
    job, cells = things.job, line.cells
    before = job.problems.total
    name = job.cells.text(cells["节点名称"], "节点名称", 200)
    standing = _standing(things, cells[CODE].text, name)
    due = job.cells.day(cells["计划日期"], "计划日期", needed=standing is None)
    done = job.cells.day(cells["完成日期"], "完成日期", needed=False)
    source = job.papers.named_by(cells["来源代号"], needed=False)
    reason = job.cells.text(cells["说明"], "说明", 300, needed=False)
    if job.problems.total > before:
        return

    def write(thing: Any) -> None:
        paper = job.kept(source)
        if standing is not None:
            change_milestone(
                milestone=standing, reason=reason, due_on=due, done_on=done,
                source=paper, by=job.by,
            )  # fmt: skip
        elif due is not None:
            set_milestone(
                of=thing, name=name, due_on=due, done_on=done, source=paper, by=job.by
            )

    said = f"节点“{name}”" + ("（更新）" if standing else "")
    heads = {"reason": "说明", "future": "完成日期"}
    things.add(line, said, write, "节点名称", heads)


def _standing(things: Things, code: str, name: str) -> Milestone | None:
    """The milestone of that name which the thing has."""
    thing = things.known.get(code)
    if thing is None:
        return None
    return thing.milestones.filter(superseded_by__isnull=True, name=name).first()
