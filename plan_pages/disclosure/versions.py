"""Publishing: a version that nothing changes, with the record of its release.

`Update.publish` comes here whoever calls it: this service, Wagtail's workflow, its
admin, its schedule. Without a release record nothing is published on any way.
"""

import datetime
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from plan_pages.delivery.recording import kept
from portal.accounts.models import User
from portal.clock import today
from portal.ledger.commitments import public_hash
from portal.ledger.entries import record
from portal.ledger.models import EntryType
from portal.media.keeping import sha256
from portal.outbox.purges import purge_everything
from portal.refusals import Refused
from portal.writing import write_transaction

from .approving import waiting_at
from .drafts import FIELDS, refuse_unready
from .measured import withdraw_figures, write_figures
from .models import (
    DraftEvidence,
    Evidence,
    PublishingOfficeTask,
    ReleaseRecord,
    Update,
    UpdateVersion,
    UpdateWithdrawal,
)
from .models.update import publishers
from .notices import tell_and_forget_pages
from .permissions import can_publish
from .subjects import reference_of, state_before


@dataclass(frozen=True)
class Release:
    """三审三校 and 保密审查: who read when; `secrecy_result` of SecrecyResult."""

    first_reader: str
    first_read_on: datetime.date
    second_reader: str
    second_read_on: datetime.date
    third_reader: str
    third_read_on: datetime.date
    secrecy_by: str
    secrecy_on: datetime.date
    secrecy_result: str


_release: ContextVar[Release | None] = ContextVar("release", default=None)


def publish(*, update: Update, release: Release, by: User) -> UpdateVersion:
    """Publish what the head approved, as the next version.

    Raises Refused (not_publisher, not_in_approval, future, withdrawn, note, evidence,
    stamped, invalid).
    """
    _refuse_others(by)
    days = (
        release.first_read_on, release.second_read_on, release.third_read_on,
        release.secrecy_on,
    )  # fmt: skip
    if any(day > today() for day in days):
        raise Refused("future", _("日期不能晚于今天。"))
    with write_transaction(), _releasing(release):
        state = waiting_at(update, PublishingOfficeTask)
        state.task.specific.on_action(state, user=by, action_name="approve")
        version = update.versions.latest("number")
    update.refresh_from_db()
    return version


def withdraw(*, update: Update, reason: str, by: User) -> UpdateWithdrawal:
    """Take it back with a public reason; every version stays readable.

    Raises Refused (not_publisher, reason, not_published, in_approval, withdrawn).
    """
    _refuse_others(by)
    if not reason.strip():
        raise Refused("reason", _("撤回须写明理由，理由将公开。"))
    with write_transaction():
        held = Update.objects.select_for_update().get(pk=update.pk)
        version = held.versions.order_by("-number").first()
        if version is None:
            raise Refused("not_published", _("还没有公开。"))
        if held.workflow_in_progress:
            raise Refused("in_approval", _("更正正在审批中，请先处理。"))
        _refuse_withdrawn(held)
        withdrawal = UpdateWithdrawal.objects.create(
            update=held, reason=reason, withdrawn_on=today(), by=by
        )
        Update.objects.filter(pk=held.pk).update(live=False)
        withdraw_figures(held, reason, by)
        record(
            type=EntryType.DISCLOSURE_WITHDRAWN,
            subject=held.public_id,
            data={"number": version.number, "hash": public_hash(reason.encode())},
        )
        tell_and_forget_pages(held)
    update.live = False
    return withdrawal


@publishers.register
def write_version(update: Update, by: Any) -> UpdateVersion:
    """The version of what `update` says now, in the transaction that publishes it."""
    _refuse_others(by)
    release = _release.get()
    if release is None:
        raise Refused("release_record", _("须先登记三审三校和保密审查。"))
    held = Update.objects.select_for_update().get(pk=update.pk)
    _refuse_withdrawn(held)
    refuse_unready(held)
    version = _version(held, by)
    kept(ReleaseRecord(version=version, by=by, **asdict(release)))
    corrected = version.number > 1
    record(
        type=EntryType.DISCLOSURE_REVISED
        if corrected
        else EntryType.DISCLOSURE_PUBLISHED,
        subject=held.public_id,
        data={"number": version.number, "hash": version.content_hash},
    )
    tell_and_forget_pages(held)
    if (
        not UpdateVersion.objects.filter(update__plan=held.plan)
        .exclude(pk=version.pk)
        .exists()
    ):
        # The column 公开 appears on every page.
        purge_everything()
    return version


def content_of(version: UpdateVersion, evidence: list[Evidence]) -> bytes:
    """The exact bytes whose SHA-256 the ledger holds: JSON, keys sorted, UTF-8."""
    update = version.update
    said = {name: getattr(version, name) for name in FIELDS}
    if version.unit_name:
        said["unit_name"] = version.unit_name
    said |= {
        "id": update.public_id,
        "number": version.number,
        "unit": version.unit.key,
        "about": reference_of(update.subject),
        "published_on": version.published_on.isoformat(),
        "evidence": [
            {"title": each.title, "sha256": each.sha256, "url": each.url}
            for each in evidence
        ],
    }
    return json.dumps(
        said, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    ).encode()


def _version(update: Update, by: User) -> UpdateVersion:
    last = update.versions.order_by("-number").first()
    columns = {name: getattr(update, name) for name in FIELDS}
    columns["note"] = update.note if last else ""
    version = UpdateVersion(
        update=update,
        number=last.number + 1 if last else 1,
        unit=update.unit,
        unit_name=update.unit.name,
        period_end=update.period_end,
        delivery_before=state_before(update),
        published_on=today(),
        by=by,
        **columns,
    )
    evidence = _evidence(update)
    version.content_hash = public_hash(content_of(version, evidence))
    kept(version)
    for each in evidence:
        each.version = version
    Evidence.objects.bulk_create(evidence)
    write_figures(version, evidence, by)
    return version


def _evidence(update: Update) -> list[Evidence]:
    """Rows of what the draft shows, the files' hashes taken anew."""
    drafts = DraftEvidence.objects.filter(update=update).select_related("document")
    rows = []
    for order, draft in enumerate(drafts):
        row = Evidence(order=order, title=draft.title, url=draft.url)
        if draft.document is not None:
            row.document = draft.document
            row.sha256 = sha256(draft.document.file)
            row.size = draft.document.file.size
        rows.append(row)
    return rows


@contextmanager
def _releasing(release: Release) -> Iterator[None]:
    token = _release.set(release)
    try:
        yield
    finally:
        _release.reset(token)


def _refuse_others(by: Any) -> None:
    if not can_publish(by):
        raise Refused("not_publisher", _("须由发布员公开。"))


def _refuse_withdrawn(update: Update) -> None:
    if UpdateWithdrawal.objects.filter(update=update).exists():
        raise Refused("withdrawn", _("这项公开已经撤回，请另写一份。"))
