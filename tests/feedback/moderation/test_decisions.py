from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from feedback.moderation import decisions
from feedback.moderation.models import MaskedText
from feedback.suggestions.models import FeedbackSettings, Suggestion
from plan_pages.document.models import Part
from portal.accounts.models import User
from portal.ledger.canonical import parse
from portal.ledger.commitments import opens
from portal.ledger.models import Entry, Salt
from portal.outbox.models import Purge

from ..lifecycle import TEXT, send
from ..unchanged import refused


def test_publish_leaves_ledger_entry_and_purges(
    suggestion: Suggestion, moderator: User
) -> None:
    decision = decisions.publish(suggestion=suggestion, by=moderator)
    entry = parse(Entry.objects.get(type="moderation.decided").payload)
    assert entry["subject"] == suggestion.number
    assert (entry["decision"], entry["state"], entry["rules"]) == (
        "publish",
        "published",
        1,
    )
    assert (decision.role, decision.rules.number) == ("moderator", 1)
    keys = {key for purge in Purge.objects.all() for key in purge.keys}
    assert {f"suggestion:{suggestion.number}", f"part:{suggestion.part.public_id}"} <= (
        keys
    )


def test_decide_refused_for_others(
    suggestion: Suggestion, editor: User, head: User
) -> None:
    for user in (editor, head):
        with refused("not_moderator"):
            decisions.publish(suggestion=suggestion, by=user)


def test_publish_masked_hides_the_spans_and_nothing_else(
    suggestion: Suggestion, moderator: User
) -> None:
    decision = decisions.publish_masked(
        suggestion=suggestion,
        spans=[(2, 4)],
        ground="personal_data",
        reason="含姓名",
        by=moderator,
    )
    masked = MaskedText.objects.get(decision=decision).text
    assert masked == TEXT[:2] + "████" + TEXT[4:]
    suggestion.refresh_from_db()
    assert suggestion.words.text == TEXT
    entry = parse(Entry.objects.get(type="moderation.decided").payload)
    for kind, text in (("masked", masked), ("reason", "含姓名")):
        salt = Salt.objects.get(subject=suggestion.number, kind=kind)
        assert opens(
            str(entry[kind]), kind=kind, salt=bytes(salt.value), content=text.encode()
        )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ground": ""}, "ground"),
        ({"ground": "off_topic"}, "ground"),
        ({"ground": "criticism"}, "ground"),
        ({"ground": "unlawful"}, "second_person"),
        ({"reason": ""}, "reason"),
        ({"reason": " \n"}, "reason"),
        ({"reason": "长" * 2001}, "reason_long"),
    ],
)
def test_refuse_needs_ground_and_reason(
    suggestion: Suggestion, moderator: User, changes: dict[str, Any], code: str
) -> None:
    given = {"ground": "personal_data", "reason": "含身份证号"} | changes
    with refused(code):
        decisions.refuse(suggestion=suggestion, by=moderator, **given)
    with refused(code):
        decisions.publish_masked(
            suggestion=suggestion, spans=[(0, 1)], by=moderator, **given
        )


def test_publish_masked_needs_spans(suggestion: Suggestion, moderator: User) -> None:
    for spans, code in (
        ([], "no_spans"),
        ([(0, 10_000)], "spans"),
        ([(3, 3)], "spans"),
    ):
        with refused(code):
            decisions.publish_masked(
                suggestion=suggestion,
                spans=spans,
                ground="personal_data",
                reason="x",
                by=moderator,
            )


def test_private_one_is_never_published(part: Part, moderator: User) -> None:
    row = send(part, visibility="private").suggestion
    with refused("private"):
        decisions.publish(suggestion=row, by=moderator)
    with refused("private"):
        decisions.publish_masked(
            suggestion=row, spans=[(0, 1)], ground="personal_data", reason="x",
            by=moderator,
        )  # fmt: skip
    decisions.accept_unpublished(suggestion=row, by=moderator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Suggestion.objects.filter(pk=row.pk).update(state="published")


def test_mode_at_intake_binds_the_moderator(part: Part, moderator: User) -> None:
    FeedbackSettings.load()
    FeedbackSettings.objects.update(publication_mode="numbers_only")
    row = send(part).suggestion
    FeedbackSettings.objects.update(publication_mode="each")
    assert row.publication_mode == "numbers_only"
    with refused("private"):
        decisions.publish(suggestion=row, by=moderator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Suggestion.objects.filter(pk=row.pk).update(state="published")


def test_text_that_is_due_is_not_kept_off_for_any_reason(
    suggestion: Suggestion, moderator: User
) -> None:
    assert suggestion.text_is_due
    for reason in ("", "影响不好"):
        with refused("text_due"):
            decisions.accept_unpublished(
                suggestion=suggestion, by=moderator, reason=reason
            )
    with refused("exemption"):
        decisions.accept_unpublished(
            suggestion=suggestion, by=moderator, exemption="unwelcome"
        )


def test_text_whose_author_says_to_be_a_child_is_kept_off(
    suggestion: Suggestion, moderator: User
) -> None:
    decision = decisions.accept_unpublished(
        suggestion=suggestion, by=moderator, exemption="author_is_child"
    )
    assert decision.state_after == "accepted_unpublished"
    entry = parse(Entry.objects.get(type="moderation.decided").payload)
    assert entry["exemption"] == "author_is_child"
    assert suggestion.number not in str(entry)


@pytest.mark.parametrize(
    ("visibility", "mode"),
    [("private", "each"), ("public", "selection"), ("public", "numbers_only")],
)
def test_text_that_is_not_due_needs_no_exemption_and_takes_none(
    part: Part, moderator: User, visibility: str, mode: str
) -> None:
    FeedbackSettings.load()
    FeedbackSettings.objects.update(publication_mode=mode)
    row = send(part, visibility=visibility).suggestion
    with refused("exemption"):
        decisions.accept_unpublished(
            suggestion=row, by=moderator, exemption="author_is_child"
        )
    decision = decisions.accept_unpublished(suggestion=row, by=moderator)
    assert (decision.state_after, decision.exemption) == ("accepted_unpublished", "")


def test_merge_of_a_private_one_is_not_linked_in_the_ledger(
    brought: Callable[..., Suggestion], part: Part, moderator: User
) -> None:
    target = brought("published")
    for visibility, linked in (("private", None), ("public", target.number)):
        row = send(part, visibility=visibility).suggestion
        decisions.merge(suggestion=row, into=target, by=moderator)
        entry = Entry.objects.get(type="moderation.decided", subject=row.number)
        assert parse(entry.payload).get("merged_into") == linked


def test_merge_target_must_be_public_and_decided(
    brought: Callable[..., Suggestion], part: Part, moderator: User
) -> None:
    row = send(part).suggestion
    private = brought("accepted_unpublished", visibility="private")
    for target in (row, send(part).suggestion, brought("refused"), private):
        with refused("merge_target"):
            decisions.merge(suggestion=row, into=target, by=moderator)


def test_relocate_moves_part_and_keeps_state(
    suggestion: Suggestion, other_part: Part, moderator: User
) -> None:
    left = suggestion.part
    with refused("same_part"):
        decisions.relocate(suggestion=suggestion, part=left, by=moderator)
    decision = decisions.relocate(suggestion=suggestion, part=other_part, by=moderator)
    suggestion.refresh_from_db()
    assert (suggestion.part, suggestion.state) == (other_part, "received")
    assert (decision.part_from, decision.part_to) == (left, other_part)
    entry = Entry.objects.get(type="moderation.decided").payload
    assert left.public_id not in entry
    assert other_part.public_id not in entry
    keys = {key for purge in Purge.objects.all() for key in purge.keys}
    assert {f"part:{left.public_id}", f"part:{other_part.public_id}"} <= keys


def test_hand_off_says_where(suggestion: Suggestion, moderator: User) -> None:
    with refused("destination"):
        decisions.hand_off(suggestion=suggestion, destination="police", by=moderator)
