from typing import Any

import pytest
from django.db import IntegrityError, transaction

from feedback.moderation import decisions, proposals, rules
from feedback.moderation.models import Decision, UnlawfulProposal
from feedback.suggestions import authors
from feedback.suggestions.models import Suggestion
from portal.accounts.models import User
from portal.ledger.canonical import parse
from portal.ledger.models import Entry

from ..unchanged import refused

GIVEN = {"kind": "refuse", "provision": "某法第十二条", "reason": "属于该条所列情形"}


def propose(suggestion: Suggestion, by: User, **changes: Any) -> UnlawfulProposal:
    return proposals.propose_unlawful(suggestion=suggestion, by=by, **(GIVEN | changes))


def test_unlawful_takes_two_people(
    suggestion: Suggestion, moderator: User, second: User
) -> None:
    proposal = propose(suggestion, moderator)
    suggestion.refresh_from_db()
    assert suggestion.state == "received"
    decision = proposals.confirm_unlawful(proposal=proposal, by=second)
    suggestion.refresh_from_db()
    assert suggestion.state == "refused"
    assert (decision.by, decision.confirmed_by) == (moderator, second)
    assert (decision.ground, decision.provision) == ("unlawful", "某法第十二条")
    assert decision.reason.text == "属于该条所列情形"
    assert decision.role == "two_moderators"


def test_unlawful_entry_leads_to_no_suggestion(
    suggestion: Suggestion, moderator: User, second: User
) -> None:
    proposals.confirm_unlawful(proposal=propose(suggestion, moderator), by=second)
    entry = Entry.objects.get(type="moderation.decided")
    assert suggestion.number not in entry.payload
    assert parse(entry.payload)["ground"] == "unlawful"


def test_unlawful_may_mask(
    suggestion: Suggestion, moderator: User, second: User
) -> None:
    proposal = propose(suggestion, moderator, kind="publish_masked", spans=[(0, 2)])
    decision = proposals.confirm_unlawful(proposal=proposal, by=second)
    suggestion.refresh_from_db()
    assert suggestion.state == "published_masked"
    assert decision.masked.text.startswith("████")


def test_unlawful_by_one_person_is_refused(
    suggestion: Suggestion, moderator: User, head: User
) -> None:
    proposal = propose(suggestion, moderator)
    for deed in (proposals.confirm_unlawful, proposals.decline_unlawful):
        with refused("same_person"):
            deed(proposal=proposal, by=moderator)
        with refused("not_moderator"):
            deed(proposal=proposal, by=head)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"provision": " "}, "provision"),
        ({"reason": ""}, "reason"),
        ({"kind": "publish"}, "kind"),
        ({"kind": "publish_masked"}, "no_spans"),
    ],
)
def test_propose_refuses(
    suggestion: Suggestion, moderator: User, changes: dict[str, Any], code: str
) -> None:
    with refused(code):
        propose(suggestion, moderator, **changes)


def test_propose_twice_is_refused_until_declined(
    suggestion: Suggestion, moderator: User, second: User
) -> None:
    proposal = propose(suggestion, moderator)
    with refused("proposed"):
        propose(suggestion, second)
    proposals.decline_unlawful(proposal=proposal, by=second)
    for deed in (proposals.confirm_unlawful, proposals.decline_unlawful):
        with refused("closed"):
            deed(proposal=proposal, by=second)
    propose(suggestion, second)


def test_confirm_too_late_is_refused(
    suggestion: Suggestion, moderator: User, second: User
) -> None:
    proposal = propose(suggestion, moderator)
    authors.withdraw(suggestion=suggestion)
    with refused("closed"):
        proposals.confirm_unlawful(proposal=proposal, by=second)


def test_decision_confirmed_by_the_same_person_is_refused_by_the_database(
    suggestion: Suggestion, moderator: User
) -> None:
    proposal = propose(suggestion, moderator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            suggestion=suggestion,
            kind="refuse",
            state_before="received",
            state_after="refused",
            ground="unlawful",
            provision="某法第十二条",
            proposal=proposal,
            by=moderator,
            confirmed_by=moderator,
            rules=rules.current(),
            role="two_moderators",
            decided_on=suggestion.received_on,
        )


def test_another_decision_may_come_first(
    suggestion: Suggestion, moderator: User, second: User
) -> None:
    proposal = propose(suggestion, moderator)
    decisions.publish(suggestion=suggestion, by=second)
    with refused("closed"):
        proposals.confirm_unlawful(proposal=proposal, by=second)
