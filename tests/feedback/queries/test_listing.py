"""What stands at a place: texts, replies without a text, tombstones."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback.moderation import decisions, proposals, takedowns
from feedback.queries import listing, published, search, stones
from feedback.queries.listing import Listing
from feedback.suggestions import authors
from feedback.suggestions.models import FeedbackSettings, Suggestion
from feedback.suggestions.states import State
from plan_pages.document.models import Part, Plan
from portal.accounts.models import User
from portal.units.models import Unit

from ..lifecycle import advance, send
from ..replying import answered

Brought = Callable[..., Suggestion]


def numbers(found: Listing) -> tuple[set[str], set[str], set[str]]:
    """Texts, replies without one, tombstones."""
    return (
        {each.number for each in found.said},
        {each.number for each in found.withheld},
        {each.number for each in found.stones},
    )


@pytest.fixture
def unlawful(part: Part, moderator: User, second: User) -> Suggestion:
    row = send(part).suggestion
    proposal = proposals.propose_unlawful(
        suggestion=row, kind="refuse", provision="某法", reason="x", by=moderator
    )
    proposals.confirm_unlawful(proposal=proposal, by=second)
    row.refresh_from_db()
    return row


def test_listing_has_texts_answers_and_tombstones_and_nothing_else(
    korla: Plan,
    part: Part,
    brought: Brought,
    unlawful: Suggestion,
    unit: Unit,
    head: User,
    moderator: User,
) -> None:
    rows = {state: brought(state) for state in State.values}
    withdrawn = brought("published")
    authors.withdraw(suggestion=withdrawn)
    child = rows["accepted_unpublished"]
    answered(child, unit=unit, head=head, by=moderator)
    FeedbackSettings.load()
    FeedbackSettings.objects.update(publication_mode="selection")
    withheld, unanswered = (brought("accepted_unpublished") for _ in range(2))
    answered(withheld, unit=unit, head=head, by=moderator)
    secret = brought("accepted_unpublished", visibility="private")
    answered(secret, unit=unit, head=head, by=moderator)
    refused_secret = brought("refused", visibility="private")
    authors.withdraw(suggestion=unlawful)
    target = rows["merged"].merged_into
    assert target is not None
    expected = (
        {rows["published"].number, rows["published_masked"].number, target.number},
        {withheld.number},
        {rows["refused"].number, rows["taken_down"].number, withdrawn.number},
    )
    with CaptureQueriesContext(connection) as captured:
        listed = listing.in_order_of_number(plan_id=korla.pk)
    assert len(captured) <= 5
    assert numbers(listed) == expected
    assert numbers(listing.in_order_of_number(plan_id=korla.pk, part=part)) == expected
    with CaptureQueriesContext(connection) as captured:
        of_page = listing.of_page(part.page_id, parts=1)
    assert len(captured) <= 5
    assert numbers(of_page) == expected
    hidden = {child, unanswered, secret, refused_secret, unlawful}
    assert not {row.number for row in hidden} & set.union(*expected)


def test_listing_names_state_part_ground_and_rules_of_a_refused_one(
    korla: Plan, brought: Brought
) -> None:
    row = brought("refused")
    (stone,) = listing.in_order_of_number(plan_id=korla.pk).stones
    assert (stone.number, stone.part, stone.ground, stone.rules_number) == (
        row.number, row.part, "spam_or_advertising", 1,
    )  # fmt: skip


def test_listing_pages_over_all_kinds(korla: Plan, brought: Brought) -> None:
    for state in ("published", "refused", "taken_down", "published", "refused"):
        brought(state)
    seen: list[str] = []
    after = ""
    while True:
        found = listing.in_order_of_number(plan_id=korla.pk, after=after, limit=2)
        seen += sorted(set.union(*numbers(found)))
        after = found.after
        if not after:
            break
    assert seen == sorted(Suggestion.objects.values_list("number", flat=True))


def test_each_part_of_a_page_shows_its_own_few(
    part: Part, moderator: User, second: User
) -> None:
    """Twelve at the first paragraph do not push out the one at the last."""
    last = (
        Part.objects.current()
        .filter(page=part.page, kind="paragraph")
        .order_by("-order")
    )[0]
    assert last != part
    for place, count in ((part, 12), (last, 4)):
        for _ in range(count):
            advance(send(place).suggestion, "published", by=moderator, second=second)
    found = listing.of_page(part.page_id, parts=2, most=4, few=3)
    by_part = [each.part.pk for each in found.said]
    assert by_part == [part.pk] * 3 + [last.pk] * 3
    assert found.left_out == {part.pk: 9, last.pk: 1}
    filled = listing.of_page(part.page_id, parts=2, most=12, few=3)
    assert len(filled.said) == 12
    assert sum(filled.left_out.values()) == 4


def test_unlawful_tombstone_stays_nameless_after_the_author_withdraws(
    unlawful: Suggestion,
) -> None:
    for state in ("refused", "withdrawn"):
        if state == "withdrawn":
            authors.withdraw(suggestion=unlawful)
        stone = published.by_number(unlawful.number)
        assert isinstance(stone, stones.Tombstone)
        assert (stone.state, stone.part, stone.is_nameless) == (state, None, True)
        assert (stone.ground, stone.rules_number) == ("unlawful", 1)


def test_what_a_child_wrote_is_nameless_and_its_reply_not_public(
    brought: Brought, unit: Unit, head: User, moderator: User
) -> None:
    row = brought("accepted_unpublished")
    answered(row, unit=unit, head=head, by=moderator)
    stone = published.by_number(row.number)
    assert isinstance(stone, stones.Tombstone)
    assert (stone.part, stone.is_nameless, stone.answers) == (None, True, None)
    assert list(search.documents([f"suggestion:{row.number}"])) == []


def test_taken_down_after_masked_as_unlawful_is_nameless(
    part: Part, korla: Plan, moderator: User, second: User
) -> None:
    """The newest decision has no ground: all of them are looked at."""
    row = send(part).suggestion
    proposal = proposals.propose_unlawful(
        suggestion=row, kind="publish_masked", provision="某法", reason="x",
        spans=[(0, 2)], by=moderator,
    )  # fmt: skip
    proposals.confirm_unlawful(proposal=proposal, by=second)
    takedowns.take_down(suggestion=row, reason="还有住址", by=moderator)
    stone = published.by_number(row.number)
    assert isinstance(stone, stones.Tombstone)
    assert (stone.state, stone.part, stone.is_nameless) == ("taken_down", None, True)
    assert listing.in_order_of_number(plan_id=korla.pk).stones == []


@pytest.mark.parametrize("withdrawn", [False, True])
def test_before_a_decision_the_number_tells_neither_part_nor_week(
    suggestion: Suggestion, withdrawn: bool
) -> None:
    if withdrawn:
        authors.withdraw(suggestion=suggestion)
    stone = published.by_number(suggestion.number)
    assert isinstance(stone, stones.Tombstone)
    assert (stone.part, stone.week, stone.decided_week) == (None, "", "")


@pytest.mark.parametrize(
    ("state", "may"),
    [
        ("received", False), ("withdrawn", False), ("refused", True),
        ("taken_down", True), ("merged", True), ("handed_off", True),
        ("accepted_unpublished", True),
    ],
)  # fmt: skip
def test_tombstone_speaks_of_an_appeal_only_where_one_is_possible(
    brought: Brought, state: str, may: bool
) -> None:
    row = brought(state)
    stone = published.by_number(row.number)
    assert isinstance(stone, stones.Tombstone)
    assert stone.may_be_appealed is may


def test_numbers_only_mode_lists_the_reply_at_its_part(
    korla: Plan, part: Part, unit: Unit, head: User, moderator: User
) -> None:
    FeedbackSettings.load()
    FeedbackSettings.objects.update(publication_mode="numbers_only")
    row = send(part).suggestion
    decisions.accept_unpublished(suggestion=row, by=moderator)
    assert listing.in_order_of_number(plan_id=korla.pk).withheld == []
    answered(row, unit=unit, head=head, by=moderator)
    (shown,) = listing.in_order_of_number(plan_id=korla.pk).withheld
    assert shown.part == part
    assert not shown.may_be_appealed
