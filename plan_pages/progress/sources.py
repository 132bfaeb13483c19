"""Entering the papers that figures stand in."""

import datetime
import hashlib
from typing import Any

from django.core.files import File
from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.ledger.entries import record
from portal.ledger.models import EntryType
from portal.media.keeping import keep_file
from portal.media.models import PortalDocument
from portal.refusals import Refused
from portal.writing import write_transaction

from .models import SourceDocument
from .recording import content_hash, refuse_others


def record_source(
    *,
    title: str,
    issuer: str,
    number: str = "",
    dated: datetime.date,
    url: str = "",
    document: PortalDocument | None = None,
    file: File | None = None,
    by: Any,
) -> SourceDocument:
    """Enter a paper with its number, its address or its file (kept with its SHA-256):
    a `document` that is kept already, or a `file` that comes with it.

    Raises Refused (not_publisher, unnamed, not_findable, and of portal.media.keeping:
    type, empty, size, content).
    """
    source = SourceDocument(
        title=title.strip(),
        issuer=issuer.strip(),
        number=number.strip(),
        dated=dated,
        url=url.strip(),
        document=document,
    )
    return keep_source(source=source, file=file, by=by)


def keep_source(
    *, source: SourceDocument, file: File | None = None, by: Any
) -> SourceDocument:
    """The same for one that is made and not entered yet; it keeps its public id."""
    refuse_others(by)
    if not source.title or not source.issuer:
        raise Refused("unnamed", _("请写明文件名称和发文单位。"))
    if not (source.number or source.url or source.document or file):
        raise Refused("not_findable", _("请给出文号、网址或文件之一，让读者找得到它。"))
    with write_transaction():
        if file is not None:
            kept = keep_file(file=file, title=source.title, unit=None, by=by)
            source.document, _digest = kept
        source.sha256 = sha256_of(source.document) if source.document else ""
        source.entered_by, source.entered_on = by, today()
        source.save(force_insert=True)
        record(
            type=EntryType.DISCLOSURE_PUBLISHED,
            subject=f"source/{source.public_id}",
            data={"kind": "source", "hash": _hash(source)},
        )
    return source


def sha256_of(document: PortalDocument) -> str:
    """Of the file's bytes as they are now, in hex."""
    with document.file.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _hash(source: SourceDocument) -> str:
    return content_hash(
        {
            "id": source.public_id,
            "title": source.title,
            "issuer": source.issuer,
            "number": source.number,
            "dated": source.dated.isoformat(),
            "url": source.url,
            "sha256": source.sha256,
        }
    )
