"""What an erasure takes out of moderation: every word, no fact."""

from feedback.suggestions.authors import erasers
from feedback.suggestions.models import Suggestion

from .models import (
    AppealReason,
    AppealText,
    DecisionReason,
    MaskedText,
    ProposalWords,
)

ERASABLE = (AppealReason, AppealText, DecisionReason, MaskedText, ProposalWords)


@erasers.register
def erase_words(suggestion: Suggestion) -> None:
    for model in ERASABLE:
        model.objects.filter(suggestion=suggestion).delete()
