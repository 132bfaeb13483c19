"""An erasure takes quotations out of drafts, revisions, remarks and logs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from feedback.moderation import proposals
from feedback.replies import approving, drafts, routing, setup, versions
from feedback.replies.models import Reply, ReplyTarget
from feedback.suggestions import authors
from feedback.suggestions.models import Suggestion
from plan_pages.document.models import Part
from portal.accounts.models import User
from portal.units.models import Unit

from ..lifecycle import send
from ..replying import BODY, drafted, routed

MARKER = "落霞与孤鹜齐飞7391"
QUOTE = f"<p>来信说“{MARKER}”，已转有关科室。</p>"
Brought = Callable[..., Suggestion]


@pytest.fixture(autouse=True)
def _workflow(db: None) -> None:
    setup.prepare()


@pytest.fixture
def quoted(brought: Brought, unit: Unit, moderator: User) -> Suggestion:
    row = brought("published", text=f"请看{MARKER}一事。")
    return routed(row, unit=unit, by=moderator)


@pytest.fixture
def plain(brought: Brought, unit: Unit, moderator: User) -> Suggestion:
    return routed(brought("published"), unit=unit, by=moderator)


def holding() -> list[str]:
    """Labels of the tables that hold the marker, Wagtail's included."""
    return [
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and MARKER in repr(list(model._base_manager.values_list()))
    ]


def test_erase_takes_a_quoting_draft_with_its_revisions_and_remarks(
    quoted: Suggestion, editor: User, head: User
) -> None:
    reply = drafted(quoted, by=editor, body=QUOTE)
    drafts.submit(reply=Reply.objects.get(pk=reply.pk), by=editor)
    kept = Reply.objects.get(pk=reply.pk)
    approving.send_back(reply=kept, comment=f"别抄{MARKER}", by=head)
    drafts.save_draft(reply=kept, by=editor, reason=MARKER)
    assert {
        "suggestions.SuggestionText",
        "replies.Reply",
        "wagtailcore.Revision",
        "wagtailcore.TaskState",
    } <= set(holding())
    authors.erase(suggestion=quoted)
    assert holding() == []
    assert not Reply.objects.exists()


def test_erase_takes_the_words_of_a_grouped_draft_and_leaves_the_others(
    quoted: Suggestion, plain: Suggestion, editor: User, head: User
) -> None:
    reply = drafts.save_draft(
        by=editor, suggestions=[quoted, plain], disposition="answered", body=QUOTE
    )
    drafts.submit(reply=Reply.objects.get(pk=reply.pk), by=editor)
    authors.erase(suggestion=quoted)
    assert holding() == []
    kept = Reply.objects.get()
    assert list(kept.targets.values_list("suggestion", flat=True)) == [plain.pk]
    assert not kept.workflow_in_progress
    drafts.save_draft(reply=kept, by=editor, body=BODY)
    assert versions.publish_reply(reply=kept, by=head).html == BODY


def test_erase_leaves_a_grouped_draft_that_quotes_nothing(
    quoted: Suggestion, plain: Suggestion, editor: User, head: User
) -> None:
    """What the plan itself says is no quotation of the author's."""
    reply = drafts.save_draft(
        by=editor, suggestions=[quoted, plain], disposition="answered", body=QUOTE
    )
    body = f"<p>{quoted.part.text[:30]}，已办。</p>"
    drafts.save_draft(reply=reply, by=editor, body=body)
    drafts.submit(reply=Reply.objects.get(pk=reply.pk), by=editor)
    authors.erase(suggestion=quoted)
    assert "replies.Reply" not in holding()
    kept = Reply.objects.get()
    assert kept.workflow_in_progress
    assert approving.approve(reply=kept, by=head).html == body


def test_erase_keeps_what_the_office_published_and_no_draft_of_it(
    quoted: Suggestion, editor: User, head: User
) -> None:
    reply = drafted(quoted, by=editor, body=f"<p>初稿{MARKER}</p>")
    drafts.submit(reply=Reply.objects.get(pk=reply.pk), by=editor)
    kept = Reply.objects.get(pk=reply.pk)
    approving.send_back(reply=kept, comment=f"别抄{MARKER}", by=head)
    kept = drafts.save_draft(reply=Reply.objects.get(pk=reply.pk), by=editor, body=BODY)
    drafts.submit(reply=Reply.objects.get(pk=reply.pk), by=editor)
    version = approving.approve(reply=Reply.objects.get(pk=reply.pk), by=head)
    drafts.save_draft(reply=Reply.objects.get(pk=reply.pk), by=head, body=QUOTE)
    authors.erase(suggestion=quoted)
    assert holding() == []
    kept = Reply.objects.get()
    assert (kept.live, kept.latest_revision) == (True, kept.live_revision)
    assert kept.get_latest_revision_as_object().body == BODY
    assert [row.html for row in kept.versions.all()] == [version.html]


def test_erase_takes_a_proposal_that_quotes(part: Part, moderator: User) -> None:
    row = send(part, text=f"请看{MARKER}一事。").suggestion
    proposals.propose_unlawful(
        suggestion=row,
        kind="publish_masked",
        provision="某法第一条",
        reason=f"写有{MARKER}",
        spans=[(0, 1)],
        by=moderator,
    )
    authors.erase(suggestion=row)
    assert holding() == []


def test_draft_that_no_unit_can_reach_goes_with_the_routing(
    quoted: Suggestion, other_unit: Unit, editor: User, moderator: User
) -> None:
    drafted(quoted, by=editor, body=QUOTE)
    routing.route(suggestion=quoted, unit=other_unit, complexity="normal", by=moderator)
    assert (Reply.objects.count(), ReplyTarget.objects.count()) == (0, 0)
    assert holding() == ["suggestions.SuggestionText"]


def test_draft_that_lost_the_suggestion_is_reached_by_its_quotation(
    quoted: Suggestion,
    plain: Suggestion,
    other_unit: Unit,
    editor: User,
    moderator: User,
) -> None:
    drafts.save_draft(
        by=editor, suggestions=[quoted, plain], disposition="answered", body=QUOTE
    )
    routing.route(suggestion=quoted, unit=other_unit, complexity="normal", by=moderator)
    assert "replies.Reply" in holding()
    authors.erase(suggestion=quoted)
    assert holding() == []


def test_desk_of_a_draft_that_was_emptied(
    quoted: Suggestion, plain: Suggestion, editor: User, head: User
) -> None:
    reply = drafts.save_draft(
        by=editor, suggestions=[quoted, plain], disposition="answered", body=QUOTE
    )
    drafts.submit(reply=Reply.objects.get(pk=reply.pk), by=editor)
    authors.erase(suggestion=quoted)
    client: Any = Client()
    client.force_login(head)
    page = client.get(f"/replies/{plain.number}/")
    assert page.status_code == 200
    assert client.post(
        f"/replies/{plain.number}/", {"action": "approve"}
    ).status_code == 422  # fmt: skip
