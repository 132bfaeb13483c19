"""One file of any kind: read → check by doing → keep, or undo all of it."""

from dataclasses import dataclass

from portal.refusals import Refused
from portal.spreadsheets import Problems, read_sheets
from portal.writing import write_transaction

from ..handovers import record_handover
from ..models import Handover
from ..recording import refuse_others
from .columns import SOURCE_HEADS, SOURCES
from .importing import Delivery, sha256
from .kinds import Job, Kind, Step


class _Undo(Exception):
    """Leaves the transaction with nothing written."""


@dataclass(frozen=True)
class Result:
    """`lines`: (cell, what was or would be written). `handover` is None when nothing
    was: problems, or only checked.
    """

    lines: list[tuple[str, str]]
    problems: Problems
    handover: Handover | None = None


def import_sheets(delivery: Delivery, kind: Kind) -> Result:
    """Do all that the file says, or nothing and say what is wrong with each cell.

    A check does it too, and undoes it. Raises BadSheet for a file that cannot be read,
    Refused (not_publisher, no_stamped, again).
    """
    refuse_others(delivery.by)
    if delivery.stamped is None and not delivery.dry_run:
        raise Refused("no_stamped", "请附上单位的盖章件。")
    digest = sha256(delivery.file)
    _refuse_again(delivery, digest)
    job = _read(delivery, kind)
    if not job.problems:
        try:
            with write_transaction():
                if delivery.stamped is not None and not delivery.dry_run:
                    job.stamped = delivery.stamped
                    job.handover = record_handover(
                        unit=delivery.unit, stamped=delivery.stamped,
                        sheet_sha256=digest, by=delivery.by,
                    )  # fmt: skip
                for step in job.steps:
                    _run(step, job.problems)
                if job.problems or delivery.dry_run:
                    raise _Undo
        except _Undo:
            job.handover = None
    lines = [(step.cell_of(""), step.said) for step in job.steps]
    return Result(lines, job.problems, job.handover)


def _read(delivery: Delivery, kind: Kind) -> Job:
    wanted = dict(kind.sheets)
    if kind.with_papers:
        wanted = {SOURCES: SOURCE_HEADS} | wanted
    sheets = read_sheets(delivery.file, wanted)
    job = Job(delivery.plan, delivery.unit, delivery.by, sheets)
    job.cells.refuse_formulas(line for lines in sheets.values() for line in lines)
    job.papers.read(sheets.get(SOURCES, []))
    kind.read(job)
    if not job.steps and not job.problems:
        first = next(iter(kind.sheets))
        job.problems.add(first, "没有一行要写入。", "请填写或修改至少一行。")
    return job


def _run(step: Step, problems: Problems) -> None:
    try:
        step.do()
    except Refused as refused:
        where = step.cell_of(refused.code)
        problems.add(where, str(refused.message), "请改正这一格。")


def _refuse_again(delivery: Delivery, digest: str) -> None:
    """The same file twice says the same thing twice."""
    sent = Handover.objects.filter(unit=delivery.unit, sheet_sha256=digest).first()
    if sent is not None:
        said = f"这份表格已于{sent.entered_on:%Y-%m-%d}导入，没有再写一遍。"
        raise Refused("again", said)
