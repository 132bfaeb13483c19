from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from feedback.moderation import appeals, decisions, takedowns
from feedback.moderation.models import Appeal, AppealDecision, Decision
from feedback.suggestions import authors
from feedback.suggestions.models import Suggestion
from plan_pages.document.models import Part
from portal.accounts.models import User
from portal.ledger.canonical import parse
from portal.ledger.models import Entry

from ..lifecycle import send
from ..unchanged import refused

GIVEN = {"outcome": "overturned", "reason": "不是广告", "to": "published"}


def test_appeal_once(appealed: Appeal) -> None:
    assert appealed.words.text == "这不是广告。"
    assert parse(Entry.objects.get(type="appeal.opened").payload).keys() >= {
        "commitment",
        "week",
    }
    with refused("appealed"):
        appeals.open_appeal(suggestion=appealed.suggestion, text="再来一次")


def test_appeal_decided_by_the_same_person_is_refused(
    appealed: Appeal, moderator: User, head: User
) -> None:
    with refused("same_person"):
        appeals.decide_appeal(appeal=appealed, by=moderator, **GIVEN)
    with refused("not_moderator"):
        appeals.decide_appeal(appeal=appealed, by=head, **GIVEN)


def test_appeal_by_whoever_confirmed_is_refused(
    brought: Callable[..., Suggestion], second: User, third: User
) -> None:
    row = brought("taken_down")
    appeal = appeals.open_appeal(suggestion=row, text="请恢复")
    with refused("same_person"):
        appeals.decide_appeal(appeal=appeal, by=second, **GIVEN)
    appeals.decide_appeal(appeal=appeal, by=third, **GIVEN)
    row.refresh_from_db()
    assert row.state == "published"


def test_appeal_overturned_reinstates(appealed: Appeal, second: User) -> None:
    appeals.decide_appeal(appeal=appealed, by=second, **GIVEN)
    row = Suggestion.objects.get(pk=appealed.suggestion_id)
    decision = row.decisions.newest_first()[0]
    assert (row.state, decision.kind, decision.role) == (
        "published",
        "reinstate",
        "appeal",
    )
    assert decision.appeal == appealed
    assert Entry.objects.filter(type="appeal.decided").count() == 1
    with refused("decided"):
        appeals.decide_appeal(appeal=appealed, by=second, **GIVEN)


def test_appeal_upheld_leaves_the_state(appealed: Appeal, second: User) -> None:
    appeals.decide_appeal(appeal=appealed, outcome="upheld", reason="仍是", by=second)
    row = Suggestion.objects.get(pk=appealed.suggestion_id)
    assert row.state == "refused"
    assert row.decisions.count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"outcome": "maybe"}, "outcome"),
        ({"reason": " "}, "reason"),
        ({"to": ""}, "to"),
        ({"to": "refused"}, "to"),
        ({"to": "withdrawn"}, "to"),
        ({"to": "published_masked"}, "masked"),
        ({"to": "published_masked", "spans": [(0, 9999)]}, "spans"),
    ],
)
def test_decide_appeal_refuses(
    appealed: Appeal, second: User, changes: dict[str, Any], code: str
) -> None:
    with refused(code):
        appeals.decide_appeal(appeal=appealed, by=second, **(GIVEN | changes))


def test_appeal_of_a_private_one_is_not_published(
    brought: Callable[..., Suggestion], second: User
) -> None:
    row = brought("refused", visibility="private")
    appeal = appeals.open_appeal(suggestion=row, text="请接收")
    with refused("private"):
        appeals.decide_appeal(appeal=appeal, by=second, **GIVEN)
    appeals.decide_appeal(
        appeal=appeal, by=second, **(GIVEN | {"to": "accepted_unpublished"})
    )


def test_appeal_does_not_keep_off_a_text_that_is_due(
    appealed: Appeal, second: User
) -> None:
    given = GIVEN | {"to": "accepted_unpublished"}
    with refused("text_due"):
        appeals.decide_appeal(appeal=appealed, by=second, **given)
    with refused("exemption"):
        appeals.decide_appeal(
            appeal=appealed, by=second, exemption="author_is_child", **GIVEN
        )
    appeals.decide_appeal(
        appeal=appealed, by=second, exemption="author_is_child", **given
    )
    decision = Decision.objects.get(kind="reinstate")
    assert (decision.state_after, decision.exemption) == (
        "accepted_unpublished",
        "author_is_child",
    )


def test_appeal_of_a_merged_one_parts_it(
    brought: Callable[..., Suggestion], second: User
) -> None:
    row = brought("merged")
    appeal = appeals.open_appeal(suggestion=row, text="说的不是同一件事")
    appeals.decide_appeal(appeal=appeal, by=second, **GIVEN)
    row.refresh_from_db()
    assert (row.state, row.merged_into) == ("published", None)


def test_appeal_not_against_what_nobody_decided(
    brought: Callable[..., Suggestion], part: Part, moderator: User
) -> None:
    private = send(part, visibility="private").suggestion
    decisions.accept_unpublished(suggestion=private, by=moderator)
    for row in (brought("received"), brought("published"), private):
        with refused("not_appealable"):
            appeals.open_appeal(suggestion=row, text="请看")
    published = brought("published")
    takedowns.take_down(suggestion=published, reason="x", by=moderator)
    with refused("unconfirmed"):
        appeals.open_appeal(suggestion=published, text="请看")


@pytest.mark.parametrize("text", ["", "长" * 3001, "a\0b"])
def test_appeal_text_is_checked(brought: Any, text: str) -> None:
    row = brought("refused")
    with refused("text"):
        appeals.open_appeal(suggestion=row, text=text)


def test_appeal_withdrawn_or_erased_meanwhile(appealed: Appeal, second: User) -> None:
    authors.withdraw(suggestion=appealed.suggestion)
    assert list(Appeal.objects.open()) == []
    with refused("withdrawn"):
        appeals.decide_appeal(appeal=appealed, by=second, **GIVEN)
    authors.erase(suggestion=appealed.suggestion)
    with refused("erased"):
        appeals.decide_appeal(appeal=appealed, by=second, **GIVEN)


def test_appeal_decided_once_by_the_database(appealed: Appeal, second: User) -> None:
    appeals.decide_appeal(appeal=appealed, outcome="upheld", reason="仍是", by=second)
    with pytest.raises(IntegrityError), transaction.atomic():
        AppealDecision.objects.create(
            appeal=appealed, outcome="upheld", decided_on=appealed.opened_on, by=second
        )
