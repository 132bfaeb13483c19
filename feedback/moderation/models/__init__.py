"""Append-only facts; the words beside them are erasable."""

from .appeal import Appeal, AppealDecision, AppealOutcome, AppealReason, AppealText
from .claim import Claim
from .contact import ContactLook
from .decision import Decision, DecisionReason, MaskedText
from .proposal import ProposalDecline, ProposalWords, UnlawfulProposal
from .rules import RulesVersion
from .takedown import TakeDownOutcome, TakeDownResult

__all__ = [
    "Appeal",
    "AppealDecision",
    "AppealOutcome",
    "AppealReason",
    "AppealText",
    "Claim",
    "ContactLook",
    "Decision",
    "DecisionReason",
    "MaskedText",
    "ProposalDecline",
    "ProposalWords",
    "RulesVersion",
    "TakeDownOutcome",
    "TakeDownResult",
    "UnlawfulProposal",
]
