"""Through the schedule: nobody is there to answer for it, so nothing changes."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Page, Revision

from feedback.replies import drafts as reply_drafts
from feedback.replies.models import Reply
from home.models import HomePage
from plan_pages.disclosure import drafts as update_drafts
from plan_pages.disclosure.models import Update
from plan_pages.document.models import Division, PlanIndex
from portal.accounts.models import User
from portal.refusals import Refused

from .conftest import Unchanged

PAST = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
Thing = Division | Update | Reply
#: What is published, with a changed draft over it.
Drafted = Callable[[str], Thing]
KINDS = ["section", "update", "reply"]


@pytest.fixture
def drafted(
    section: Division, update: Update, reply: Reply, editor: User, head: User
) -> Drafted:
    def call(kind: str) -> Thing:
        if kind == "update":
            words = {"words": "全部完工。", "note": "更正"}
            return update_drafts.save_draft(update=update, by=editor, **words)
        if kind == "reply":
            words = {"body": "<p>明年再议。</p>", "note": "更正"}
            return reply_drafts.save_draft(reply=reply, by=head, **words)
        block = next(each for each in section.body if each.block_type == "paragraph")
        block.value["text"] = "改写了的一段。"
        section.save_revision(clean=False)
        return section

    return call


def due(thing: Any) -> None:
    """Its newest revision is to go live, and the time has come, whoever said so."""
    newest = thing.get_latest_revision()
    Revision.objects.filter(pk=newest.pk).update(approved_go_live_at=PAST)


def run() -> None:
    call_command("publish_scheduled", verbosity=0)


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_that_is_due_changes_nothing(
    drafted: Drafted, unchanged: Unchanged, kind: str
) -> None:
    due(drafted(kind))
    with unchanged(), pytest.raises(CommandError, match="1 refused"):
        run()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_published_expires(
    drafted: Drafted, unchanged: Unchanged, kind: str
) -> None:
    thing: Any = drafted(kind)
    model = Page if isinstance(thing, Page) else type(thing)
    model._default_manager.filter(pk=thing.pk).update(expire_at=PAST)
    with unchanged(), pytest.raises(CommandError, match="1 refused"):
        run()


@pytest.mark.parametrize("model", [HomePage, PlanIndex])
def test_nothing_above_a_plan_expires(model: Any, unchanged: Unchanged) -> None:
    Page.objects.filter(pk=model.objects.get().pk).update(expire_at=PAST)
    with unchanged(), pytest.raises(CommandError, match="1 refused"):
        run()


@pytest.mark.parametrize("kind", KINDS)
def test_no_date_is_taken(drafted: Drafted, unchanged: Unchanged, kind: str) -> None:
    thing: Any = drafted(kind)
    later = timezone.now() + datetime.timedelta(days=1)
    with unchanged():
        refuse_schedule(lambda: thing.save_revision(approved_go_live_at=later))
        for column in ("go_live_at", "expire_at"):
            setattr(thing, column, later)
            refuse_schedule(thing.save)
            refuse_schedule(thing.save_revision)
            setattr(thing, column, None)
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def refuse_schedule(write: Callable[[], object]) -> None:
    with pytest.raises(Refused) as refused:
        write()
    assert refused.value.code == "scheduled"


def test_one_refusal_stops_nothing_else(drafted: Drafted, section: Division) -> None:
    """The refused one is due first, the other one changes nothing of its text."""
    due(drafted("update"))
    other = Division.objects.exclude(pk=section.pk).live().first()
    assert other is not None
    later = other.save_revision(clean=False)
    soon = PAST + datetime.timedelta(days=1)
    Revision.objects.filter(pk=later.pk).update(approved_go_live_at=soon)
    with pytest.raises(CommandError, match="1 refused"):
        run()
    other.refresh_from_db()
    assert other.live_revision_id == later.pk
    left = Revision.objects.filter(approved_go_live_at__isnull=False)
    assert [each.content_object for each in left] == [Update.objects.get()]
