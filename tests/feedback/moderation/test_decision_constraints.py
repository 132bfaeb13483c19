from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from feedback.moderation import decisions, rules
from feedback.moderation.models import Decision
from feedback.suggestions.models import Suggestion
from portal.accounts.models import User

from ..lifecycle import TEXT
from ..unchanged import rows

BROKEN: list[dict[str, Any]] = [
    {"kind": "refuse", "state_after": "refused", "ground": ""},
    {"kind": "refuse", "state_after": "refused", "ground": "off_topic"},
    {"kind": "publish", "state_after": "published", "ground": "personal_data"},
    {"kind": "refuse", "state_after": "refused", "ground": "unlawful"},
    {
        "kind": "refuse",
        "state_after": "refused",
        "ground": "unlawful",
        "provision": "某法第一条",
    },
    {"kind": "publish", "state_after": "published", "provision": "某法第一条"},
    {"kind": "merge", "state_after": "merged"},
    {"kind": "relocate", "state_after": "received"},
    {"kind": "hand_off", "state_after": "handed_off"},
    {"kind": "publish", "state_after": "published", "destination": "hotline"},
    {"kind": "take_down", "state_before": "published", "state_after": "taken_down"},
    {"kind": "publish", "state_after": "published", "role": ""},
    {"kind": "reinstate", "state_before": "refused", "state_after": "published"},
    {"kind": "shred", "state_after": "published"},
    {"kind": "publish", "state_after": "published", "exemption": "author_is_child"},
    {
        "kind": "accept_unpublished",
        "state_after": "accepted_unpublished",
        "exemption": "unwelcome",
    },
]


@pytest.mark.parametrize("columns", BROKEN)
def test_decision_constraints(
    suggestion: Suggestion, moderator: User, columns: dict[str, Any]
) -> None:
    given = {
        "suggestion": suggestion,
        "state_before": "received",
        "rules": rules.current(),
        "role": "moderator",
        "decided_on": suggestion.received_on,
        "by": moderator,
    } | columns
    before = rows()
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(**given)
    assert rows() == before


def test_decision_decides_once(suggestion: Suggestion, moderator: User) -> None:
    decision = decisions.publish(suggestion=suggestion, by=moderator)
    decision.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        decision.save(force_insert=True)


def test_nobody_can_write_over_a_citizens_words(suggestion: Suggestion) -> None:
    for statement in (
        "UPDATE suggestions_suggestiontext SET text = 'x'",
        "UPDATE suggestions_suggestiontext SET text = text || 'x'",
    ):
        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    suggestion.words.refresh_from_db()
    assert suggestion.words.text == TEXT
