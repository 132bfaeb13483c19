"""What `make demo` fills in, and its documents, which are kept.

They are the same whatever the database.
"""

import pickle
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from feedback.suggestions import scrubbing
from portal.search import nightly
from portal.search.documents import Document, all_scopes, documents_of

from .kept import kept
from .snapshots import Snapshot, take


@dataclass(frozen=True)
class Filling:
    """What one filling of an empty site wrote, and what can be found then."""

    rows: Snapshot
    accounts: str
    documents: list[Document]

    def names(self) -> dict[str, list[Any]]:
        """Public ids, numbers and login names: what addresses and people go by."""
        named = ("public_id", "number", "username", "url_path")
        return {
            f"{table}.{name}": sorted(str(row[columns.index(name)]) for row in made)
            for table, made in self.rows.made.items()
            for name in named
            if name in (columns := self.rows.columns[table]) and made
        }


def fill(var: Path) -> Filling:
    """Fill the empty site, whose files lie in `var`, and roll it back."""
    documents: list[Document] = []

    def set_up() -> None:
        call_command("demo", verbosity=0)
        documents.extend(documents_of(list(all_scopes())))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nightly, "NIGHT", range(0))  # what it owes hangs on the hour
        patch.setattr(settings, "VAR_DIR", var)
        # PostgreSQL vacuums outside a transaction, and this is one.
        patch.setattr(scrubbing, "_vacuum", lambda: None)
        rows = take(set_up)
    path = var / "accounts.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    return Filling(rows, path.read_text(encoding="utf-8"), documents)


def fill_and_keep(var: Path) -> Filling:
    """The same; its documents are there for the other runs."""
    filled: list[Filling] = []

    def make(path: Path) -> None:
        filled.append(fill(var))
        _write(path, filled[0])

    kept("demonstration", make, anew=True)
    return filled[0]


def documents(var: Path) -> list[Document]:
    """What can be found on a demonstration; filled in `var` if nobody has yet."""
    path = kept("demonstration", lambda path: _write(path, fill(var)))
    found: list[Document] = pickle.loads(path.read_bytes())
    return found


def _write(path: Path, filling: Filling) -> None:
    path.write_bytes(pickle.dumps(filling.documents))
