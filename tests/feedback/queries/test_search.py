"""What is found is what stands on public pages, at every moment."""

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback.moderation import decisions, takedowns
from feedback.queries import search
from feedback.replies import versions
from feedback.suggestions import authors
from feedback.suggestions.models import FeedbackSettings, Suggestion
from feedback.suggestions.notices import scope_of
from feedback.suggestions.states import State
from plan_pages.document.models import Part
from portal.accounts.models import User
from portal.search import freshness
from portal.search.models import Entry
from portal.units.models import Unit

from ..lifecycle import TEXT, send
from ..replying import answered


def _found(*rows: Suggestion) -> dict[str, str]:
    scopes = [scope_of(row) for row in rows]
    return {item.key: item.text for item in search.documents(scopes)}


def test_documents_of_every_state(brought: Callable[..., Suggestion]) -> None:
    rows = {state: brought(state) for state in State.values}
    assert _found(*rows.values()) == {
        f"suggestion:{rows['published'].number}": TEXT,
        f"suggestion:{rows['published_masked'].number}": "████" + TEXT[2:],
    }


def test_documents_erased_or_private_are_none(
    brought: Callable[..., Suggestion], unit: Unit, head: User, moderator: User
) -> None:
    erased = brought("published")
    answered(erased, unit=unit, head=head, by=moderator)
    authors.erase(suggestion=erased)
    private = brought("accepted_unpublished", visibility="private")
    answered(private, unit=unit, head=head, by=moderator)
    assert _found(erased, private) == {}


def test_document_of_a_reply(
    brought: Callable[..., Suggestion], unit: Unit, head: User, moderator: User
) -> None:
    row = brought("published")
    reply = answered(row, unit=unit, head=head, by=moderator)
    text, said = search.documents([scope_of(row)])
    assert (said.key, said.text, said.unit) == (
        f"reply:{row.number}",
        "已列入下一年度计划。",
        "fgw",
    )
    assert said.chapter == "korla-14.15"
    said_on = reply.versions.get().published_on
    assert said.date == said_on - datetime.timedelta(said_on.weekday())
    week = row.received_on - datetime.timedelta(row.received_on.weekday())
    assert (text.date, text.unit) == (week, "fgw")
    assert text.date.weekday() == 0
    versions.withdraw_reply(reply=reply, reason="x", by=head)
    assert list(_found(row)) == [f"suggestion:{row.number}"]


def test_document_of_a_reply_says_what_a_reader_sees(
    brought: Callable[..., Suggestion], unit: Unit, head: User, moderator: User
) -> None:
    row = brought("published")
    body = (
        "<h2>供水 &amp; 供热</h2><p>已列入。<br>明年动工。</p>"
        "<ul><li>甲</li><li>&lt;乙&gt;</li></ul>"
    )
    answered(row, unit=unit, head=head, by=moderator, body=body)
    said = _found(row)[f"reply:{row.number}"]
    assert said == "供水 & 供热\n已列入。\n明年动工。\n甲\n<乙>"


def test_suggestion_is_owed_when_its_page_is(
    brought: Callable[..., Suggestion], part: Part
) -> None:
    row, refused = brought("published"), brought("refused")
    owed = set(search.derived([f"page:{part.page_id}", "project:x"]))
    assert scope_of(row) in owed
    assert scope_of(refused) not in owed
    assert set(search.derived(["project:x", scope_of(row)])) == set()


def test_numbers_only_reply_is_found_without_the_text(
    part: Part, unit: Unit, head: User, moderator: User
) -> None:
    FeedbackSettings.load()
    FeedbackSettings.objects.update(publication_mode="numbers_only")
    row = send(part).suggestion
    decisions.accept_unpublished(suggestion=row, by=moderator)
    answered(row, unit=unit, head=head, by=moderator)
    assert list(_found(row)) == [f"reply:{row.number}"]


@pytest.mark.parametrize("deed", ["take_down", "withdraw", "erase"])
def test_gone_from_the_index_in_the_same_moment(
    brought: Callable[..., Suggestion], moderator: User, deed: str
) -> None:
    row = brought("published")
    freshness.bring_up([scope_of(row)])
    assert Entry.objects.filter(scope=scope_of(row)).count() == 1
    if deed == "take_down":
        takedowns.take_down(suggestion=row, reason="x", by=moderator)
    else:
        getattr(authors, deed)(suggestion=row)
    assert not Entry.objects.filter(scope=scope_of(row)).exists()
    freshness.bring_up([scope_of(row)])
    assert not Entry.objects.filter(scope=scope_of(row)).exists()


def test_documents_cost_the_same_for_many(
    part: Part, unit: Unit, head: User, moderator: User
) -> None:
    spent = []
    for _ in range(2):
        for _ in range(4):
            row = send(part).suggestion
            decisions.publish(suggestion=row, by=moderator)
            answered(row, unit=unit, head=head, by=moderator)
        scopes = list(search.scopes())
        with CaptureQueriesContext(connection) as captured:
            assert len(list(search.documents(scopes))) == 2 * len(scopes)
        spent.append(len(captured))
    assert spent[0] == spent[1]
