"""Every kind in every state: found on every way exactly while it is published.

Each case brings one thing that says MARK into a state, by the services, and says
whether that is public. Then every outlet is asked, and the pages that the cache keeps,
which were kept already before and in between.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from lxml import etree, html
from wagtail.models import PageViewRestriction

from feedback.moderation import takedowns
from feedback.replies import versions as replies
from feedback.suggestions import authors, scrubbing
from feedback.suggestions.models import FeedbackSettings, Suggestion
from feedback.suggestions.states import PUBLIC, State
from plan_pages.delivery import projects, tasks
from plan_pages.disclosure import approving, drafts, versions
from plan_pages.disclosure.models import Update
from plan_pages.document import publishing
from plan_pages.document.models import Division, Part, PartStatus, Plan, PlanPhase
from plan_pages.oversight import findings
from plan_pages.progress.models import Indicator, PlanItem
from plan_pages.progress.search import plan_changed
from portal.accounts.roles import Role
from portal.http.pagecache.application import PageCache
from portal.outbox import bell
from portal.outbox.models import OutboxEvent
from portal.outbox.purges import purge_everything
from portal.outbox.relay import Relay
from portal.units.models import Unit
from tests.feedback.lifecycle import advance, send
from tests.feedback.people import person
from tests.feedback.replying import answered, drafted, routed
from tests.plan_pages.disclosing import RELEASE
from tests.plan_pages.disclosing import drafted as update_drafted
from tests.plan_pages.disclosing import released as update_released
from tests.portal.http.pagecache.asking import ask

pytestmark = pytest.mark.once

#: Stands nowhere else, and sounds like nothing that does.
MARK = "龘靐齉"
SAID = f"这里写着{MARK}三个字。"
#: Kept from before the first act.
LISTS = (
    "/",
    "/suggestions/",
    "/updates/",
    "/projects/",
    "/items/",
    "/plan/korla-14/4/5/",
)


class World:
    """People, a place in the plan, and a cache in front of the portal."""

    def __init__(self, plan: Plan) -> None:
        self.plan = Plan.objects.get(pk=plan.pk)
        parts = Part.objects.current().of_plan(plan.pk).filter(kind="paragraph")
        at = parts.filter(page__url_path__endswith="/4/5/")
        self.part = at.order_by("order")[0]
        self.page = Division.objects.get(pk=self.part.page_id)
        self.unit = Unit.objects.create(
            key="fgw", name="发展改革部门", kind="department"
        )
        self.moderator = person("moderator", Role.MODERATOR)
        self.second = person("second", Role.MODERATOR)
        self.editor = person("editor", Role.EDITOR, unit=self.unit)
        self.head = person("head", Role.HEAD, unit=self.unit)
        self.office = person("office", Role.PUBLISHER)
        self.reviewer = person("reviewer", Role.REVIEWER)
        self.congress = person("congress", Role.CONGRESS_OFFICE)
        self.cache = PageCache(WSGIHandler())
        self.pages = list(LISTS)

    def settle(self, *pages: str) -> None:
        """What is owed is carried out, and every page is looked at and kept."""
        # What is done after the commit that a test's transaction never makes.
        connection.run_on_commit.clear()
        bell.ring()
        relay = Relay()
        while relay.turn():
            pass
        relay.let_go()
        bell.ring()
        self.pages += pages
        for page in self.pages:
            ask(self.cache, page)

    def kept_that_say_it(self) -> list[str]:
        return [page for page in self.pages if MARK in ask(self.cache, page).text]

    def suggestion(self, state: str, **changes: Any) -> Suggestion:
        row = send(self.part, **({"text": SAID} | changes)).suggestion
        self.settle(address("suggestion", row.number))
        return advance(row, state, by=self.moderator, second=self.second)

    def answered(self, body: str = f"<p>{SAID}</p>") -> Any:
        row = self.suggestion("published", text="请每年公布。")
        reply = answered(
            row, unit=self.unit, head=self.head, by=self.moderator, body=body
        )
        self.settle()
        return reply

    def update(self, words: str = SAID) -> Update:
        project = projects.add_project(part=self.part, by=self.office, name="供水改造")
        return update_drafted(project, self.editor, words=words)

    def published(self, words: str = SAID) -> Update:
        update = self.update(words)
        self.release(update)
        self.settle(address("update", update.public_id))
        return update

    def release(self, update: Update) -> Any:
        return update_released(
            update, editor=self.editor, head=self.head, office=self.office
        )

    def say(self, page: Division | None = None, *, text: str = SAID) -> None:
        """The section's first paragraph says it, once it is published."""
        page = page or self.page
        raw = list(page.body.raw_data)
        at = next(n for n, block in enumerate(raw) if block["type"] == "paragraph")
        page.body[at].value["text"] = text

    def said(self) -> Part:
        """A published paragraph of a plan that may still be edited."""
        Plan.objects.filter(pk=self.plan.pk).update(phase=PlanPhase.CONSULTING)
        self.page = Division.objects.get(pk=self.page.pk)
        self.say()
        publishing.publish(page=self.page)
        self.settle()
        return Part.objects.current().get(text__contains=MARK, page=self.page)

    def item(self) -> PlanItem:
        item = PlanItem.objects.current().order_by("order")[0]
        PlanItem.objects.filter(pk=item.pk).update(name=SAID)
        with transaction.atomic():
            purge_everything()
            plan_changed(self.plan)
        self.settle()
        return item

    def indicator(self) -> Indicator:
        row = Indicator.objects.get(plan=self.plan, number=3)
        Indicator.objects.filter(pk=row.pk).update(name=SAID)
        with transaction.atomic():
            purge_everything()
            plan_changed(self.plan)
        self.settle("/indicators/")
        return row

    def leave(self, part: Part) -> None:
        """Its page left the text."""
        publishing.take_out(pages=[Division.objects.get(pk=part.page_id)])


def address(name: str, *args: object) -> str:
    with translation.override("zh-hans"):
        return reverse(name, args=args)


Case = Callable[[World], object]
#: name → (what brings it there, whether that is public)
CASES: dict[str, tuple[Case, bool]] = {}


def case(public: bool) -> Callable[[Case], Case]:
    def add(bring: Case) -> Case:
        CASES[bring.__name__.replace("_", " ")] = bring, public
        return bring

    return add


@case(True)
def part_published(world: World) -> None:
    world.said()


@case(False)
def part_draft(world: World) -> None:
    Plan.objects.filter(pk=world.plan.pk).update(phase=PlanPhase.CONSULTING)
    world.page = Division.objects.get(pk=world.page.pk)
    world.say()
    world.page.save_revision()
    with transaction.atomic():
        publishing.text_changed([world.page.pk])


@case(False)
def part_corrected(world: World) -> None:
    world.said()
    world.say(text="另一句话。")
    publishing.publish(page=world.page)


@case(False)
def part_retired(world: World) -> None:
    part = world.said()
    Part.objects.filter(pk=part.pk).update(status=PartStatus.RETIRED)
    Division.objects.filter(pk=world.page.pk).update(live=False)
    with transaction.atomic():
        publishing.text_changed([world.page.pk])


@case(False)
def part_of_a_page_taken_out(world: World) -> None:
    world.said()
    publishing.take_out(pages=[world.page])


@case(False)
def part_of_a_closed_page(world: World) -> None:
    world.said()
    PageViewRestriction.objects.create(
        page_id=world.page.pk, restriction_type=PageViewRestriction.LOGIN
    )
    with transaction.atomic():
        publishing.text_changed([world.page.pk])


@case(True)
def item_published(world: World) -> None:
    world.item()


@case(False)
def item_of_a_page_taken_out(world: World) -> None:
    world.leave(world.item().part)


@case(True)
def indicator_published(world: World) -> None:
    world.indicator()


@case(False)
def indicator_of_a_page_taken_out(world: World) -> None:
    world.leave(world.indicator().part)


@case(True)
def project_registered(world: World) -> None:
    projects.add_project(part=world.part, by=world.office, name=SAID)


@case(False)
def project_renamed(world: World) -> None:
    row = projects.add_project(part=world.part, by=world.office, name=SAID)
    world.settle()
    projects.revise_project(project=row, note="更名", by=world.office, name="另名")


@case(True)
def task_registered(world: World) -> None:
    tasks.add_task(part=world.part, by=world.office, name=SAID)


@case(False)
def update_draft(world: World) -> None:
    world.update()


@case(False)
def update_at_the_head(world: World) -> None:
    drafts.submit(update=world.update(), by=world.editor)


@case(False)
def update_at_the_office(world: World) -> None:
    update = world.update()
    drafts.submit(update=update, by=world.editor)
    approving.approve(update=update, by=world.head)


@case(False)
def update_sent_back(world: World) -> None:
    update = world.update()
    drafts.submit(update=update, by=world.editor)
    approving.send_back(update=update, comment="再改", by=world.head)


@case(True)
def update_published(world: World) -> None:
    world.published()


@case(False)
def update_with_a_correction_in_draft(world: World) -> None:
    update = world.published("主体完工。")
    drafts.correct(update=update, note="更正", by=world.editor, words=SAID)


@case(True)
def update_corrected_to_say_it(world: World) -> None:
    update = world.published("主体完工。")
    drafts.correct(update=update, note="更正", by=world.editor, words=SAID)
    drafts.submit(update=update, by=world.editor)
    approving.approve(update=update, by=world.head)
    versions.publish(update=update, release=RELEASE, by=world.office)


@case(False)
def update_withdrawn(world: World) -> None:
    update = world.published()
    versions.withdraw(update=update, reason="有误", by=world.office)


def _suggestion_in(state: str) -> Case:
    def bring(world: World) -> None:
        world.suggestion(state)

    bring.__name__ = f"suggestion {state}"
    return bring


for each in State.values:
    case(each in PUBLIC)(_suggestion_in(each))


@case(False)
def suggestion_private(world: World) -> None:
    world.suggestion("accepted_unpublished", visibility="private")


@case(False)
def suggestion_whose_words_are_masked(world: World) -> None:
    world.suggestion("published_masked", text=f"{MARK[:2]}其余的话")


@case(False)
def suggestion_erased(world: World) -> None:
    row = world.suggestion("published")
    world.settle()
    authors.erase(suggestion=row)


@case(False)
def suggestion_taken_down_a_moment_ago(world: World) -> None:
    row = world.suggestion("published")
    world.settle()
    takedowns.take_down(suggestion=row, reason="写有住址", by=world.moderator)


@case(False)
def reply_draft(world: World) -> None:
    row = world.suggestion("published", text="请每年公布。")
    routed(row, unit=world.unit, by=world.moderator)
    drafted(row, by=world.head, body=f"<p>{SAID}</p>")


@case(True)
def reply_published(world: World) -> None:
    world.answered()


@case(False)
def reply_corrected(world: World) -> None:
    reply = world.answered()
    body = "<p>另一句话。</p>"
    replies.correct_reply(reply=reply, note="更正", by=world.head, body=body)


@case(False)
def reply_withdrawn(world: World) -> None:
    replies.withdraw_reply(reply=world.answered(), reason="有误", by=world.head)


def _finding(world: World) -> Any:
    update = world.published("主体完工。")
    return findings.make(
        version=update.versions.get(), value="complete", words=SAID, by=world.reviewer
    )


@case(False)
def finding_internal(world: World) -> None:
    _finding(world)


@case(True)
def finding_released(world: World) -> None:
    finding = _finding(world)
    world.settle()
    findings.release(finding=finding, by=world.congress)


#: Named by a word: offered while somebody types.
OFFERED = (
    "item published", "indicator published", "project registered", "task registered",
)  # fmt: skip
#: What stands on its page longer than it is found: an old version, a reason, a name.
STAYS = {
    "item of a page taken out": "the import strikes it from the list",
    "indicator of a page taken out": "the import strikes it from the list",
    "project renamed": "the page of a project tells its former names",
    "update withdrawn": "every version stays readable, with the reason over it",
    "reply corrected": "every version stays readable",
    "reply withdrawn": "every version stays readable, with the reason over it",
}


@pytest.fixture
def world(
    korla: Plan, settings: Any, tmp_path: Path, monkeypatch: Any
) -> Iterator[World]:
    settings.PURGE_BELL, settings.MEDIA_ROOT = tmp_path / "purges", tmp_path
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
    # PostgreSQL vacuums in no transaction; suggestions/test_scrubbing.py has none.
    monkeypatch.setattr(scrubbing, "_vacuum", lambda: None)
    FeedbackSettings.load()
    OutboxEvent.objects.all().delete()
    with translation.override("zh-hans"):
        world = World(korla)
        world.settle()
        yield world


@pytest.mark.parametrize("name", CASES)
def test_found_exactly_while_it_is_published(
    world: World, client: Client, name: str
) -> None:
    bring, public = CASES[name]
    bring(world)
    world.settle()
    word = MARK[:2] if "masked" in name and not public else MARK
    assert outlets(client, word) == dict.fromkeys(OUTLETS, public)
    offered = client.get(reverse("search_complete"), {"q": word}).json()
    assert any(MARK in text for text in offered) == (name in OFFERED)
    if name not in STAYS:
        assert bool(world.kept_that_say_it()) == public, world.kept_that_say_it()


OUTLETS = ("page", "near misses", "json", "facets", "atom")


def outlets(client: Client, word: str) -> dict[str, bool]:
    """Outlet → whether it says anything of the word."""
    asked = {"q": f'"{word}"'}
    page = html.fromstring(client.get(reverse("search"), asked).content)
    (results,) = page.xpath("//*[@data-results]")
    plain = client.get(reverse("search"), {"q": word}).content
    hits = html.fromstring(plain).xpath("//*[@data-results]//mark")
    answer = client.get(reverse("search_json"), asked).json()
    feed = etree.fromstring(client.get(reverse("search_atom"), asked).content)
    return {
        "page": results.get("data-results") != "0" or bool(results.xpath(".//mark")),
        "near misses": any(word in mark.text_content() for mark in hits),
        "json": answer["total"] > 0 or any(g["results"] for g in answer["groups"]),
        "facets": any(answer["facets"].values()),
        "atom": bool(feed.findall("{*}entry")),
    }
