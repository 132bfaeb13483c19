"""What may be uploaded: by what the bytes are, never by what the name claims.

Whoever stores a file that somebody chose calls `check_upload` first. It is served as
an attachment, without sniffing, in a sandbox (portal.http.policy).
"""

import codecs
import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from PIL import Image, UnidentifiedImageError

#: Bytes. The front server (deploy/nginx.conf) lets a table through beside the file.
MAX_BYTES = 20 * 1024 * 1024
#: Bytes of an archive when unpacked: a small file that fills a disk is none of ours.
MAX_UNPACKED = 200 * 1024 * 1024
MAX_MEMBERS = 5_000
_UNREADABLE = (UnidentifiedImageError, OSError, SyntaxError, ValueError)


def check_upload(file: Any) -> str:
    """The extension, lower case, of a file that is what it says.

    `file` is a Django File with name and size. Raises ValidationError with a sentence
    for the person who chose the file; leaves the file at its beginning.
    """
    extension = PurePath(file.name or "").suffix.lower().removeprefix(".")
    if extension not in KINDS:
        allowed = "、".join(sorted(KINDS))
        raise ValidationError(f"不能上传这种文件。可以上传：{allowed}。", code="type")
    if not file.size:
        raise ValidationError("文件是空的。", code="empty")
    if file.size > MAX_BYTES:
        raise ValidationError("文件超过 20 MB，请分开或压缩后再传。", code="size")
    file.seek(0)
    try:
        genuine = KINDS[extension](file)
    finally:
        file.seek(0)
    if not genuine:
        raise ValidationError(f"文件内容不是 {extension} 格式。", code="content")
    return extension


def _is_pdf(file: Any) -> bool:
    return bool(file.read(5) == b"%PDF-")


def _is_table_of_text(file: Any) -> bool:
    """UTF-8, GB 18030 or marked UTF-16; nothing that a browser takes for HTML."""
    start = file.read(64 * 1024)
    marked = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8", "gb18030"):
        try:
            # Not final: a character may be cut at the end of the piece.
            text = codecs.getincrementaldecoder(encoding)().decode(start)
        except UnicodeDecodeError:
            continue
        return "\0" not in text and not text.lstrip("\ufeff \t\r\n").startswith("<")
    return False


def _is_picture(*formats: str) -> Callable[[Any], bool]:
    def check(file: Any) -> bool:
        try:
            with Image.open(file) as picture:
                found = picture.format
                picture.verify()
        except (*_UNREADABLE, Image.DecompressionBombError):
            return False
        return found in formats

    return check


def _is_archive(*members: str) -> Callable[[Any], bool]:
    """A ZIP of bearable size that has `members`, and no macros."""

    def check(file: Any) -> bool:
        if file.read(4) != b"PK\x03\x04":
            return False
        try:
            with zipfile.ZipFile(file) as archive:
                found = archive.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            return False
        names = {each.filename for each in found}
        return (
            len(found) <= MAX_MEMBERS
            and sum(each.file_size for each in found) <= MAX_UNPACKED
            and names.issuperset(members)
            and not any(name.endswith("vbaProject.bin") for name in names)
        )

    return check


KINDS: dict[str, Callable[[Any], bool]] = {
    "pdf": _is_pdf,
    "docx": _is_archive("[Content_Types].xml", "word/document.xml"),
    "xlsx": _is_archive("[Content_Types].xml", "xl/workbook.xml"),
    "ods": _is_archive("mimetype", "content.xml"),
    "csv": _is_table_of_text,
    "png": _is_picture("PNG"),
    "jpg": _is_picture("JPEG", "MPO"),
    "jpeg": _is_picture("JPEG", "MPO"),
    "ofd": _is_archive("OFD.xml"),
    "zip": _is_archive(),
}
