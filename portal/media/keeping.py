"""Files that a unit hands in: kept for good under a name of ours, with their hash."""

import hashlib
import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File

from portal.refusals import Refused
from portal.units.models import Unit
from portal.writing import require_transaction

from .models import PortalDocument
from .uploads import check_upload


def keep_file(
    *, file: File, title: str, unit: Unit | None, by: Any
) -> tuple[PortalDocument, str]:
    """Keep the file of `unit`: (its document, SHA-256 in hex).

    Belongs into the caller's transaction. Raises Refused (type, empty, size, content).
    """
    require_transaction("keep_file")
    try:
        ending = check_upload(file)
    except ValidationError as error:
        raise Refused(str(error.code), " ".join(error.messages)) from error
    digest = sha256(file)
    file.name = f"{secrets.token_hex(8)}.{ending}"
    document = PortalDocument(
        title=title, file=file, unit=unit, uploaded_by_user=by, file_size=file.size
    )
    document.save()
    return document, digest


def sha256(file: File) -> str:
    """Of the whole file, in hex; the file is at its beginning again afterwards."""
    digest = hashlib.sha256()
    file.seek(0)
    for piece in file.chunks():
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()
