"""Entering for a unit that never logs in: its stamped paper is the evidence."""

from typing import Any

from portal.clock import today
from portal.ledger.entries import record
from portal.ledger.models import EntryType
from portal.media.models import PortalDocument
from portal.units.models import Unit
from portal.writing import write_transaction

from .models import Handover
from .recording import content_hash, refuse_others
from .sources import sha256_of


def record_handover(
    *, unit: Unit, stamped: PortalDocument, sheet_sha256: str, by: Any
) -> Handover:
    """Keep whose figures these are beside who typed them. Raises Refused
    (not_publisher).
    """
    refuse_others(by)
    with write_transaction():
        made = Handover.objects.create(
            unit=unit,
            stamped=stamped,
            stamped_sha256=sha256_of(stamped),
            sheet_sha256=sheet_sha256,
            entered_by=by,
            entered_on=today(),
        )
        facts = {
            "id": made.public_id,
            "unit": unit.key,
            "stamped": made.stamped_sha256,
            "sheet": sheet_sha256,
        }
        record(
            type=EntryType.DISCLOSURE_PUBLISHED,
            subject=f"handover/{made.public_id}",
            data={"kind": "handover", "hash": content_hash(facts)},
        )
    return made
