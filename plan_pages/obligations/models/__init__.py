"""Rules, what they made due, later days, letters sent, and the operator's settings."""

from .letter import DueLetter, LetterKind
from .obligation import Obligation, ObligationExtension, ObligationQuerySet
from .rule import Rule
from .settings import DisclosureSettings

__all__ = [
    "DisclosureSettings",
    "DueLetter",
    "LetterKind",
    "Obligation",
    "ObligationExtension",
    "ObligationQuerySet",
    "Rule",
]
