"""Each public act in turn: no page stale after it, and no other page lost by it.

The test's own acts go through the services and the admin, never to the cache.
"""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import PageViewRestriction, Site

from feedback.moderation import decisions, rules, takedowns
from feedback.moderation.models import Decision
from feedback.replies import routing, versions
from feedback.suggestions import authors
from feedback.suggestions.models import FeedbackSettings, Suggestion
from plan_pages.document import plans
from plan_pages.document.models import Division, Part, PlainWords, Plan
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.http.pagecache.application import PageCache
from portal.outbox import bell
from portal.outbox.relay import Relay
from portal.pages.models import SiteFurniture
from portal.units.models import Unit
from tests.feedback.lifecycle import advance, send
from tests.feedback.people import person
from tests.feedback.replying import answered, drafted

from .asking import Counted, ask, kept

HOME, FAR = "/plan/korla-14/15/2/", "/plan/korla-14/4/5/"
pytestmark = pytest.mark.once

#: What no suggestion touches.
APART = (FAR, "/privacy/", "/indicators/", "/moderation/rules/", "/en" + FAR)
LISTS = (
    "/",
    "/suggestions/",
    "/suggestions/statistics/",
    "/moderation/log/",
    "/moderation/log.csv",
    HOME,
    "/ug" + HOME,
)


class Watch:
    """Pages that are kept; `after` compares each with what Django would say now."""

    def __init__(self, cache: PageCache, django_side: Counted) -> None:
        self.cache, self.django_side = cache, django_side
        self.paths: list[str] = []

    def warm(self, *paths: str) -> None:
        self.paths = list(paths)
        for path in paths:
            assert ask(self.cache, path).status in (200, 302), path
        assert kept(self.cache) >= len(set(paths))

    def after(self, act: Callable[[], Any]) -> list[str]:
        """Do it; return the pages that had to be rendered anew."""
        old = {path: ask(self.cache, path) for path in self.paths}
        act()
        bell.ring()  # the commit that a test's transaction never makes
        rendered = []
        for path in self.paths:
            before = self.django_side.asked
            shown = ask(self.cache, path)
            if self.django_side.asked > before:
                rendered.append(path)
            fresh = ask(WSGIHandler(), path)
            assert (shown.status, shown.text) == (fresh.status, fresh.text), path
            changed = shown.text != old[path].text
            assert not changed or path in rendered
        return rendered


@pytest.fixture
def watch(cache: PageCache, django_side: Counted, korla: Plan) -> Watch:
    FeedbackSettings.load()
    rules.current()
    return Watch(cache, django_side)


@pytest.fixture
def place(korla: Plan) -> Part:
    rows = Part.objects.current().filter(kind="paragraph", plan=korla)
    return rows.filter(page__url_path__endswith="/15/2/").order_by("order")[0]


@pytest.fixture
def far(korla: Plan) -> Part:
    rows = Part.objects.current().filter(kind="paragraph", plan=korla)
    return rows.filter(page__url_path__endswith="/4/5/").order_by("order")[0]


@pytest.fixture
def moderator(db: None) -> User:
    return person("moderator", Role.MODERATOR)


@pytest.fixture
def unit(db: None) -> Unit:
    return Unit.objects.create(key="fgw", name="发展改革部门", kind="department")


@pytest.fixture
def head(unit: Unit) -> User:
    return person("head", Role.HEAD, unit=unit)


def own(row: Suggestion) -> str:
    with translation.override("zh-hans"):
        return reverse("suggestion", args=[row.number])


@pytest.mark.parametrize(
    "state",
    [
        "published",
        "published_masked",
        "accepted_unpublished",
        "refused",
        "handed_off",
        "withdrawn",
    ],
)
def test_decision_shows_at_once(
    watch: Watch, place: Part, moderator: User, state: str
) -> None:
    row = send(place).suggestion
    watch.warm(own(row), *LISTS, *APART)
    second = person("second", Role.MODERATOR)
    anew = watch.after(lambda: advance(row, state, by=moderator, second=second))
    assert anew == [own(row), *LISTS]


def test_merge_shows_at_once(watch: Watch, place: Part, moderator: User) -> None:
    row, target = send(place).suggestion, send(place).suggestion
    decisions.publish(suggestion=target, by=moderator)
    watch.warm(own(row), own(target), *LISTS, *APART)
    merge = lambda: decisions.merge(suggestion=row, into=target, by=moderator)  # noqa: E731
    assert watch.after(merge) == [own(row), *LISTS]


def test_relocation_shows_on_both_pages(
    watch: Watch, place: Part, far: Part, moderator: User
) -> None:
    row = send(place).suggestion
    decisions.publish(suggestion=row, by=moderator)
    watch.warm(HOME, FAR, "/privacy/")
    anew = watch.after(
        lambda: decisions.relocate(suggestion=row, part=far, by=moderator)
    )
    assert anew == [HOME, FAR]


def test_take_down_and_its_lapse_show_at_once(
    watch: Watch, place: Part, moderator: User
) -> None:
    row = send(place).suggestion
    decisions.publish(suggestion=row, by=moderator)
    watch.warm(own(row), *LISTS, *APART)
    taken = watch.after(
        lambda: takedowns.take_down(suggestion=row, reason="写有住址", by=moderator)
    )
    assert taken == [own(row), *LISTS]
    later = Decision.objects.get(kind="take_down").lapses_on
    assert later is not None
    back = watch.after(
        lambda: takedowns.restore_unconfirmed(at=later + datetime.timedelta(days=1))
    )
    assert back == [own(row), *LISTS]


def test_erasure_shows_at_once(watch: Watch, place: Part, moderator: User) -> None:
    row = send(place, text="擦掉这句话。").suggestion
    decisions.publish(suggestion=row, by=moderator)
    watch.warm(own(row), *LISTS, *APART)
    assert "擦掉这句话。" in ask(watch.cache, HOME).text
    assert watch.after(lambda: authors.erase(suggestion=row)) == [own(row), *LISTS]
    for path in (own(row), *LISTS):
        assert "擦掉这句话。" not in ask(watch.cache, path).text


def test_reply_correction_and_withdrawal_show_at_once(
    watch: Watch, place: Part, moderator: User, unit: Unit, head: User
) -> None:
    row = send(place).suggestion
    decisions.publish(suggestion=row, by=moderator)
    watch.warm(own(row), *LISTS, *APART)
    replies: list[Any] = []
    answer = lambda: replies.append(  # noqa: E731
        answered(row, unit=unit, head=head, by=moderator)
    )
    assert watch.after(answer) == [own(row), *LISTS]
    assert watch.after(
        lambda: versions.correct_reply(
            reply=replies[0], note="更正了年份", by=head, body="<p>明年。</p>"
        )
    ) == [own(row), *LISTS]
    assert watch.after(
        lambda: versions.withdraw_reply(reply=replies[0], reason="有误", by=head)
    ) == [own(row), *LISTS]


def test_draft_of_a_reply_purges_nothing(
    watch: Watch, place: Part, moderator: User, unit: Unit, head: User
) -> None:
    row = send(place).suggestion
    decisions.publish(suggestion=row, by=moderator)
    routing.route(suggestion=row, unit=unit, complexity="normal", by=moderator)
    watch.warm(own(row), *LISTS, *APART)
    assert watch.after(lambda: drafted(row, by=head)) == []


def test_receipt_shows_when_the_relay_has_told(watch: Watch, place: Part) -> None:
    def receive() -> None:
        send(place)
        while Relay().turn():
            pass

    watch.warm(*LISTS, *APART)
    assert watch.after(receive) == [*LISTS]


def test_rules_show_at_once(watch: Watch) -> None:
    publisher = person("publisher", Role.PUBLISHER)
    watch.warm("/moderation/rules/", "/en/moderation/rules/", HOME, "/privacy/")
    anew = watch.after(
        lambda: rules.publish_rules(html="<p>新规则</p>", note="改写", by=publisher)
    )
    assert anew == ["/moderation/rules/", "/en/moderation/rules/"]


def test_phase_of_the_plan_shows_everywhere(watch: Watch, korla: Plan) -> None:
    everywhere = [*LISTS, *APART]
    watch.warm(*everywhere)
    anew = watch.after(lambda: plans.enter_phase(plan=korla, phase="archived"))
    assert anew == everywhere


@pytest.fixture
def admin() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("keeper"))
    return client


def test_furniture_saved_in_the_admin_shows_everywhere(
    watch: Watch, admin: Client
) -> None:
    row = SiteFurniture.objects.first() or SiteFurniture.for_site(_site())
    url = reverse("wagtailsettings:edit", args=["pages", "sitefurniture", row.site_id])
    names = [panel.field_name for panel in SiteFurniture.panels]
    given = {name: getattr(row, name) for name in names if name != "in_trial"}
    watch.warm(*LISTS, *APART)

    def save() -> None:
        answer = admin.post(url, given | {"host_unit": "某某单位", "in_trial": "on"})
        assert answer.status_code == 302

    assert watch.after(save) == [*LISTS, *APART]
    assert "某某单位" in ask(watch.cache, "/privacy/").text


def _site() -> Any:
    return Site.objects.get(is_default_site=True)


def test_plain_words_saved_in_the_admin_show(watch: Watch, admin: Client) -> None:
    section = Division.objects.get(url_path__endswith="/15/2/")
    watch.warm(HOME, FAR)
    url = reverse("wagtailsnippets_document_plainwords:add")

    def save() -> None:
        answer = admin.post(url, {"division": section.pk, "text": "说的是办法。"})
        assert answer.status_code == 302

    assert HOME in watch.after(save)
    assert "说的是办法。" in ask(watch.cache, HOME).text
    assert PlainWords.objects.count() == 1


def test_page_made_private_is_gone_at_once(watch: Watch) -> None:
    section = Division.objects.get(url_path__endswith="/15/2/")
    watch.warm(HOME, FAR)
    PageViewRestriction(page=section, restriction_type="login").save(user=None)
    bell.ring()
    assert ask(watch.cache, HOME).status == 302
    before = kept(watch.cache)
    assert "etag" not in ask(watch.cache, HOME).headers
    assert kept(watch.cache) == before
