"""Routing and clock, the draft, and the versions that nothing changes."""

from .approval import UnitHeadApprovalTask
from .reply import Reply, ReplyTarget
from .routing import Extension, Routing
from .version import AnsweredSuggestion, ReplyVersion, ReplyWithdrawal

__all__ = [
    "AnsweredSuggestion",
    "Extension",
    "Reply",
    "ReplyTarget",
    "ReplyVersion",
    "ReplyWithdrawal",
    "Routing",
    "UnitHeadApprovalTask",
]
