"""A spreadsheet of many figures: received at once, checked and written by the relay.

What was received is a row and an event of one transaction. Checking writes nothing but
how far it is; all figures are written in one transaction with the row that says so.
"""

import datetime
import io
import time
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from plan_pages.document.models import Plan
from portal.clock import today
from portal.media.models import PortalDocument
from portal.outbox.events import Delivery as Event
from portal.outbox.events import Handler, enqueue, handlers, housekeeping
from portal.refusals import Refused
from portal.spreadsheets import BadSheet
from portal.units.models import Unit
from portal.writing import write_transaction

from .models import FigureUpload, UploadState
from .recording import refuse_others
from .spreadsheets import Delivery, Outcome, import_observations

TOPIC = "figure_upload"
#: Without a sign for so long, whoever was at it is gone.
GONE = datetime.timedelta(seconds=60)
#: Seconds between two signs: each takes the writer's turn for a moment.
BETWEEN = 1.0
KEPT = datetime.timedelta(days=90)


class StillRunning(Exception):
    """Another relay is at it: try again later."""


def receive(
    *,
    sheet: UploadedFile,
    plan: Plan,
    unit: Unit,
    by: Any,
    stamped: UploadedFile | None = None,
) -> FigureUpload:
    """Keep it for the relay; without `stamped` it is only checked.

    Raises Refused (not_publisher).
    """
    refuse_others(by)
    sheet.seek(0)
    content = sheet.read()
    with write_transaction():
        document = stamped and PortalDocument.objects.create(
            title=stamped.name, file=stamped, unit=unit
        )
        made = FigureUpload.objects.create(
            plan=plan, unit=unit, by=by, sheet=content, stamped=document or None,
            dry_run=stamped is None, sent_on=today(),
        )  # fmt: skip
        enqueue(
            topic=TOPIC,
            key=f"{TOPIC}:{made.public_id}",
            payload={"upload": made.public_id},
        )
    return made


def carry_out(event: Event) -> None:
    """Check and write what `receive` kept. Twice is once. Raises StillRunning."""
    upload = _claimed(str(event.payload["upload"]))
    if upload is None:
        return
    delivery = Delivery(
        file=io.BytesIO(upload.sheet), plan=upload.plan, unit=upload.unit,
        by=upload.by, stamped=upload.stamped, dry_run=upload.dry_run,
    )  # fmt: skip
    try:
        outcome = import_observations(
            delivery, _Signs(upload), lambda outcome: _finish(upload, outcome)
        )
    except (BadSheet, Refused) as error:
        said = error.message if isinstance(error, Refused) else error
        _close(upload, state=UploadState.FAILED, failure=str(said)[:300])
    except Exception:
        _set(upload, state=UploadState.WAITING, beat=None)
        raise
    else:
        if outcome.handover is None:
            _finish(upload, outcome)
    _forget_unused(upload)


def _claimed(public_id: str) -> FigureUpload | None:
    """None where nothing is left to do."""
    with write_transaction():
        rows = FigureUpload.objects.select_for_update()
        upload = rows.filter(public_id=public_id).first()
        if upload is None or not upload.is_running:
            return None
        now = timezone.now()
        if upload.beat is not None and upload.beat > now - GONE:
            raise StillRunning
        _set(upload, state=UploadState.WORKING, beat=now)
    return upload


class _Signs:
    """How far it is, into the row, at most once in BETWEEN seconds."""

    def __init__(self, upload: FigureUpload) -> None:
        self.upload, self.last = upload, 0.0

    def __call__(self, what: str, done: int, total: int) -> None:
        if time.monotonic() - self.last < BETWEEN and done not in (0, total):
            return
        self.last = time.monotonic()
        if self.upload.is_running:
            _set(self.upload, doing=what, done=done, total=total, beat=timezone.now())


def _finish(upload: FigureUpload, outcome: Outcome) -> None:
    state = UploadState.CHECKED
    if outcome.problems:
        state = UploadState.WRONG
    elif outcome.handover is not None:
        state = UploadState.WRITTEN
    _close(
        upload,
        state=state,
        figures=outcome.figures,
        new_sources=outcome.new_sources,
        handover=outcome.handover,
        problems=[[each.where, each.what, each.mend] for each in outcome.problems],
        problem_total=outcome.problems.total,
    )


def _close(upload: FigureUpload, **facts: Any) -> None:
    _set(upload, sheet=b"", doing="", beat=None, **facts)


def _set(upload: FigureUpload, **facts: Any) -> None:
    for name, value in facts.items():
        setattr(upload, name, value)
    with write_transaction():
        upload.save(update_fields=list(facts))


def _forget_unused(upload: FigureUpload) -> None:
    """Nothing was written, so no stamped paper is kept."""
    stamped = upload.stamped
    if stamped is None or upload.state == UploadState.WRITTEN:
        return
    _set(upload, stamped=None)
    with write_transaction():
        stamped.delete()
    stamped.file.delete(save=False)


@housekeeping.register
def forget_old() -> None:
    """What was told long ago; the figures and their handover stay."""
    old = FigureUpload.objects.exclude(state__in=FigureUpload.RUNNING)
    old.filter(sent_on__lt=today() - KEPT).delete()


handlers.register(Handler(TOPIC, carry_out, last=True))
