"""Which unit leads or cooperates on what, since when; and the ties to paragraphs."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from plan_pages.document.models import Part
from plan_pages.progress.models import Handover, Indicator, SourceDocument
from portal.accounts.models import User
from portal.clock import today
from portal.outbox.purges import purge
from portal.refusals import Refused
from portal.units.models import Unit
from portal.writing import write_transaction

from .models import Anchor, Project, Responsibility, ResponsibilityEnd, Task
from .notices import forget_anchor, forget_parts, tell
from .permissions import can_anchor
from .recording import kept, refuse_others
from .traces import leave

Subject = Indicator | Project | Task


def assign(
    *,
    unit: Unit,
    role: str,
    subject: Subject,
    by: User,
    since: datetime.date | None = None,
    source: SourceDocument | None = None,
    handover: Handover | None = None,
) -> Responsibility:
    """`unit` leads or cooperates from now on (from `since`). Leads may be several.

    Raises Refused (not_recorder, already, invalid).
    """
    refuse_others(by)
    column = {column_of(subject): subject}
    with write_transaction():
        Unit.objects.select_for_update().get(pk=unit.pk)
        if Responsibility.objects.standing().filter(unit=unit, **column).exists():
            raise Refused("already", _("这个单位已经负责这一项；请先终止原分工。"))
        row = kept(
            Responsibility(
                unit=unit, role=role, since=since or today(), source=source, by=by,
                handover=handover, **column,
            )
        )  # fmt: skip
        leave(row, about=subject)
        _forget(row)
    return row


def end(
    *,
    responsibility: Responsibility,
    reason: str,
    by: User,
    on: datetime.date | None = None,
) -> ResponsibilityEnd:
    """The unit answers for it no more. Raises Refused (not_recorder, reason, ended)."""
    refuse_others(by)
    if not reason.strip():
        raise Refused("reason", _("终止分工须写明理由，理由将公开。"))
    with write_transaction():
        held = Responsibility.objects.select_for_update().get(pk=responsibility.pk)
        if ResponsibilityEnd.objects.filter(responsibility=held).exists():
            raise Refused("ended", _("这项分工已经终止。"))
        row = kept(
            ResponsibilityEnd(
                responsibility=held, on=on or today(), reason=reason, by=by
            )
        )
        leave(row, about=held.subject, revises=True)
        _forget(held)
    return row


def set_anchor(*, part: Part, subject: Subject, by: User) -> Anchor:
    """Show `subject` beside that paragraph too.

    Raises Refused (not_allowed, other_plan, gone, already).
    """
    column = {column_of(subject): subject}
    _refuse_strangers(subject, by)
    if subject.plan_id != part.plan_id:
        raise Refused("other_plan", _("段落和关联内容不属于同一规划。"))
    if part.status != "current":
        raise Refused("gone", _("本段已不在现行文本中。"))
    with write_transaction():
        Part.objects.select_for_update().get(pk=part.pk)
        if Anchor.objects.filter(part=part, **column).exists():
            raise Refused("already", _("已经关联到这一段。"))
        anchor = Anchor.objects.create(part=part, by=by, **column)
        leave(anchor, about=subject)
        forget_anchor(anchor)
    return anchor


def remove_anchor(*, anchor: Anchor, by: User) -> None:
    """No more beside that paragraph; the ledger keeps that it was. Raises Refused
    (not_allowed).
    """
    subject: Any = anchor.indicator or anchor.project or anchor.task
    _refuse_strangers(subject, by)
    with write_transaction():
        leave(anchor, about=subject, revises=True)
        forget_anchor(anchor)
        anchor.delete()


def column_of(subject: Subject) -> str:
    """The column that points at a thing of this sort."""
    for model in (Indicator, Project, Task):
        if isinstance(subject, model):
            return str(model._meta.model_name)
    raise TypeError(f"{subject!r} has no responsible unit")


def units_of(subject: Subject) -> set[int]:
    """Keys of the units that lead or cooperate today."""
    rows = Responsibility.objects.standing().filter(**{column_of(subject): subject})
    return set(rows.values_list("unit_id", flat=True))


def _refuse_strangers(subject: Subject, by: User) -> None:
    if not can_anchor(by, units_of(subject)):
        raise Refused("not_allowed", _("只有责任单位和发布员可以关联段落。"))


def _forget(row: Responsibility) -> None:
    """The unit's page, the thing's page, and the paragraph that shows it."""
    purge(keys=[f"unit:{row.unit.key}", "units"])
    thing = row.project or row.task
    if thing is not None:
        tell(thing)
    elif row.indicator is not None:
        key = f"indicator:{row.indicator.plan_id}:{row.indicator.number}"
        forget_parts([row.indicator.part], key)
