"""Tasks: entered and revised; the milestones of tasks and projects."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from plan_pages.document.models import Part
from plan_pages.progress.models import Handover, PlanItem, SourceDocument
from portal.accounts.models import User
from portal.clock import today
from portal.refusals import Refused
from portal.writing import write_transaction

from .models import Milestone, Project, Task, TaskVersion
from .notices import tell
from .recording import kept, refuse_other_plan, refuse_others, revised
from .traces import leave

#: What a version says.
FACTS = (
    "name", "unit", "source", "deliverable", "timetable", "starts_on", "due_on",
)  # fmt: skip


def add_task(
    *,
    part: Part,
    by: User,
    item: PlanItem | None = None,
    handover: Handover | None = None,
    **facts: Any,
) -> Task:
    """A task at its promise in the text, with version 1. `facts`: any of FACTS.

    Raises Refused (not_recorder, other_plan, invalid).
    """
    refuse_others(by)
    refuse_other_plan(part, item)
    if unknown := facts.keys() - set(FACTS):
        raise TypeError(f"unknown facts: {sorted(unknown)}")
    with write_transaction():
        task = kept(Task(plan_id=part.plan_id, part=part, item=item))
        _version(task, 1, "", by, facts | {"handover": handover})
        tell(task)
    return task


def revise_task(
    *, task: Task, note: str, by: User, handover: Handover | None = None, **facts: Any
) -> TaskVersion:
    """The next version: what is not given stays. `note` says what changed, publicly.

    Raises Refused (not_recorder, note, unchanged, invalid).
    """
    refuse_others(by)
    if not note.strip():
        raise Refused("note", _("修改须写明改了什么，说明将公开。"))
    with write_transaction():
        held = Task.objects.select_for_update().get(pk=task.pk)
        last = held.versions.latest("number")
        said = revised(last, facts, FACTS) | {"handover": handover}
        version = _version(held, last.number + 1, note, by, said)
        tell(held)
    return version


def set_milestone(
    *,
    of: Project | Task,
    name: str,
    due_on: datetime.date,
    by: User,
    done_on: datetime.date | None = None,
    source: SourceDocument | None = None,
) -> Milestone:
    """What by when. Raises Refused (not_recorder, future, invalid)."""
    refuse_others(by)
    _refuse_future(done_on)
    kind = "project" if isinstance(of, Project) else "task"
    with write_transaction():
        row = kept(
            Milestone(
                name=name, due_on=due_on, done_on=done_on, source=source,
                entered_on=today(), by=by, **{kind: of},
            )
        )  # fmt: skip
        leave(row, about=of)
        tell(of)
    return row


def change_milestone(
    *,
    milestone: Milestone,
    reason: str,
    by: User,
    due_on: datetime.date | None = None,
    done_on: datetime.date | None = None,
    source: SourceDocument | None = None,
) -> Milestone:
    """A later day, or that it was reached: a row in its place, with a public reason.

    Raises Refused (not_recorder, reason, future, superseded, invalid).
    """
    refuse_others(by)
    _refuse_future(done_on)
    if not reason.strip():
        raise Refused("reason", _("改动节点须写明理由，理由将公开。"))
    with write_transaction():
        held = Milestone.objects.select_for_update().get(pk=milestone.pk)
        if Milestone.objects.filter(supersedes=held).exists():
            raise Refused("superseded", _("这个节点已有新的记录。"))
        row = kept(
            Milestone(
                project_id=held.project_id, task_id=held.task_id, name=held.name,
                due_on=due_on or held.due_on, done_on=done_on or held.done_on,
                source=source, supersedes=held, reason=reason, entered_on=today(),
                by=by,
            )
        )  # fmt: skip
        thing: Any = row.project or row.task
        leave(row, about=thing, revises=True)
        tell(thing)
    return row


def _refuse_future(done_on: datetime.date | None) -> None:
    if done_on and done_on > today():
        raise Refused("future", _("日期不能晚于今天。"))


def _version(
    task: Task, number: int, note: str, by: User, facts: dict[str, Any]
) -> TaskVersion:
    version = kept(
        TaskVersion(
            task=task, number=number, note=note, published_on=today(), by=by, **facts
        )
    )
    leave(version, about=task, revises=number > 1)
    return version
