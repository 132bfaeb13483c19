"""A form's text, byte for byte as it was sent.

Django's own reading replaces invalid UTF-8 in silence and its field cleaning strips:
here the raw body is read, in linear time, and what cannot be kept exactly is refused.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.http import HttpRequest

#: Characters of a text, CRLF counted as one.
MIN_LENGTH, MAX_LENGTH = 1, 3000
#: Bytes of a body that are read at all; a longer text could not be given back.
MAX_BODY = 512 * 1024
#: Bytes of any field beside the text.
MAX_FIELD = 8 * 1024
MAX_FIELDS = 60


class Reason(StrEnum):
    """Why a body was refused; `status` is the answer's HTTP status."""

    TOO_LARGE = "too_large"
    MALFORMED = "malformed"
    NOT_UTF8 = "not_utf8"
    NUL = "nul"
    EMPTY = "empty"
    TOO_LONG = "too_long"

    @property
    def status(self) -> int:
        return 413 if self is Reason.TOO_LARGE else 400 if self in _BROKEN else 422


_BROKEN = frozenset({Reason.MALFORMED, Reason.NOT_UTF8, Reason.NUL})


@dataclass(frozen=True)
class TextForm:
    """`text.encode()` is `raw`, the bytes received; `length` as a person counts."""

    text: str
    raw: bytes
    length: int
    fields: Mapping[str, str]


@dataclass(frozen=True)
class Refusal:
    """`kept` is what can be put back into the form, with bad bytes made visible."""

    reason: Reason
    kept: str = ""
    length: int = 0
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        return self.reason.status


class _Malformed(Exception):
    """The body is no form."""


def read_text_form(request: HttpRequest, *, name: str = "text") -> TextForm | Refusal:
    """The field `name`, exactly, and the other fields. Call before `request.POST`.

    A form without the field gives the refusal EMPTY with its other fields.
    """
    size = _declared_size(request)
    if size > MAX_BODY:
        return Refusal(Reason.TOO_LARGE)
    return parse_text_form(
        request.body, content_type=request.META.get("CONTENT_TYPE", ""), name=name
    )


def parse_text_form(
    body: bytes, *, content_type: str, name: str = "text"
) -> TextForm | Refusal:
    """As `read_text_form`, from bytes."""
    if len(body) > MAX_BODY:
        return Refusal(Reason.TOO_LARGE)
    try:
        pairs = _pairs(body, content_type)
        fields = _other_fields(pairs, name)
        raw = _only(pairs, name)
    except _Malformed:
        return Refusal(Reason.MALFORMED)
    return _judge(raw, fields)


def count_characters(text: str) -> int:
    """Characters of `text`; CRLF counts as one."""
    return len(text) - text.count("\r\n")


def _judge(raw: bytes, fields: Mapping[str, str]) -> TextForm | Refusal:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        kept = raw.decode("utf-8", errors="replace").replace("\0", "\u2400")
        return Refusal(Reason.NOT_UTF8, kept, count_characters(kept), fields)
    length = count_characters(text)
    if "\0" in text:
        return Refusal(Reason.NUL, text.replace("\0", "\u2400"), length, fields)
    if length < MIN_LENGTH:
        return Refusal(Reason.EMPTY, fields=fields)
    if length > MAX_LENGTH:
        return Refusal(Reason.TOO_LONG, text, length, fields)
    return TextForm(text=text, raw=raw, length=length, fields=fields)


def _declared_size(request: HttpRequest) -> int:
    declared = request.META.get("CONTENT_LENGTH") or "0"
    return int(declared) if declared.isascii() and declared.isdigit() else MAX_BODY + 1


def _pairs(body: bytes, content_type: str) -> list[tuple[bytes, bytes]]:
    kind, _, rest = content_type.partition(";")
    kind = kind.strip().lower()
    if kind == "application/x-www-form-urlencoded":
        return _urlencoded(body)
    if kind == "multipart/form-data":
        return _multipart(body, _boundary(rest))
    raise _Malformed


def _urlencoded(body: bytes) -> list[tuple[bytes, bytes]]:
    if body.count(b"&") > MAX_FIELDS:
        raise _Malformed
    pairs = []
    for piece in filter(None, body.split(b"&")):
        name, _, value = piece.replace(b"+", b" ").partition(b"=")
        pairs.append((_percent_decoded(name), _percent_decoded(value)))
    return pairs


_BYTES = {
    f"{high}{low}".encode(): bytes([int(high + low, 16)])
    for high in "0123456789ABCDEFabcdef"
    for low in "0123456789ABCDEFabcdef"
}


def _percent_decoded(value: bytes) -> bytes:
    """A percent sign that starts no escape stays as it is, as in browsers."""
    first, *pieces = value.split(b"%")
    found = _BYTES.get
    decoded = [
        b"%" + piece if (byte := found(piece[:2])) is None else byte + piece[2:]
        for piece in pieces
    ]
    return first + b"".join(decoded)


_BOUNDARY = re.compile(r'boundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))', re.I)
_NAME = re.compile(rb'[;\s]name="([^"\r\n]*)"')
_FILENAME = re.compile(rb"[;\s]filename\*?=", re.I)


def _boundary(parameters: str) -> bytes:
    found = _BOUNDARY.search(parameters)
    if not found or not parameters.isascii():
        raise _Malformed
    return b"\r\n--" + (found[1] or found[2]).encode()


def _multipart(body: bytes, delimiter: bytes) -> list[tuple[bytes, bytes]]:
    """The parts between delimiters. A file that comes along is left out."""
    whole = b"\r\n" + body
    if whole.count(delimiter) > MAX_FIELDS + 1:
        raise _Malformed
    _, *parts = whole.split(delimiter)
    if not parts or not parts[-1].startswith(b"--"):
        raise _Malformed
    return [pair for part in parts[:-1] if (pair := _part(part))]


def _part(part: bytes) -> tuple[bytes, bytes] | None:
    head, gap, value = part.partition(b"\r\n\r\n")
    name = _NAME.search(head)
    if not gap or not head.startswith((b"\r\n", b" ", b"\t")) or not name:
        raise _Malformed
    if _FILENAME.search(head):
        return None
    return name[1], value


def _other_fields(pairs: list[tuple[bytes, bytes]], name: str) -> dict[str, str]:
    """The fields beside the text, strict UTF-8, short; the last of a name counts."""
    fields = {}
    for key, value in pairs:
        if key == name.encode():
            continue
        if len(key) > 100 or len(value) > MAX_FIELD or b"\0" in value:
            raise _Malformed
        try:
            fields[key.decode("utf-8")] = value.decode("utf-8")
        except UnicodeDecodeError as error:
            raise _Malformed from error
    return fields


def _only(pairs: list[tuple[bytes, bytes]], name: str) -> bytes:
    values = [value for key, value in pairs if key == name.encode()]
    if len(values) > 1:
        raise _Malformed
    return values[0] if values else b""
