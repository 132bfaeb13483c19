"""What waits for whom: the head's desk, the office's desk, what was sent back."""

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from portal.accounts.roles import Role, has_role
from portal.clock import BEIJING
from portal.pages.staff import Duty, duties

from .models import PublishingOfficeTask, UnitHeadTask, Update
from .naming import name_of
from .permissions import can_approve_for, can_draft_for, can_publish

_SUBJECTS = ("unit", "indicator", "project", "task", "part__page")


def at_head(unit_id: int | None) -> QuerySet[Update]:
    """Drafts of the unit that its head has to judge; who waits longest comes first."""
    return _waiting(UnitHeadTask).filter(unit_id=unit_id or 0)


def at_office() -> QuerySet[Update]:
    """Approved by their heads, waiting for the release."""
    return _waiting(PublishingOfficeTask)


def sent_back(unit_id: int | None) -> QuerySet[Update]:
    """Drafts of the unit that somebody wants changed."""
    states = workflows(WorkflowState.STATUS_NEEDS_CHANGES)
    rows = Update.objects.of_unit(unit_id).filter(Exists(states))
    since = Subquery(states.values("current_task_state__finished_at")[:1])
    return rows.annotate(since=since).order_by("since", "pk")


def workflows(status: str) -> QuerySet[WorkflowState]:
    """Of the update of an outer query; its key is text there, a number here."""
    return WorkflowState.objects.filter(
        base_content_type__app_label="disclosure",
        base_content_type__model="update",
        object_id=Cast(OuterRef("pk"), CharField(max_length=255)),
        status=status,
    )


def _waiting(task: type) -> QuerySet[Update]:
    states = workflows(WorkflowState.STATUS_IN_PROGRESS).filter(
        current_task_state__task__in=task.objects.values("pk")  # type: ignore[attr-defined]
    )
    since = Subquery(states.values("current_task_state__started_at")[:1])
    rows = Update.objects.filter(Exists(states)).annotate(since=since)
    return rows.order_by("since", "pk")


@duties.register
def duties_of(user: Any, most: int) -> Iterable[Duty]:
    """Three queries for a head, one more for whom else; none for other roles."""
    unit_id = user.unit_id
    if can_approve_for(user, unit_id):
        yield from _lines(at_head(unit_id), _("批准进展填报"), _("看稿"), most)
    if can_publish(user):
        yield from _lines(at_office(), _("发布审查"), _("审查"), most)
    if unit_id and can_draft_for(user, unit_id) and has_role(user, Role.EDITOR):
        yield from _lines(sent_back(unit_id), _("修改后再送"), _("修改"), most)


def _lines(rows: QuerySet[Any], task: Any, button: Any, most: int) -> Iterable[Duty]:
    for row in rows.select_related(*_SUBJECTS)[:most]:
        day = timezone.localtime(row.since, BEIJING).date() if row.since else None
        yield Duty(
            task=task,
            reference=row.public_id,
            place=f"{row.unit} · {name_of(row.subject)}",
            button=button,
            url=reverse("disclosure_case", args=[row.public_id]),
            since=day,
        )
