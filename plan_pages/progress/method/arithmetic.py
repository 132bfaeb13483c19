"""Decimal sums: exact until the one division, and how their results are printed."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import ROUND_HALF_EVEN, Decimal, localcontext

#: Figures have at most 15 digits: the product of five years fits without rounding.
PRECISION = 120
#: Decimals of a printed result, unless rounding would carry it over one of EDGES.
SHOWN = 3
MOST_SHOWN = 12
EDGES = (Decimal(0), Decimal("0.60"), Decimal("0.95"), Decimal(1), Decimal("1.05"))
HUNDRED = Decimal(100)


@contextmanager
def exact() -> Iterator[None]:
    """Sums inside lose nothing, whatever context the caller has."""
    with localcontext() as context:
        context.prec = PRECISION
        context.rounding = ROUND_HALF_EVEN
        yield


def compounded(rates: Iterable[Decimal]) -> Decimal:
    """Reductions of a year each, in per cent, as one: 1 − Π(1 − vᵢ)."""
    left = Decimal(1)
    for rate in rates:
        left *= 1 - rate / HUNDRED
    return (1 - left) * HUNDRED


def geometric_mean(rates: Sequence[Decimal]) -> Decimal | None:
    """The even yearly growth in per cent; None where a year lost more than all."""
    product = Decimal(1)
    for rate in rates:
        factor = 1 + rate / HUNDRED
        if factor < 0:
            return None
        product *= factor
    if len(rates) == 1 or product in (0, 1):
        return (product - 1) * HUNDRED
    return (power(product, 1, len(rates)) - 1) * HUNDRED


def power(base: Decimal, over: int, under: int) -> Decimal:
    """base^(over/under) for base ≥ 0; exact where the root is a short number."""
    if base == 0:
        return base
    rough: Decimal = base ** (Decimal(over) / Decimal(under))
    short = rough.quantize(Decimal(1).scaleb(-20))
    return short if short**under == base**over else rough


def shown(value: Decimal, edges: Sequence[Decimal] = EDGES) -> str:
    """Rounded for reading, with as many decimals as keep it on its side of an edge."""
    with exact():
        for places in range(SHOWN, MOST_SHOWN + 1):
            rounded = value.quantize(Decimal(1).scaleb(-places))
            if all(_side(rounded, edge) == _side(value, edge) for edge in edges):
                break
    return plain(rounded)


def _side(value: Decimal, edge: Decimal) -> int:
    return (value > edge) - (value < edge)


def plain(value: Decimal) -> str:
    """`0.95`, `−3`, `1000`: no exponent, no idle zeros, a true minus."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return signed("0" if text in ("-0", "") else text)


def signed(text: str) -> str:
    return text.replace("-", "−", 1)


def term(text: str) -> str:
    """A number inside a sum; a negative one in brackets."""
    return f"({signed(text)})" if text.startswith("-") else text
