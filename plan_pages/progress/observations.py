"""Entering what was measured. Nothing is changed: a revision is a row of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.ledger.entries import Fact, append, entries_of, record
from portal.ledger.models import Entry, EntryType
from portal.refusals import Refused
from portal.units.models import Unit
from portal.writing import write_transaction

from .figures import Figure, Standing, accepted, standing
from .models import (
    Handover,
    IndicatorRow,
    Observation,
    ObservationWithdrawal,
    SourceDocument,
)
from .recording import (
    content_hash,
    forget_pages,
    places_of,
    refuse_others,
)
from .sources import record_source

__all__ = [
    "Figure",
    "record_observation",
    "record_observations",
    "record_source",
    "withdraw_observation",
]

#: Rows in one INSERT.
BATCH = 500


def record_observation(
    *,
    row: IndicatorRow,
    period: int,
    value: Decimal,
    status: str,
    source: SourceDocument,
    reporting_unit: Unit,
    by: Any,
    supersedes: Observation | None = None,
    reason: str = "",
    scope: str = "",
) -> Observation:
    """Publish one figure. A figure of another paper for the same year stands beside it.

    Raises Refused (not_publisher, period, value, status, row_gone, reason, already,
    supersedes_other, superseded).
    """
    figure = Figure(
        row, period, value, status, source, reporting_unit, supersedes, reason, scope
    )
    return record_observations(figures=[figure], by=by)[0]


def record_observations(
    *, figures: Sequence[Figure], by: Any, handover: Handover | None = None
) -> list[Observation]:
    """Publish all of them or none, in a constant number of reads. Raises Refused."""
    if not figures:
        refuse_others(by)
        return []
    return prepared(figures=figures, by=by).write(handover)


@dataclass(frozen=True)
class Prepared:
    """Figures with all that takes time done: rows, hashes, entries of the ledger."""

    figures: Sequence[Figure]
    stood: Standing
    revisions: list[int]
    made: list[Observation]
    entries: list[Entry]

    def write(self, handover: Handover | None = None) -> list[Observation]:
        """All or none. What stands may have changed since: Raises Refused."""
        with write_transaction():
            rows = {figure.row.pk: figure.row for figure in self.figures}
            _lock(rows)
            changed = standing(self.figures) != self.stood
            if changed and accepted(self.figures) != self.revisions:
                raise Refused("superseded", _("这个数已有修订，请修订最新的一个。"))
            for each in self.made:
                each.handover = handover
            Observation.objects.bulk_create(self.made, batch_size=BATCH)
            append(self.entries)
            forget_pages(rows.values())
        return self.made


def prepared(*, figures: Sequence[Figure], by: Any) -> Prepared:
    """Checked and made ready outside the writer's turn. Raises Refused."""
    refuse_others(by)
    stood = standing(figures)
    revisions = accepted(figures)
    made = [
        _observation(figure, revision, by)
        for figure, revision in zip(figures, revisions, strict=True)
    ]
    entries = entries_of([_fact(each) for each in made])
    return Prepared(figures, stood, revisions, made, entries)


def withdraw_observation(
    *, observation: Observation, reason: str, by: Any
) -> ObservationWithdrawal:
    """Take back a figure that should not stand there; its history stays readable.

    Raises Refused (not_publisher, reason, withdrawn, superseded).
    """
    refuse_others(by)
    if not reason.strip():
        raise Refused("reason", _("撤回须写明原因，原因将公开。"))
    with write_transaction():
        _lock([observation.row_id])
        if ObservationWithdrawal.objects.filter(observation=observation).exists():
            raise Refused("withdrawn", _("这个数已经撤回。"))
        if Observation.objects.filter(supersedes=observation).exists():
            raise Refused("superseded", _("这个数已有修订，请撤回最新的一个。"))
        withdrawal = ObservationWithdrawal.objects.create(
            observation=observation,
            reason=reason.strip(),
            withdrawn_by=by,
            withdrawn_on=today(),
        )
        record(
            type=EntryType.DISCLOSURE_WITHDRAWN,
            subject=f"observation/{observation.public_id}",
            data={"kind": "observation", "hash": content_hash({"reason": reason})},
        )
        forget_pages([observation.row])
    return withdrawal


def _lock(row_ids: Iterable[int]) -> None:
    """One writer a row at a time (PostgreSQL; SQLite has one writer anyway)."""
    rows = IndicatorRow.objects.filter(pk__in=list(row_ids)).order_by("pk")
    list(rows.select_for_update().values_list("pk"))


def _observation(figure: Figure, revision: int, by: Any) -> Observation:
    made = Observation(
        row=figure.row,
        period=figure.period,
        value=figure.value,
        places=places_of(figure.value),
        status=figure.status,
        scope=figure.scope.strip(),
        source=figure.source,
        reporting_unit=figure.reporting_unit,
        revision=revision,
        supersedes=figure.supersedes,
        reason=figure.reason.strip(),
        entered_by=by,
        entered_on=today(),
    )
    made.content_hash = hash_of(made)
    return made


def hash_of(made: Observation) -> str:
    """The hash that the ledger carries, from the row's public facts."""
    return content_hash(
        {
            "id": made.public_id,
            "plan": made.row.indicator.plan.key,
            "row": made.row.part.public_id,
            "period": made.period,
            "value": made.printed,
            "status": str(made.status),
            "scope": made.scope,
            "source": made.source.public_id,
            "unit": made.reporting_unit.key,
            "revision": made.revision,
            "supersedes": made.supersedes.public_id if made.supersedes else "",
            "reason": made.reason,
        }
    )


def _fact(made: Observation) -> Fact:
    return Fact(
        type=EntryType.DISCLOSURE_PUBLISHED
        if made.revision == 1
        else EntryType.DISCLOSURE_REVISED,
        subject=f"observation/{made.public_id}",
        data={
            "kind": "observation",
            "number": made.revision,
            "hash": made.content_hash,
        },
    )
