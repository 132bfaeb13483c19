"""Return codes: 135 bits that only the person holds, and public numbers.

    form key ──HKDF, server secret──▶ 135 bits ──▶ code (letters or digits)
    135 bits ──HKDF──▶ lookup id (stored)

A retry of the same form gives the same code. The code is not stored; the lookup id does
not lead back to it. The second step takes no secret: 135 bits need none, and a code
must open its suggestion for as long as it is kept, whatever keys are changed.

Letters: 27 Crockford characters and a check character over GF(32), which notices every
single slip and every swap of two characters. Digits: 41 and a Damm check digit.
"""

import secrets
import unicodedata
from dataclasses import dataclass

from .formkeys import FormKey
from .secret import derived_key, hkdf

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS = 135
LETTERS, DIGITS = 28, 42
_LETTER_GROUP, _DIGIT_GROUP = 4, 3

#: What people write instead, beside full-width forms and the digits of other scripts.
_CONFUSABLE = str.maketrans("OILU〇零一二三四五六七八九", "011V00123456789")
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip


@dataclass(frozen=True)
class ReturnCode:
    """A whole number below 2**135. Shown on the receipt; never stored or logged."""

    number: int

    @property
    def letters(self) -> str:
        """Seven groups of four: K7M2-…, for `data-return-code`."""
        data = [(self.number >> 5 * place) & 31 for place in range(26, -1, -1)]
        symbols = "".join(ALPHABET[value] for value in [*data, _check_symbol(data)])
        return "-".join(_groups(symbols, _LETTER_GROUP))

    @property
    def digits(self) -> str:
        """Fourteen groups of three, for `data-return-digits`."""
        data = f"{self.number:0{DIGITS - 1}d}"
        return " ".join(_groups(data + _check_digit(data), _DIGIT_GROUP))

    @property
    def lookup_id(self) -> str:
        """What is stored: 32 hex digits, from which nobody finds the code."""
        material = self.number.to_bytes(17, "big")
        return hkdf(material, salt=None, info=b"plan-portal/lookup/v1", length=16).hex()

    def __repr__(self) -> str:
        return "ReturnCode(…)"


def code_for(key: FormKey) -> ReturnCode:
    """The one code that this form leads to, however often it is sent."""
    info = b"plan-portal/return-code/v1/" + key.purpose.encode()
    raw = hkdf(key.raw, salt=derived_key("return code"), info=info, length=17)
    return ReturnCode(int.from_bytes(raw, "big") >> (17 * 8 - BITS))


def normalise_code(text: str) -> ReturnCode | None:
    """The code that `text` means, in letters or digits; None when it can be none."""
    symbols = _fold(text)
    if len(symbols) == LETTERS:
        return _from_letters(symbols)
    if len(symbols) == DIGITS:
        return _from_digits(symbols)
    return None


def new_number() -> str:
    """A random public number such as K7-3M2Q: 30 bits, told to anybody."""
    symbols = "".join(secrets.choice(ALPHABET) for _ in range(6))
    return f"{symbols[:2]}-{symbols[2:]}"


def normalise_number(text: str) -> str | None:
    """The public number that `text` means: "k7 3m2q" → "K7-3M2Q"; else None."""
    symbols = _fold(text)
    if len(symbols) != 6 or not all(symbol in _VALUE for symbol in symbols):
        return None
    return f"{symbols[:2]}-{symbols[2:]}"


def _fold(text: str) -> str:
    """Letters and digits only, in capitals; other scripts' digits become 0–9."""
    if len(text) > 400:
        return ""
    folded = unicodedata.normalize("NFKC", text).upper().translate(_CONFUSABLE)
    symbols = (_decimal(character) for character in folded)
    return "".join(symbol for symbol in symbols if symbol.isalnum())


def _decimal(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)


def _from_letters(symbols: str) -> ReturnCode | None:
    values = [_VALUE.get(symbol) for symbol in symbols]
    data = [value for value in values[:-1] if value is not None]
    if len(data) != LETTERS - 1 or values[-1] != _check_symbol(data):
        return None
    number = 0
    for value in data:
        number = number << 5 | value
    return ReturnCode(number)


def _from_digits(symbols: str) -> ReturnCode | None:
    if not symbols.isascii() or not symbols.isdigit():
        return None
    number = int(symbols[:-1])
    if symbols[-1] != _check_digit(symbols[:-1]) or number >= 1 << BITS:
        return None
    return ReturnCode(number)


def _check_symbol(data: list[int]) -> int:
    """Σ αⁱ·vᵢ over GF(32), i from 1 at the right, solved for the last symbol."""
    total = 0
    for value in data:
        total = _times_alpha(total ^ value)
    return total


def _times_alpha(value: int) -> int:
    """Times x in GF(2)[x] / (x⁵ + x² + 1), whose x has order 31."""
    value <<= 1
    return value ^ 0b100101 if value & 32 else value


def _check_digit(data: str) -> str:
    state = "0"
    for digit in data:
        state = _DAMM[int(state)][int(digit)]
    return state


def _groups(symbols: str, size: int) -> list[str]:
    return [symbols[start : start + size] for start in range(0, len(symbols), size)]
