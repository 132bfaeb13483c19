"""One file of figures: read → validate → write → report. All of it or nothing."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import IO, Any

from plan_pages.document.models import Plan
from portal.media.models import PortalDocument
from portal.refusals import Refused
from portal.spreadsheets import Problems, count_rows, read_sheets
from portal.units.models import Unit
from portal.writing import write_transaction

from ..handovers import record_handover
from ..models import Handover, SourceDocument
from ..observations import prepared
from ..recording import refuse_others
from .columns import FIGURE_HEADS, FIGURES, SOURCE_HEADS, SOURCES
from .papers import entered
from .validating import Checked, Validator

#: Lines between two looks of the progress bar.
STEP = 500

#: What is being done, how much of it, out of how much.
Progress = Callable[[str, int, int], None]


def silent(_what: str, _done: int, _total: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class Delivery:
    """A unit's figures as they came. Without `stamped` nothing is written."""

    file: IO[bytes]
    plan: Plan
    unit: Unit
    by: Any
    stamped: PortalDocument | None = None
    dry_run: bool = False


@dataclass(frozen=True)
class Outcome:
    """`handover` is None when nothing was written: problems, or only checked."""

    figures: int
    new_sources: int
    problems: Problems
    handover: Handover | None = None


def import_observations(
    delivery: Delivery,
    progress: Progress = silent,
    within: Callable[[Outcome], object] | None = None,
) -> Outcome:
    """Check all and write all, or write nothing and say what is wrong with each cell.

    `within` is called in the transaction that writes. Raises BadSheet for a file that
    cannot be read, Refused (not_publisher, no_stamped).
    """
    refuse_others(delivery.by)
    if delivery.stamped is None and not delivery.dry_run:
        raise Refused("no_stamped", "请附上单位的盖章件。")
    read = _Bar("读取", count_rows(delivery.file), progress)
    wanted: dict[str, Sequence[str]] = {SOURCES: SOURCE_HEADS, FIGURES: FIGURE_HEADS}
    sheets = read_sheets(delivery.file, wanted, seen=read.step)
    read.end()
    check = _Bar("核对", len(sheets[FIGURES]), progress)
    checked = Validator(delivery.plan, delivery.unit).check(sheets, seen=check.step)
    check.end()
    outcome = Outcome(len(checked.figures), len(_new(checked)), checked.problems)
    if checked.problems or delivery.dry_run:
        return outcome
    return _write(delivery, checked, outcome, progress, within)


class _Bar:
    """Tells of every STEP lines, and of the first and the last."""

    def __init__(self, what: str, total: int, progress: Progress) -> None:
        self.what, self.total, self.progress = what, max(total, 1), progress
        self.done = 0
        progress(what, 0, self.total)

    def step(self) -> None:
        self.done += 1
        if self.done % STEP == 0 and self.done < self.total:
            self.progress(self.what, self.done, self.total)

    def end(self) -> None:
        self.progress(self.what, self.total, self.total)


def _new(checked: Checked) -> dict[str, SourceDocument]:
    """Papers that some figure of the file stands in and that are not entered yet."""
    used = {figure.source.public_id for figure in checked.figures}
    return {
        source.public_id: source
        for source in checked.sources.values()
        if source.pk is None and source.public_id in used
    }


def _write(
    delivery: Delivery,
    checked: Checked,
    outcome: Outcome,
    progress: Progress,
    within: Callable[[Outcome], object] | None,
) -> Outcome:
    """Everything is made ready first: others wait for no more than the statements."""
    assert delivery.stamped is not None
    total = len(checked.figures)
    progress("写入", 0, total)
    ready = prepared(figures=checked.figures, by=delivery.by)
    digest = sha256(delivery.file)
    with write_transaction():
        handover = record_handover(
            unit=delivery.unit,
            stamped=delivery.stamped,
            sheet_sha256=digest,
            by=delivery.by,
        )
        for source in _new(checked).values():
            entered(source, delivery.by)
        ready.write(handover)
        outcome = replace(outcome, handover=handover)
        if within is not None:
            within(outcome)
    progress("写入", total, total)
    return outcome


def sha256(file: IO[bytes]) -> str:
    """Of the whole file, in hex."""
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
