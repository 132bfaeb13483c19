"""What the rows say about the receipts that visitors hold."""

import re
from dataclasses import dataclass

from home.bench.visiting import Receipt
from portal.intake.codes import normalise_code
from tests.real_database import rows, value
from tests.real_portal import RealPortal

SUGGESTIONS = (
    "SELECT s.number, s.lookup_id, s.entry_id, s.commitment"
    " FROM suggestions_suggestion s"
    " JOIN suggestions_suggestiontext t ON t.suggestion_id = s.id"
)
ENTRIES = "SELECT entry_id, subject FROM ledger_entry WHERE type='suggestion.received'"
OWED = "SELECT key FROM outbox_outboxevent WHERE topic = 'suggestion.changed'"
PROMISED = re.compile(r"\nentry (\S+)\ncommitment (\S+)\n")


@dataclass(frozen=True)
class Kept:
    """The rows of every suggestion; the relay must be off."""

    suggestions: set[tuple[str, str, str, str]]
    entries: set[tuple[str, str]]
    owed: set[str]

    def missing(self, receipts: list[Receipt]) -> list[str]:
        """Numbers on receipts without their row, ledger row or outbox row."""
        return [receipt.number for receipt in receipts if not self._has(receipt)]

    def _has(self, receipt: Receipt) -> bool:
        promised = PROMISED.search(receipt.promise)
        letters, digits = normalise_code(receipt.code), normalise_code(receipt.digits)
        assert promised and letters and letters == digits
        entry_id, commitment = promised[1], promised[2]
        row = (receipt.number, letters.lookup_id, entry_id, commitment)
        return (
            row in self.suggestions
            and (entry_id, receipt.number) in self.entries
            and f"suggestion.changed:{receipt.number}" in self.owed
        )


def kept_in(portal: RealPortal) -> Kept:
    return Kept(
        suggestions=set(rows(portal, SUGGESTIONS)),
        entries=set(rows(portal, ENTRIES)),
        owed={key for (key,) in rows(portal, OWED)},
    )


def a_part(portal: RealPortal) -> str:
    """Something to write about: a paragraph's id."""
    part: str = value(
        portal,
        "SELECT min(public_id) FROM document_part WHERE kind = 'paragraph'",
    )
    return part
