"""Writes to a plan as a whole: its phase, and which one is current."""

from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from portal.outbox.purges import purge_everything

from .models import Plan


@transaction.atomic
def enter_phase(*, plan: Plan, phase: str, by: Any = None) -> None:
    """Put the plan into another phase; the phase it is in changes nothing."""
    if plan.phase == phase:
        return
    purge_everything()
    plan.phase = phase
    Plan.objects.filter(pk=plan.pk).update(phase=phase)
    log(instance=plan, action="wagtail.edit", user=by, data={"phase": phase})


@transaction.atomic
def make_current(*, plan: Plan, by: Any = None) -> None:
    """From now on /plan/, /indicators/, /items/ and /places/ mean this plan."""
    if plan.is_current:
        return
    purge_everything()
    Plan.objects.filter(is_current=True).update(is_current=False)
    plan.is_current = True
    Plan.objects.filter(pk=plan.pk).update(is_current=True)
    log(instance=plan, action="wagtail.edit", user=by, data={"is_current": True})
