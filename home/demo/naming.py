"""The same names at every filling: addresses, passwords and seeds are drawn by lot,
and the lot always falls alike.

The portal draws its public names from the system's randomness and knows no other way;
here, for the time of a filling and on a site that is marked as a demonstration, its two
functions that draw them are given other dice. Salts, form keys, return codes and
signing keys stay random: they are no names.
"""

import base64
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from plan_pages.document.models import part
from portal.intake import codes

from .marking import is_demonstration

SEED = 20260301
#: The modules that draw public ids of the plan, and numbers of suggestions.
_DRAWING: tuple[Any, ...] = (part, codes)
#: No letter or digit that is taken for another.
_TYPEABLE = "abcdefghjkmnpqrstuvwxyz23456789"


class NoDemonstration(Exception):
    """Foreseeable names are for invented data alone."""


class _Dice:
    """What those modules ask of `secrets`, from a seed."""

    def __init__(self, seed: str) -> None:
        self._lot = random.Random(seed)  # noqa: S311  (foreseeable on purpose)

    def choice(self, symbols: Sequence[str]) -> str:
        return self._lot.choice(symbols)


@contextmanager
def same_names() -> Iterator[None]:
    """Inside, public names come in the same order as at the last filling.

    Raises NoDemonstration.
    """
    if not is_demonstration():
        raise NoDemonstration
    kept = [module.secrets for module in _DRAWING]
    for module in _DRAWING:
        module.secrets = _Dice(f"{SEED} {module.__name__}")
    try:
        yield
    finally:
        for module, secrets in zip(_DRAWING, kept, strict=True):
            module.secrets = secrets


def password() -> str:
    """One for all invented people."""
    lot = random.Random(f"{SEED} password")  # noqa: S311  (foreseeable on purpose)
    return "-".join("".join(lot.choices(_TYPEABLE, k=4)) for _group in range(4))


def totp_secret(username: str) -> str:
    lot = random.Random(f"{SEED} totp {username}")  # noqa: S311  (the same)
    return base64.b32encode(lot.randbytes(20)).decode()
