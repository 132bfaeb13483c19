"""Plan and Division are pages; Part is the identity of every piece of their text."""

from .division import Division, DivisionLevel
from .part import Change, Part, PartAmendment, PartKind, PartStatus, new_public_id
from .plain_words import PlainWords
from .plan import Plan, PlanIndex, PlanPhase

__all__ = [
    "Change",
    "Division",
    "DivisionLevel",
    "Part",
    "PartAmendment",
    "PartKind",
    "PartStatus",
    "PlainWords",
    "Plan",
    "PlanIndex",
    "PlanPhase",
    "new_public_id",
]
