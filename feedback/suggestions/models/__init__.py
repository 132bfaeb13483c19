"""Suggestion is the fact; its words stand in side rows that an erasure deletes."""

from .settings import FeedbackSettings
from .suggestion import Suggestion, Withdrawal
from .words import ErasableText, SuggestionContact, SuggestionText

__all__ = [
    "ErasableText",
    "FeedbackSettings",
    "Suggestion",
    "SuggestionContact",
    "SuggestionText",
    "Withdrawal",
]
