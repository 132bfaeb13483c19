"""One file of figures: read → validate → write → report. All of it or nothing."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

from plan_pages.document.models import Plan
from portal.media.models import PortalDocument
from portal.refusals import Refused
from portal.spreadsheets import Problems, read_sheets
from portal.units.models import Unit
from portal.writing import write_transaction

from ..handovers import record_handover
from ..models import Handover, SourceDocument
from ..observations import Figure, record_observations
from ..recording import refuse_others
from .columns import FIGURE_HEADS, FIGURES, SOURCE_HEADS, SOURCES
from .papers import entered
from .validating import Checked, Validator, with_source

#: Figures written between two looks of the progress bar.
STEP = 1_000

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


def import_observations(delivery: Delivery, progress: Progress = silent) -> Outcome:
    """Check all and write all, or write nothing and say what is wrong with each cell.

    Raises BadSheet for a file that cannot be read, Refused (not_publisher, no_stamped).
    """
    refuse_others(delivery.by)
    if delivery.stamped is None and not delivery.dry_run:
        raise Refused("no_stamped", "请附上单位的盖章件。")
    progress("读取", 0, 1)
    sheets = read_sheets(delivery.file, {SOURCES: SOURCE_HEADS, FIGURES: FIGURE_HEADS})
    progress("读取", 1, 1)
    progress("核对", 0, 1)
    checked = Validator(delivery.plan, delivery.unit).check(sheets)
    progress("核对", 1, 1)
    handover = None
    if not checked.problems and not delivery.dry_run:
        handover = _write(delivery, checked, progress)
    return Outcome(
        figures=len(checked.figures),
        new_sources=len(_new(checked)),
        problems=checked.problems,
        handover=handover,
    )


def _new(checked: Checked) -> dict[str, SourceDocument]:
    """Papers that some figure of the file stands in and that are not entered yet."""
    used = {figure.source.public_id for figure in checked.figures}
    return {
        source.public_id: source
        for source in checked.sources.values()
        if source.pk is None and source.public_id in used
    }


def _write(delivery: Delivery, checked: Checked, progress: Progress) -> Handover:
    assert delivery.stamped is not None
    with write_transaction():
        handover = record_handover(
            unit=delivery.unit,
            stamped=delivery.stamped,
            sheet_sha256=sha256(delivery.file),
            by=delivery.by,
        )
        papers = {
            public_id: entered(source, delivery.by)
            for public_id, source in _new(checked).items()
        }
        figures = [_placed(figure, papers) for figure in checked.figures]
        total = len(figures)
        for start in range(0, total, STEP):
            batch = figures[start : start + STEP]
            record_observations(figures=batch, by=delivery.by, handover=handover)
            progress("写入", min(start + STEP, total), total)
    return handover


def _placed(figure: Figure, papers: dict[str, SourceDocument]) -> Figure:
    source = papers.get(figure.source.public_id)
    return with_source(figure, source) if source else figure


def sha256(file: IO[bytes]) -> str:
    """Of the whole file, in hex."""
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
