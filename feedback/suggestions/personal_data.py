"""Spans of a text that look like somebody's number: for a warning, never for a verdict.

Identity cards (with their check character), mobile and fixed phones, bank cards (Luhn),
number plates, e-mail. The author is asked and decides; a moderator sees them marked.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


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
_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"

# Digits may be grouped by one space or hyphen, as people copy them from a card.
_NOT_AFTER, _NOT_BEFORE = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
_IDENTITY = re.compile(
    rf"{_NOT_AFTER}\d{{6}}[ -]?\d{{8}}[ -]?\d{{3}}[\dXx]{_NOT_BEFORE}"
)
_BANK = re.compile(rf"{_NOT_AFTER}\d(?:[ -]?\d){{14,18}}{_NOT_BEFORE}")
_MOBILE = re.compile(
    rf"{_NOT_AFTER}(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{{4}}[ -]?\d{{4}}{_NOT_BEFORE}"
)
_FIXED = re.compile(rf"{_NOT_AFTER}0\d{{2,3}}[- ]?[2-9]\d{{6,7}}{_NOT_BEFORE}")
_PLATE = re.compile(
    rf"[{_PROVINCES}][A-HJ-NP-Z][·. ]?[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警]"
    rf"{_NOT_BEFORE}"
)
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@"
    r"(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,24}(?![A-Za-z0-9-])"
)


def find(text: str) -> list[Span]:
    """Spans in order, none overlapping; the surer kind wins where two would."""
    spans: list[Span] = []
    for kind, pattern, holds in _KINDS:
        for match in pattern.finditer(text):
            if holds(match[0]) and not _overlaps(spans, match.start(), match.end()):
                spans.append(Span(match.start(), match.end(), kind))
    return sorted(spans, key=lambda span: span.start)


def _overlaps(spans: list[Span], start: int, end: int) -> bool:
    return any(span.start < end and start < span.end for span in spans)


def _digits(text: str) -> str:
    return re.sub(r"[ -]", "", text)


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
    if number[0] not in "3456" or len(set(number)) < 4:
        return False
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _always(text: str) -> bool:
    return True


_KINDS: tuple[tuple[DataKind, re.Pattern[str], Callable[[str], bool]], ...] = (
    (DataKind.IDENTITY_CARD, _IDENTITY, _is_identity_card),
    (DataKind.BANK_CARD, _BANK, _is_bank_card),
    (DataKind.EMAIL, _EMAIL, _always),
    (DataKind.PHONE, _MOBILE, _always),
    (DataKind.PHONE, _FIXED, _always),
    (DataKind.PLATE, _PLATE, _always),
)
