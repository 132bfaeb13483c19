from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from feedback.moderation import decisions, proposals
from feedback.queries import listing, published, stones
from feedback.queries.answers import answers_of
from feedback.replies import routing, versions
from feedback.suggestions import authors
from feedback.suggestions.models import FeedbackSettings, Suggestion
from feedback.suggestions.states import State
from plan_pages.document.models import Division, Part, Plan
from portal.accounts.models import User
from portal.units.models import Unit

from ..lifecycle import TEXT, send
from ..replying import BODY, answered, drafted


def test_list_shows_published_texts_alone(
    korla: Plan, brought: Callable[..., Suggestion]
) -> None:
    rows = {state: brought(state) for state in State.values}
    slice_ = published.in_order_of_number(plan_id=korla.pk)
    shown = {item.number: item for item in slice_.items}
    # The one that another was merged into is published as well.
    merged_into = rows["merged"].merged_into
    assert merged_into is not None
    assert shown.keys() == {
        rows["published"].number,
        rows["published_masked"].number,
        merged_into.number,
    }
    assert shown[rows["published"].number].text == TEXT
    masked = shown[rows["published_masked"].number]
    assert (masked.text, masked.is_masked) == ("████" + TEXT[2:], True)
    assert slice_.after == ""


def test_list_pages_by_number(korla: Plan, part: Part, moderator: User) -> None:
    for _ in range(7):
        decisions.publish(suggestion=send(part).suggestion, by=moderator)
    seen: list[str] = []
    after = ""
    while True:
        slice_ = published.in_order_of_number(plan_id=korla.pk, after=after, limit=3)
        seen += [item.number for item in slice_.items]
        after = slice_.after
        if not after:
            break
    assert seen == sorted(Suggestion.objects.values_list("number", flat=True))


def test_list_below_a_chapter(
    korla: Plan, part: Part, other_part: Part, moderator: User
) -> None:
    for place in (part, other_part):
        decisions.publish(suggestion=send(place).suggestion, by=moderator)
    chapter = Division.objects.get(plan=korla, level="chapter", ordinal=15)
    items = published.in_order_of_number(plan_id=korla.pk, below=chapter).items
    assert [item.part for item in items] == [part]
    assert [item.part for item in listing.of_page(part.page_id, parts=1).said] == [part]
    assert [item.part for item in published.of_part(other_part)] == [other_part]


@pytest.mark.parametrize("count", [3, 20])
def test_list_with_replies_costs_the_same_at_any_size(
    korla: Plan, part: Part, unit: Unit, head: User, moderator: User, count: int
) -> None:
    for _ in range(count):
        row = send(part).suggestion
        decisions.publish_masked(
            suggestion=row, spans=[(0, 1)], ground="personal_data", reason="x",
            by=moderator,
        )  # fmt: skip
        answered(row, unit=unit, head=head, by=moderator)
    with CaptureQueriesContext(connection) as captured:
        items = published.in_order_of_number(plan_id=korla.pk).items
        text = [
            (
                item.text,
                item.part.page.title,
                item.answers.standing.current.html,
                item.answers.standing.unit.name,
                item.answers.clock.is_overdue,
            )
            for item in items
        ]
    assert len(text) == count
    assert len(captured) == 3, "\n".join(q["sql"] for q in captured.captured_queries)


def test_reply_with_versions_newest_first_and_withdrawn_last(
    brought: Callable[..., Suggestion], unit: Unit, head: User, moderator: User
) -> None:
    row = brought("published")
    reply = answered(row, unit=unit, head=head, by=moderator)
    versions.withdraw_reply(reply=reply, reason="发错了", by=head)
    second = drafted(row, by=head, body="<p>二</p>")
    versions.publish_reply(reply=second, by=head)
    versions.correct_reply(reply=second, note="改字", by=head, body="<p>三</p>")
    item = published.by_number(row.number)
    assert isinstance(item, published.PublicSuggestion)
    standing, withdrawn = item.answers.replies
    assert [version.html for version in standing.versions] == ["<p>三</p>", "<p>二</p>"]
    assert withdrawn.withdrawal is not None
    assert (withdrawn.current.html, withdrawn.withdrawal.reason) == (BODY, "发错了")
    clock = item.answers.clock
    assert clock is not None
    assert clock.answered_on == standing.versions[-1].published_on
    assert not clock.is_overdue


def test_by_number_erased_has_no_text(brought: Callable[..., Suggestion]) -> None:
    for state in ("published", "published_masked"):
        row = brought(state)
        authors.erase(suggestion=row)
        item = published.by_number(row.number)
        assert isinstance(item, published.PublicSuggestion)
        assert item.text is None


def test_by_number_knows_how_people_write_it(
    brought: Callable[..., Suggestion],
) -> None:
    row = brought("published")
    written = row.number.lower().replace("-", " ")
    found = published.by_number(written)
    assert found is not None
    assert found.number == row.number
    assert published.by_number("nothing") is None
    assert published.by_number("") is None


def test_tombstone_of_a_refused_one(brought: Callable[..., Suggestion]) -> None:
    row = brought("refused")
    stone = published.by_number(row.number)
    assert isinstance(stone, stones.Tombstone)
    assert (stone.state, stone.part, stone.ground, stone.rules_number) == (
        "refused",
        row.part,
        "spam_or_advertising",
        1,
    )
    assert "广告" not in repr(stone).replace(str(stone.ground_label), "")
    assert stone.answers is None


def test_tombstone_of_an_unlawful_one_names_no_part(
    suggestion: Suggestion, moderator: User, second: User
) -> None:
    proposal = proposals.propose_unlawful(
        suggestion=suggestion, kind="refuse", provision="某法", reason="x",
        by=moderator,
    )  # fmt: skip
    proposals.confirm_unlawful(proposal=proposal, by=second)
    stone = published.by_number(suggestion.number)
    assert isinstance(stone, stones.Tombstone)
    assert (stone.part, stone.ground) == (None, "unlawful")


def test_number_of_a_private_one_opens_the_state_alone(
    brought: Callable[..., Suggestion], unit: Unit, head: User, moderator: User
) -> None:
    row = brought("accepted_unpublished", visibility="private")
    answered(row, unit=unit, head=head, by=moderator)
    stone = published.by_number(row.number)
    assert isinstance(stone, stones.Tombstone)
    assert (stone.state, stone.part, stone.answers) == (
        "accepted_unpublished",
        None,
        None,
    )


def test_numbers_only_mode_shows_the_reply_and_not_the_text(
    part: Part, unit: Unit, head: User, moderator: User
) -> None:
    FeedbackSettings.load()
    FeedbackSettings.objects.update(publication_mode="numbers_only")
    row = send(part).suggestion
    decisions.accept_unpublished(suggestion=row, by=moderator)
    answered(row, unit=unit, head=head, by=moderator)
    stone = published.by_number(row.number)
    assert isinstance(stone, stones.Tombstone)
    assert stone.answers is not None
    assert stone.answers.standing is not None
    assert TEXT not in repr(stone)


def test_tombstone_says_withdrawn_where_it_was_public(
    brought: Callable[..., Suggestion],
) -> None:
    public, never = brought("published"), brought("received")
    for row, was_public in ((public, True), (never, False)):
        authors.withdraw(suggestion=row)
        stone = published.by_number(row.number)
        assert isinstance(stone, stones.Tombstone)
        assert (stone.state, stone.was_public) == ("withdrawn", was_public)


def test_tombstone_of_a_merged_one_names_the_other(
    brought: Callable[..., Suggestion],
) -> None:
    row = brought("merged")
    stone: Any = published.by_number(row.number)
    assert row.merged_into is not None
    assert stone.merged_into == row.merged_into.number


def test_tombstone_of_a_merged_private_one_does_not_tell_the_paragraph(
    client: Client, brought: Callable[..., Suggestion]
) -> None:
    """The other one is public and its page names the part."""
    row = brought("merged", visibility="private")
    other = row.merged_into
    assert other is not None and other.visibility == "public"
    stone: Any = published.by_number(row.number)
    assert (stone.state, stone.part, stone.merged_into) == ("merged", None, "")
    page = client.get(f"/suggestions/{row.number}/").content.decode()
    assert other.number not in page and row.part.public_id not in page


def test_public_texts_for_the_index(
    korla: Plan, brought: Callable[..., Suggestion]
) -> None:
    rows = [brought(state) for state in State.values]
    erased = brought("published")
    authors.erase(suggestion=erased)
    texts = published.public_texts(row.pk for row in [*rows, erased])
    by_state = {row.pk: row.state for row in rows}
    assert {by_state[key] for key in texts} == {"published", "published_masked"}


def test_clock_counts_extension(
    brought: Callable[..., Suggestion], unit: Unit, head: User, moderator: User
) -> None:
    row = brought("published")
    routing.route(suggestion=row, unit=unit, complexity="normal", by=moderator)
    due = routing.current_due(row)
    assert due is not None
    later = due.replace(year=due.year + 1)
    routing.extend(suggestion=row, due_on=later, reason="核实", by=head)
    item: Any = published.by_number(row.number)
    assert item.answers.clock.due_on == later
    assert [extension.reason for extension in item.answers.clock.extensions] == ["核实"]


def test_clock_of_one_extended_twice_and_then_routed_elsewhere(
    brought: Callable[..., Suggestion],
    unit: Unit,
    other_unit: Unit,
    head: User,
    moderator: User,
) -> None:
    row, untouched = brought("published"), brought("published")
    routing.route(suggestion=row, unit=unit, complexity="normal", by=moderator)
    due = routing.current_due(row)
    assert due is not None
    for years in (1, 2):
        later = due.replace(year=due.year + years)
        routing.extend(suggestion=row, due_on=later, reason=f"第{years}次", by=head)
    routing.route(suggestion=row, unit=other_unit, complexity="normal", by=moderator)
    answers = answers_of([row.pk, untouched.pk])
    clock = answers[row.pk].clock
    assert clock is not None
    assert (clock.unit, clock.due_on) == (other_unit, later)
    assert [each.reason for each in clock.extensions] == ["第2次", "第1次"]
    assert [each.reason for each in answers[row.pk].extensions] == ["第1次", "第2次"]
    assert answers[untouched.pk].clock is None
