"""Entering what figures are held against: assigned targets, annual targets, tolerances.

Each has a paper, and a change is a new revision that names the one before and why;
one that should not stand there is withdrawn, with a reason, and stays readable.
"""

from decimal import Decimal
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.ledger.entries import record
from portal.ledger.models import EntryType
from portal.refusals import Refused
from portal.writing import write_transaction

from .models import (
    AssignedTarget,
    Checkpoint,
    GrowthBasis,
    Handover,
    IndicatorKind,
    IndicatorRow,
    SourceDocument,
    TargetForm,
    Tolerance,
    Yardstick,
    YardstickWithdrawal,
)
from .recording import (
    content_hash,
    forget_pages,
    places_of,
    refuse_half_a_revision,
    refuse_other_years,
    refuse_others,
)

R = TypeVar("R", bound=Yardstick)


def assign_target(
    *,
    row: IndicatorRow,
    value: Decimal,
    source: SourceDocument,
    by: Any,
    supersedes: AssignedTarget | None = None,
    reason: str = "",
    handover: Handover | None = None,
) -> AssignedTarget:
    """Enter the number handed down from above for a row whose target has that form.

    Raises Refused (not_publisher, not_assigned, value, reason, already,
    supersedes_other).
    """
    if row.target_form != TargetForm.ASSIGNED_ABOVE:
        raise Refused("not_assigned", _("这一行的目标由规划本身确定，不由上级下达。"))
    made = AssignedTarget(row=row, value=value, source=source)
    return _enter(made, by, supersedes, reason, handover)


def set_checkpoint(
    *,
    row: IndicatorRow,
    period: int,
    value: Decimal,
    source: SourceDocument,
    by: Any,
    supersedes: Checkpoint | None = None,
    reason: str = "",
    handover: Handover | None = None,
) -> Checkpoint:
    """Enter the annual target of a row for a year of the plan.

    Raises Refused (not_publisher, period, value, reason, already, supersedes_other).
    """
    refuse_other_years(period)
    made = Checkpoint(row=row, period=period, value=value, source=source)
    return _enter(made, by, supersedes, reason, handover)


def set_tolerance(
    *,
    row: IndicatorRow,
    value: Decimal,
    basis: str,
    source: SourceDocument,
    by: Any,
    supersedes: Tolerance | None = None,
    reason: str = "",
    handover: Handover | None = None,
) -> Tolerance:
    """Say how many percentage points 基本同步 allows each way, and which growth counts.

    Raises Refused (not_publisher, not_relation, basis, value, reason, already,
    supersedes_other).
    """
    if row.kind != IndicatorKind.RELATION:
        raise Refused("not_relation", _("只有相对关系的指标有同步容差。"))
    if basis not in GrowthBasis.values:
        raise Refused("basis", _("请选择名义增速或实际增速。"))
    if value < 0:
        raise Refused("value", _("容差不能为负数。"))
    made = Tolerance(row=row, value=value, basis=basis, source=source)
    return _enter(made, by, supersedes, reason, handover)


def last_of(made: R) -> R | None:
    """The newest of the same row (and year), withdrawn or not: what a change names."""
    rows = type(made)._default_manager.filter(
        **{name: getattr(made, name) for name in made.SAME}
    )
    last: R | None = rows.order_by("-revision").first()  # type: ignore[assignment]
    return last


def withdraw_yardstick(
    *, yardstick: Yardstick, reason: str, by: Any
) -> YardstickWithdrawal:
    """Take back a target or tolerance; what comes after it names it as a revision.

    Raises Refused (not_publisher, reason, withdrawn, superseded).
    """
    refuse_others(by)
    if not reason.strip():
        raise Refused("reason", _("撤回须写明原因，原因将公开。"))
    kind = yardstick._meta.model_name or ""
    with write_transaction():
        IndicatorRow.objects.select_for_update().get(pk=yardstick.row_id)
        if YardstickWithdrawal.objects.filter(**{kind: yardstick}).exists():
            raise Refused("withdrawn", _("这个数已经撤回。"))
        last = last_of(yardstick)
        if last is None or last.pk != yardstick.pk:
            raise Refused("superseded", _("这个数已有修订，请撤回最新的一个。"))
        withdrawal = YardstickWithdrawal.objects.create(
            **{kind: yardstick},
            reason=reason.strip(),
            withdrawn_by=by,
            withdrawn_on=today(),
        )
        record(
            type=EntryType.DISCLOSURE_WITHDRAWN,
            subject=f"{kind}/{yardstick.public_id}",
            data={"kind": kind, "hash": content_hash({"reason": withdrawal.reason})},
        )
        forget_pages([yardstick.row])
    return withdrawal


def _enter(
    made: R, by: Any, supersedes: R | None, reason: str, handover: Handover | None
) -> R:
    refuse_others(by)
    if made.row.code is None:
        raise Refused("row_gone", _("这一行已不在规划文本中。"))
    refuse_half_a_revision(supersedes, reason)
    made.places = places_of(made.value)
    made.entered_by, made.entered_on = by, today()
    made.supersedes, made.reason = supersedes, reason.strip()
    made.handover = handover
    with write_transaction():
        IndicatorRow.objects.select_for_update().get(pk=made.row_id)
        made.revision = _revision(made, supersedes)
        made.content_hash = _hash(made)
        made.save(force_insert=True)
        kind = made._meta.model_name or ""
        record(
            type=EntryType.DISCLOSURE_REVISED
            if supersedes
            else EntryType.DISCLOSURE_PUBLISHED,
            subject=f"{kind}/{made.public_id}",
            data={"kind": kind, "number": made.revision, "hash": made.content_hash},
        )
        forget_pages([made.row])
    return made


def _revision(made: Yardstick, supersedes: Yardstick | None) -> int:
    """One standing number: a second one names the first. Raises Refused."""
    last = last_of(made)
    if last is None:
        if supersedes is not None:
            raise Refused("supersedes_other", _("只能修订同一指标同一年份的数。"))
        return 1
    if supersedes is None or supersedes.pk != last.pk:
        raise Refused("already", _("已有一个数；更正请指明修订最新的一个。"))
    return last.revision + 1


def _hash(made: Yardstick) -> str:
    return content_hash(
        {
            "id": made.public_id,
            "plan": made.row.indicator.plan.key,
            "row": made.row.part.public_id,
            "period": getattr(made, "period", 0),
            "value": made.printed,
            "basis": getattr(made, "basis", ""),
            "source": made.source.public_id,
            "revision": made.revision,
            "supersedes": made.supersedes.public_id if made.supersedes else "",
            "reason": made.reason,
        }
    )
