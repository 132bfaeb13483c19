"""Parts follow the text: reconciled with what is published, retired, never deleted.

A part that is found again keeps its public id; one whose text is exactly cut or joined
is superseded by what it became; one that is gone is retired. What of an adopted plan's
text changed is written down with its reason (PartAmendment, append-only).
"""

from typing import Any

from django.db import transaction

from . import search
from .changes import Changes
from .errors import ReasonRequired
from .models import Division, Part, Plan
from .reconciling import Reconciliation

PlanPage = Plan | Division


@transaction.atomic
def reconcile(*, page: PlanPage, reason: str | None = None, by: Any = None) -> Changes:
    """Make the Parts of one page agree with its saved text.

    Raises ReasonRequired when that changes an adopted plan and no reason is given.
    """
    old = Part.objects.current().filter(page_id=page.pk).order_by("order")
    # Read again: a stream gets its block ids when it is saved.
    saved = type(page).objects.get(pk=page.pk)
    return _reconcile(plan_of(page), list(old), [saved], reason, by)


@transaction.atomic
def reconcile_plan(*, plan: Plan, reason: str | None = None, by: Any = None) -> Changes:
    """The same for a whole plan at once, so that parts may move between pages."""
    return _reconcile(plan, current_parts(plan), pages_in_text(plan), reason, by)


def current_parts(plan: Plan) -> list[Part]:
    """The plan's parts in printed order."""
    return list(Part.objects.current().of_plan(plan.pk).in_order())


def pages_in_text(plan: Plan) -> list[PlanPage]:
    """The plan's page and the divisions that stand in its text, in printed order."""
    divisions = Division.objects.filter(plan=plan, expired=False).order_by("path")
    return [Plan.objects.get(pk=plan.pk), *divisions]


def plan_of(page: PlanPage) -> Plan:
    return page if isinstance(page, Plan) else page.plan


def _reconcile(
    plan: Plan,
    old: list[Part],
    pages: list[PlanPage],
    reason: str | None,
    by: Any,
) -> Changes:
    homes = {page.pk for page in pages} | {part.page_id for part in old}
    run = Reconciliation(plan, old, pages)
    if run.changes and not run.is_first and plan.is_adopted and not reason:
        raise ReasonRequired
    run.write()
    if run.changes or run.is_first:
        search.text_changed(homes)
    if reason and not run.is_first:
        run.record(reason, by)
    return run.changes
