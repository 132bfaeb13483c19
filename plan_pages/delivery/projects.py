"""Projects: entered, revised, moved from stage to stage, with their sums."""

import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from plan_pages.document.models import Part
from plan_pages.progress.models import Handover, PlanItem, SourceDocument
from portal.accounts.models import User
from portal.clock import today
from portal.refusals import Refused
from portal.writing import write_transaction

from .models import Investment, Project, ProjectVersion, Stage, StageChange
from .notices import tell
from .recording import kept, refuse_other_plan, refuse_others, revised
from .traces import leave

#: What a version says; money in 万元.
FACTS = (
    "name", "unit", "source", "content", "site", "builder", "first_year", "last_year",
    "total_investment",
)  # fmt: skip


def add_project(
    *,
    part: Part,
    by: User,
    item: PlanItem | None = None,
    handover: Handover | None = None,
    **facts: Any,
) -> Project:
    """A project at its home in the text, with version 1. `facts`: any of FACTS.
    `handover`: the unit's stamped paper that the office typed from (代录).

    Raises Refused (not_recorder, other_plan, invalid).
    """
    refuse_others(by)
    refuse_other_plan(part, item)
    if unknown := facts.keys() - set(FACTS):
        raise TypeError(f"unknown facts: {sorted(unknown)}")
    with write_transaction():
        project = kept(Project(plan_id=part.plan_id, part=part, item=item))
        _version(project, 1, "", by, facts | {"handover": handover})
        tell(project)
    return project


def revise_project(
    *,
    project: Project,
    note: str,
    by: User,
    handover: Handover | None = None,
    **facts: Any,
) -> ProjectVersion:
    """The next version: what is not given stays. `note` says what changed, publicly.

    Raises Refused (not_recorder, note, unchanged, invalid).
    """
    refuse_others(by)
    if not note.strip():
        raise Refused("note", _("修改须写明改了什么，说明将公开。"))
    with write_transaction():
        held = Project.objects.select_for_update().get(pk=project.pk)
        last = held.versions.latest("number")
        said = revised(last, facts, FACTS) | {"handover": handover}
        version = _version(held, last.number + 1, note, by, said)
        tell(held)
    return version


def enter_stage(
    *,
    project: Project,
    stage: str,
    on: datetime.date,
    by: User,
    source: SourceDocument | None = None,
    note: str = "",
) -> StageChange:
    """From `on` the project is in `stage`. Suspending or taking off names a document
    or a reason.

    Raises Refused (not_recorder, future, same_stage, document, invalid).
    """
    refuse_others(by)
    if on > today():
        raise Refused("future", _("日期不能晚于今天。"))
    if stage in (Stage.SUSPENDED, Stage.WITHDRAWN) and not (source or note.strip()):
        raise Refused("document", _("暂缓或调出须写明文件或理由。"))
    with write_transaction():
        held = Project.objects.select_for_update().get(pk=project.pk)
        last = held.stages.order_by("-on", "-pk").first()
        if last and last.stage == stage and last.on <= on:
            raise Refused("same_stage", _("项目已在这个阶段。"))
        change = kept(
            StageChange(
                project=held, stage=stage, on=on, source=source, note=note,
                entered_on=today(), by=by,
            )
        )  # fmt: skip
        leave(change, about=held)
        tell(held)
    return change


def record_investment(
    *,
    project: Project,
    year: int,
    kind: str,
    amount: Decimal,
    by: User,
    annual_class: str = "",
    source: SourceDocument | None = None,
    reason: str = "",
) -> Investment:
    """A sum in 万元. Where one of that year and kind stands, it takes its place.

    Raises Refused (not_recorder, reason, invalid).
    """
    refuse_others(by)
    with write_transaction():
        held = Project.objects.select_for_update().get(pk=project.pk)
        standing = Investment.objects.standing()
        before = standing.filter(project=held, year=year, kind=kind).first()
        if before and not reason.strip():
            raise Refused("reason", _("更正金额须写明理由，理由将公开。"))
        row = kept(
            Investment(
                project=held, year=year, kind=kind, amount=amount, source=source,
                annual_class=annual_class, supersedes=before,
                reason=reason if before else "", entered_on=today(), by=by,
            )
        )  # fmt: skip
        leave(row, about=held, revises=before is not None)
        tell(held)
    return row


def _version(
    project: Project, number: int, note: str, by: User, facts: dict[str, Any]
) -> ProjectVersion:
    version = kept(
        ProjectVersion(
            project=project, number=number, note=note, published_on=today(), by=by,
            **facts,
        )
    )  # fmt: skip
    leave(version, about=project, revises=number > 1)
    return version
