"""Writes to a plan as a whole: its phase, and which one is current."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from portal.ledger.entries import record
from portal.ledger.models import EntryType
from portal.outbox.purges import purge_everything
from portal.refusals import Refused

from .models import Plan
from .permissions import can_set_plan


@transaction.atomic
def enter_phase(*, plan: Plan, phase: str, by: Any = None) -> None:
    """Put the plan into another phase; the phase it is in changes nothing.

    `by` is None where the machine's operator says so, by a command. Raises Refused
    (not_allowed).
    """
    _refuse(by)
    if plan.phase == phase:
        return
    purge_everything()
    plan.phase = phase
    Plan.objects.filter(pk=plan.pk).update(phase=phase)
    log(instance=plan, action="wagtail.edit", user=by, data={"phase": phase})
    _record(plan, phase=phase)


@transaction.atomic
def make_current(*, plan: Plan, by: Any = None) -> None:
    """From now on /plan/, /indicators/, /items/ and /places/ mean this plan.

    Raises Refused (not_allowed, not_public).
    """
    _refuse(by)
    if plan.is_current:
        return
    if not plan.live:
        raise Refused("not_public", _("这部规划还没有公开，不能成为现行规划。"))
    purge_everything()
    Plan.objects.filter(is_current=True).update(is_current=False)
    plan.is_current = True
    Plan.objects.filter(pk=plan.pk).update(is_current=True)
    log(instance=plan, action="wagtail.edit", user=by, data={"is_current": True})
    _record(plan, current=1)


def _refuse(by: Any) -> None:
    if by is not None and not can_set_plan(by):
        raise Refused("not_allowed", _("只有发布员和系统管理员可以更改规划的阶段。"))


def _record(plan: Plan, **said: Any) -> None:
    """The phase decides which duties, words and calls exist: a rule of the site."""
    record(type=EntryType.RULES_CHANGED, subject=f"plan:{plan.key}", data=said)
