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
    refuse_others(by)
    if not title.strip() or not issuer.strip():
        raise Refused("unnamed", _("请写明文件名称和发文单位。"))
    if not (number.strip() or url.strip() or document or file):
        raise Refused("not_findable", _("请给出文号、网址或文件之一，让读者找得到它。"))
    with write_transaction():
        if file is not None:
            document, _digest = keep_file(file=file, title=title, unit=None, by=by)
        digest = sha256_of(document) if document else ""
        source = SourceDocument.objects.create(
            title=title.strip(),
            issuer=issuer.strip(),
            number=number.strip(),
            dated=dated,
            url=url.strip(),
            document=document,
            sha256=digest,
            entered_by=by,
            entered_on=today(),
        )
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
