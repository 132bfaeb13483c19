"""A cycle is closed once; its card then stands as it was, whatever comes later."""

import json
from typing import Any

from django.utils.translation import gettext_lazy as _

from plan_pages.delivery.recording import kept
from plan_pages.disclosure.permissions import can_publish
from plan_pages.document.contents import Contents
from plan_pages.document.models import Plan
from plan_pages.obligations.models import Obligation
from portal.accounts.models import User
from portal.clock import today
from portal.ledger.commitments import public_hash
from portal.ledger.entries import record
from portal.ledger.models import EntryType
from portal.outbox.events import housekeeping
from portal.outbox.purges import purge
from portal.refusals import Refused
from portal.writing import write_transaction

from .cards import card
from .models import CycleKind, CycleSnapshot


def freeze(*, plan: Plan, kind: str, year: int, by: User | None) -> CycleSnapshot:
    """Keep the card of the cycle as it stands now; `by` None: the clock did.

    Raises Refused (not_publisher, running, frozen, invalid).
    """
    if by is not None and not can_publish(by):
        raise Refused("not_publisher", _("须由发布员封存。"))
    day = today()
    refuse_unfinished(plan, kind, year)
    with write_transaction():
        Plan.objects.select_for_update().get(pk=plan.pk)
        if CycleSnapshot.objects.filter(plan=plan, kind=kind, year=year).exists():
            raise Refused("frozen", _("这个周期已经封存。"))
        content = card(plan, Contents(plan, ""), year, day, kind=kind)
        row = kept(
            CycleSnapshot(
                plan=plan,
                kind=CycleKind(kind).value,
                year=year,
                frozen_on=day,
                content=content,
                content_hash=public_hash(content_of(content)),
                by=by,
            )
        )
        record(
            type=EntryType.REPORT_FROZEN,
            subject=f"scorecard:{row.public_id}",
            data={
                "kind": str(CycleKind(kind).value),
                "year": year,
                "hash": row.content_hash,
            },
        )
        purge(keys=["scorecard"])
    return row


def refuse_unfinished(plan: Plan, kind: str, year: int) -> None:
    """A cycle that can be closed today. Raises Refused (invalid, running)."""
    this_year = today().year
    if kind not in CycleKind.values:
        raise Refused("invalid", _("请选择周期。"))
    if year < plan.period_start:
        raise Refused("invalid", _("规划期从 %(year)d 年开始。")
                      % {"year": plan.period_start})  # fmt: skip
    if kind == CycleKind.ANNUAL and year >= this_year:
        raise Refused("running", _("这一年还没有结束。"))
    if year > this_year:
        raise Refused("running", _("这一年还没有到。"))
    if kind == CycleKind.FINAL and this_year < plan.period_end:
        raise Refused("running", _("总结评估在规划期的最后一年及以后封存。"))


def content_of(content: dict[str, Any]) -> bytes:
    """The exact bytes whose SHA-256 the ledger holds: JSON, keys sorted, UTF-8."""
    return json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    ).encode()


@housekeeping.register
def close_the_year() -> None:
    """The first turn of a new year freezes the last one, where anything was due."""
    year = today().year - 1
    owed = Obligation.objects.filter(due_on__year=year)
    done = CycleSnapshot.objects.filter(kind=CycleKind.ANNUAL, year=year)
    for plan in Plan.objects.filter(pk__in=owed.values("plan")).exclude(
        pk__in=done.values("plan")
    ):
        freeze(plan=plan, kind=CycleKind.ANNUAL, year=year, by=None)
