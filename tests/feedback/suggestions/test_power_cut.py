"""The power goes while suggestions are stored: SQLite keeps what was acknowledged."""

import os
import random
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from tests.power_cut import Call, CannotTrace, Disk, calls, trace
from tests.proofs import rounds
from tests.real_portal import ROOT, RealPortal

pytestmark = [
    pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own promises"),
    pytest.mark.xdist_group("serve"),
    pytest.mark.once,
]
KEPT = """
    SELECT s.number || ' ' || s.entry_id FROM suggestions_suggestion s
    JOIN suggestions_suggestiontext t ON t.suggestion_id = s.id
    JOIN ledger_entry e ON e.entry_id = s.entry_id AND e.subject = s.number
    JOIN ledger_salt c ON c.commitment = s.commitment AND c.subject = s.number
    JOIN outbox_outboxevent o ON o.key = 'suggestion.changed:' || s.number
"""


class Recorded:
    """A writing process from its first call to its last."""

    def __init__(self, prepared: Path, folder: Path, count: int, mode: str) -> None:
        var, trace_file = folder / "var", folder / "trace"
        (var / "secrets").mkdir(parents=True)
        shutil.copy2(prepared / "portal.db", var)
        self.folder = folder
        self.var = var
        self.standing = {"portal.db": (var / "portal.db").read_bytes()}
        program = ["-m", "tests.feedback.suggestions.writing_process", str(count), mode]
        environment = RealPortal(var).environ() | {"PYTHONPATH": str(ROOT)}
        trace([sys.executable, *program], trace_file, environment)
        self.calls = list(calls(trace_file))
        acknowledged = [n for n, call in enumerate(self.calls) if is_receipt(call)]
        assert len(acknowledged) == count
        self.first, self.last = acknowledged[0], acknowledged[-1]

    def images_that_lose(self, images: int) -> int:
        """Of so many power cuts between the first receipt and the last call."""
        draw = random.Random(20211014)
        ends = len(self.calls)
        moments = sorted(draw.randrange(self.first, ends) for _ in range(images))
        disk, receipts, at, losing = Disk(self.var, self.standing), [], 0, 0
        for number, moment in enumerate(moments):
            for call in self.calls[at : moment + 1]:
                disk.does(call)
                receipts += call.data.decode().splitlines() if is_receipt(call) else []
            at = moment + 1
            image = self.folder / "image"
            disk.cut(image, draw if number % 2 else None)
            losing += bool(lost(image / "portal.db", receipts))
            shutil.rmtree(image)
        return losing


def is_receipt(call: Call) -> bool:
    return call.name == "write" and call.descriptor == 1


def lost(database: Path, receipts: list[str]) -> set[str]:
    """The receipts without all of their rows, once SQLite has recovered the file."""
    assert receipts
    with closing(sqlite3.connect(database)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return set(receipts) - {line for (line,) in opened.execute(KEPT)}


@pytest.mark.parametrize(("mode", "loses"), [("FULL", False), ("NORMAL", True)])
def test_power_cut_after_receipts(
    prepared_var: Path, tmp_path: Path, mode: str, loses: bool
) -> None:
    """NORMAL is the control: there the same cuts do lose what was acknowledged."""
    images = rounds(20, 200)
    try:
        recorded = Recorded(prepared_var, tmp_path, images + 40, mode)
    except CannotTrace as reason:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(reason))
    losing = recorded.images_that_lose(images)
    print(f"rounds: {mode}: {losing} of {images} images lose acknowledged rows")
    if loses:
        assert losing > images // 2
    else:
        assert losing == 0
