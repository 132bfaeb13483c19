"""The signed promise on a receipt: this entry will stand in the ledger by that day.

    plan-portal promise v1
    entry <id>
    commitment <hex>
    merged by <date>

The same entry always gives the same note, to the byte: Ed25519 signs without chance.
"""

import datetime
import re
from dataclasses import dataclass

from django.conf import settings

from .keys import receipt_signer
from .signing import BadNote, Verifier

_TITLE = "plan-portal promise v1"
_FORM = re.compile(
    rf"{_TITLE}\nentry ([0-9a-z]{{26}})\n"
    r"commitment ([0-9a-f]{64})\nmerged by (\d{4}-\d\d-\d\d)\n"
)


@dataclass(frozen=True)
class Promise:
    entry_id: str
    commitment: str
    merged_by: datetime.date

    @property
    def text(self) -> str:
        return (
            f"{_TITLE}\nentry {self.entry_id}\n"
            f"commitment {self.commitment}\nmerged by {self.merged_by.isoformat()}\n"
        )


def promise(*, entry_id: str, commitment: str, received: datetime.date) -> str:
    """The signed note for an entry received on that Beijing date."""
    by = received + datetime.timedelta(days=settings.LEDGER_MERGE_DAYS)
    made = Promise(entry_id=entry_id, commitment=commitment, merged_by=by)
    if not _FORM.fullmatch(made.text):
        raise ValueError("entry id or commitment")
    return receipt_signer().sign(made.text)


def read_promise(note: str, verifier: Verifier | None = None) -> Promise:
    """The promise in `note`, signed by `verifier` (this site's own). Raises BadNote."""
    text = (verifier or receipt_signer().verifier).open(note)
    found = _FORM.fullmatch(text)
    if not found:
        raise BadNote("not a promise")
    try:
        by = datetime.date.fromisoformat(found[3])
    except ValueError as error:
        raise BadNote("not a date") from error
    return Promise(entry_id=found[1], commitment=found[2], merged_by=by)
