"""What an editor may open says nothing of another unit's drafts: real pages, read.

Every address of the URLconf, Wagtail's lists, histories, comparisons, usages, reports,
searches and choosers among them, is opened by GET for the own unit's object, the other
unit's, and one of the other unit's of which nothing is public, and the whole answer
searched. The controls are those whose texts they are, and their publication.
"""

import json
import re

import pytest
from django.test import Client

from feedback.replies import versions as replies
from feedback.replies.models import Reply
from plan_pages.disclosure import approving, versions
from plan_pages.disclosure.models import Update
from portal.accounts.models import User
from portal.outbox.relay import Relay
from tests.plan_pages import disclosing

from .addresses import addresses
from .asking import read
from .rows import EVERYBODY, Row
from .test_matrix import OURS, filled, is_ours
from .unseen import CORRECTION, DRAFT, EVIDENCE, FINDING, HALF, LETTER, MARKS, REPLY
from .unseen import write as write_unseen
from .world import World

TAGS = re.compile(r"<[^>]*>")
#: What is asked for beside the address; at Wagtail's addresses all of it.
SEARCHED, OF_UNIT = f"?q={HALF}&search={HALF}", "?unit=jtj"
QUERIES = {
    **dict.fromkeys(("search", "search_json", "search_atom"), SEARCHED),
    "search_complete": SEARCHED,
    **dict.fromkeys(("updates", "updates_csv", "overdue", "overdue_csv"), OF_UNIT),
}
#: Pages of the plan that stand at an address of many.
MORE = ("/", "/plan/", "/plan/korla-14/", "/en/updates/", "/ug/updates/")
#: Where the public finds an update and a reply that were published.
PUBLISHED = {
    "project": {DRAFT},
    "unit": {DRAFT},
    "update": {DRAFT, EVIDENCE},
    "update_evidence": {EVIDENCE},
    "updates": {DRAFT},
    "updates_csv": {DRAFT, EVIDENCE},
    "suggestion": {REPLY},
    "suggestions": {REPLY},
    "search": {DRAFT, REPLY},
    "search_json": {DRAFT, REPLY},
    "search_atom": {DRAFT, REPLY},
}


@pytest.fixture
def world(real_world: World) -> World:
    real_world.hidden = write_unseen(real_world)
    _deliver()  # the search has what the drafts have made of it
    return real_world


def test_an_editor_reads_nothing_of_another_units_drafts(world: World) -> None:
    assert _told(world.clients["editor"], _paths(world)) == {}


def test_a_head_reads_nothing_of_another_units_drafts(world: World) -> None:
    """At what the public does not see; that is the same for an editor."""
    assert _told(world.clients["head"], _paths(world, public=False)) == {}


def test_whose_they_are_read_them(world: World) -> None:
    """The control: they are there to be found."""
    assert _told(_signed_in("drafter-jtj"), _paths(world, public=False)) == {
        "disclosure_case": {DRAFT, CORRECTION, EVIDENCE},
        "disclosure_file": {EVIDENCE},
        "reply_case": {LETTER, REPLY},
    }
    assert _told(_signed_in("reviewer-jtj"), _paths(world, public=False)) == {
        name: {FINDING} for name in ("review", "review_claim", "review_obligation")
    }


def test_what_is_published_is_read_there(world: World) -> None:
    """The control of the public's pages: they tell what is no draft any more."""
    head, office = (User.objects.get(username=f"{w}-jtj") for w in ("head", "office"))
    update = Update.objects.get(public_id=world.hidden["update"])
    approving.approve(update=update, by=head)
    versions.publish(update=update, release=disclosing.RELEASE, by=office)
    reply = Reply.objects.get(pk=world.foreign["reply"])
    replies.publish_reply(reply=reply, by=head)
    _deliver()
    paths = [each for each in _paths(world) if each[0] in PUBLISHED]
    assert _told(world.clients["editor"], paths) == PUBLISHED


def _deliver() -> None:
    while Relay(holder="test").turn():
        pass


def _signed_in(username: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username=username))
    return client


def _told(client: Client, paths: list[tuple[str, str]]) -> dict[str, set[str]]:
    """Address to the marks that its answer holds."""
    told: dict[str, set[str]] = {}
    for name, path in paths:
        if marks := _marks(read(client, path)):
            told.setdefault(name, set()).update(marks)
    return told


def _marks(text: str) -> set[str]:
    """In a text or an attribute, cut by tags, or as JSON writes what is not ASCII."""
    ways = (text, TAGS.sub("", text))
    return {
        mark
        for mark in MARKS
        if any(mark in way for way in ways) or json.dumps(mark)[1:-1] in text
    }


def _paths(world: World, *, public: bool = True) -> list[tuple[str, str]]:
    """(name, path) of every address, once a path."""
    found: dict[str, str] = {}
    for address in addresses():
        row = OURS.get(address.name, Row(address.name))
        if row.get == EVERYBODY and not public:
            continue
        query = QUERIES.get(address.name, "") if is_ours(address) else SEARCHED
        for values in (world.own, world.foreign, world.hidden):
            path = address.path(filled(address, values, row))
            found[path + query] = address.name
    if public:
        found |= dict.fromkeys(MORE, "more")
    return [(name, path) for path, name in found.items()]
