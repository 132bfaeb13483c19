"""What `make demo` fills in, and its documents, kept for a state of the code.

A filling costs most of a minute. The documents are the same whatever the database, so
the first run that fills leaves them for the others, in the machine's temporary folder.
"""

import fcntl
import pickle
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from portal.search import nightly
from portal.search.documents import Document, all_scopes, documents_of

from .ready_database import state_of_the_code
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
        rows = take(set_up)
    path = var / "accounts.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    return Filling(rows, path.read_text(encoding="utf-8"), documents)


def fill_and_keep(var: Path) -> Filling:
    """The same; its documents are there for the other runs."""
    with _alone() as kept:
        return _keep(kept, fill(var))


def documents(var: Path) -> list[Document]:
    """What can be found on a demonstration; filled in `var` if nobody has yet."""
    with _alone() as kept:
        if kept.exists():
            found: list[Document] = pickle.loads(kept.read_bytes())
            return found
        return _keep(kept, fill(var)).documents


def _keep(kept: Path, filling: Filling) -> Filling:
    for old in kept.parent.glob("portal-demonstration-*.pickle"):
        old.unlink()
    part = kept.with_suffix(".part")
    part.write_bytes(pickle.dumps(filling.documents))
    part.rename(kept)
    return filling


@contextmanager
def _alone() -> Iterator[Path]:
    folder = Path(tempfile.gettempdir())
    with (folder / "portal-demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder / f"portal-demonstration-{state_of_the_code()}.pickle"
