"""Spans of a text that look like somebody's number: for a warning, never for a verdict.

Identity cards (with their check character), mobile and fixed phones, bank cards (Luhn),
number plates, e-mail. The author is asked and decides; a moderator sees them marked.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class DataKind(StrEnum):
    IDENTITY_CARD = "identity_card"
    PHONE = "phone"
    BANK_CARD = "bank_card"
    PLATE = "plate"
    EMAIL = "email"


@dataclass(frozen=True)
class Span:
    """text[start:end] looks like `kind`."""

    start: int
    end: int
    kind: DataKind


_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
#: Hyphens and dashes of other sorts.
_DASHES = "‐‑‒–—―−"
_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"

# Digits may be grouped by one space, hyphen or dot, as people write and copy them.
_GAP = "[ .·-]"
_NOT_AFTER, _NOT_BEFORE = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
_IDENTITY = re.compile(
    rf"{_NOT_AFTER}\d{{6}}{_GAP}?\d{{8}}{_GAP}?\d{{3}}[\dXx]{_NOT_BEFORE}"
)
_BANK = re.compile(rf"{_NOT_AFTER}\d(?:{_GAP}?\d){{14,18}}{_NOT_BEFORE}")
_MOBILE = re.compile(
    rf"{_NOT_AFTER}(?:\+?86{_GAP}?)?1[3-9]\d{_GAP}?\d{{4}}{_GAP}?\d{{4}}{_NOT_BEFORE}"
)
_FIXED = re.compile(rf"{_NOT_AFTER}0\d{{2,3}}{_GAP}?[2-9]\d{{6,7}}{_NOT_BEFORE}")
#: Without an area code only where the text itself says that it is a telephone's.
_LOCAL = re.compile(
    r"(?:电话|座机|手机|固话|致电|拨打|号码|tel|phone)[^0-9A-Za-z]{0,4}"
    rf"(?P<number>[2-9]\d{{2,3}}{_GAP}?\d{{4}}){_NOT_BEFORE}",
    re.IGNORECASE,
)
_PLATE = re.compile(
    rf"[{_PROVINCES}][A-HJ-NP-Z][·. ]?[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警]"
    rf"{_NOT_BEFORE}",
    re.IGNORECASE,
)
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@"
    r"(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,24}(?![A-Za-z0-9-])"
)


def find(text: str) -> list[Span]:
    """Spans in order, none overlapping; the surer kind wins where two would."""
    spans: list[Span] = []
    folded = _folded(text)
    for kind, pattern, holds in _KINDS:
        for match in pattern.finditer(folded):
            group = "number" if "number" in pattern.groupindex else 0
            start, end = match.span(group)
            if holds(match[group]) and not _overlaps(spans, start, end):
                spans.append(Span(start, end, kind))
    return sorted(spans, key=lambda span: span.start)


def _folded(text: str) -> str:
    """Wide and foreign digits, letters and signs as ASCII, every place where it was."""
    return text if text.isascii() else "".join(map(_fold, text))


@lru_cache(maxsize=8192)
def _fold(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    plain = str(digit) if digit is not None else _compatible(character)
    return plain if len(plain) == 1 else character


def _compatible(character: str) -> str:
    return "-" if character in _DASHES else unicodedata.normalize("NFKC", character)


def _overlaps(spans: list[Span], start: int, end: int) -> bool:
    return any(span.start < end and start < span.end for span in spans)


def _digits(text: str) -> str:
    return re.sub(_GAP, "", text)


def _is_identity_card(text: str) -> bool:
    """GB 11643: a plausible birth date and the right check character."""
    number = _digits(text).upper()
    month, day = int(number[10:12]), int(number[12:14])
    if not ("1800" < number[6:10] < "2100" and 1 <= month <= 12 and 1 <= day <= 31):
        return False
    total = sum(
        int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True)
    )
    return _CHECK[total % 11] == number[17]


def _is_bank_card(text: str) -> bool:
    """15 to 19 digits with Luhn's check digit, of the ranges that cards have."""
    number = _digits(text)
    if number[0] not in "3456":
        return False
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _always(text: str) -> bool:
    return True


_KINDS: tuple[tuple[DataKind, re.Pattern[str], Callable[[str], bool]], ...] = (
    (DataKind.IDENTITY_CARD, _IDENTITY, _is_identity_card),
    (DataKind.BANK_CARD, _BANK, _is_bank_card),
    (DataKind.EMAIL, _EMAIL, _always),
    (DataKind.PHONE, _MOBILE, _always),
    (DataKind.PHONE, _FIXED, _always),
    (DataKind.PHONE, _LOCAL, _always),
    (DataKind.PLATE, _PLATE, _has_digit),
)
