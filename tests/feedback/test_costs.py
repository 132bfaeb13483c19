"""What a page costs in statements: the same with few suggestions and with very many."""

import datetime
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from feedback.replies import routing, versions
from feedback.suggestions import authors
from feedback.suggestions.models import FeedbackSettings, Suggestion
from feedback.suggestions.states import PUBLIC, State
from plan_pages.document.models import Part, Plan
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.units.models import Unit
from tests.plan_pages.cold import cold_get
from tests.proofs import rounds

from . import crowds
from .people import person
from .replying import answered, routed
from .views.forms import hidden, post, tree

#: Statements that only open and close a transaction.
OUTER = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
SMALL = 20

Grow = Callable[[int], None]


@pytest.fixture
def grow(korla: Plan, part: Part, unit: Unit, head: User, moderator: User) -> Grow:
    """grow(n): n suggestions more, answered, open, unrouted and waiting alike."""
    everywhere = list(Part.objects.current().filter(plan=korla, kind="paragraph"))
    FeedbackSettings.load()

    def add(count: int) -> None:
        here, by = [part], moderator
        crowds.answered(here, min(count, 25), unit=unit, head=head, by=by)
        quarter = max(1, (count - min(count, 25)) // 4)
        crowds.answered(everywhere, quarter, unit=unit, head=head, by=by)
        crowds.routed(crowds.published(everywhere, quarter, by=by), unit=unit, by=by)
        crowds.published(everywhere, quarter, by=by)
        crowds.waiting(everywhere, quarter)
        crowds.counted()

    return add


def large() -> int:
    return rounds(300, 20_000)


def statements(captured: CaptureQueriesContext) -> list[str]:
    said = [query["sql"] for query in captured.captured_queries]
    return [sql for sql in said if not sql.startswith(OUTER)]


def test_list_of_twenty_with_replies_costs_at_most_eight_at_any_size(
    client: Client, grow: Grow
) -> None:
    grow(SMALL)
    page, few = cold_get(client, reverse("suggestions"))
    grow(large())
    page, many = cold_get(client, reverse("suggestions"))
    assert len(tree(page).xpath("//*[@data-suggestion]")) == 20
    assert len(tree(page).xpath("//*[@data-reply]")) >= 1
    assert few == many <= 8


@pytest.mark.parametrize("language", ["", "en/"])
def test_section_page_costs_at_most_sixteen_at_any_size(
    client: Client, grow: Grow, part: Part, language: str
) -> None:
    path = "/" + language + part.page.url_path.split("/", 2)[2]
    grow(SMALL)
    _page, few = cold_get(client, path)
    grow(large())
    page, many = cold_get(client, path)
    here = Suggestion.objects.filter(part__page=part.page, state__in=PUBLIC)
    of_parts = Counter(here.values_list("part", flat=True))
    three_each = sum(min(3, count) for count in of_parts.values())
    shown = tree(page).xpath("//*[@data-suggestion]")
    assert len(shown) == max(20, three_each)
    assert few == many <= 16


@pytest.fixture
def stand(
    brought: Callable[..., Suggestion], unit: Unit, head: User, moderator: User
) -> Callable[[], str]:
    """stand(): ten of a part that are listed, one of each kind that can stand there.

    Tombstones, replies corrected, withdrawn and extended, and a reply without its text,
    the number of which is returned.
    """

    def add() -> str:
        FeedbackSettings.load()
        FeedbackSettings.objects.update(publication_mode="each")
        for state in State.values:
            brought(state)
        authors.withdraw(suggestion=brought("published"))
        extended = routed(brought("published"), unit=unit, by=moderator)
        due = routing.current_due(extended)
        assert due is not None
        for days in (5, 9):
            routing.extend(
                suggestion=extended, due_on=due + datetime.timedelta(days=days),
                reason="核实", by=head,
            )  # fmt: skip
        reply = answered(brought("published"), unit=unit, head=head, by=moderator)
        versions.correct_reply(reply=reply, note="改字", by=head, body="<p>三</p>")
        gone = answered(brought("published_masked"), unit=unit, head=head, by=moderator)
        versions.withdraw_reply(reply=gone, reason="发错了", by=head)
        FeedbackSettings.objects.update(publication_mode="selection")
        withheld = brought("accepted_unpublished")
        answered(withheld, unit=unit, head=head, by=moderator)
        return withheld.number

    return add


@pytest.mark.parametrize("language", ["", "en/"])
def test_all_that_can_stand_on_list_and_section_costs_nothing_more(
    client: Client, part: Part, stand: Callable[[], str], language: str
) -> None:
    """Eight and sixteen, with everything there once and twice: a full list."""
    section = "/" + language + part.page.url_path.split("/", 2)[2]
    listed = f"/{language}suggestions/"
    costs: dict[str, list[int]] = {}
    withheld: set[str] = set()
    for times in (1, 2):
        withheld.add(stand())
        # A section opens three tombstones of a part, the list all of them.
        for path, stones in ((listed, 3 * times), (section, 3)):
            page, spent = cold_get(client, path)
            shown = tree(page)
            assert set(shown.xpath("//@data-withheld")) == withheld
            assert len(shown.xpath("//*[@data-tombstone]")) == stones
            assert len(shown.xpath("//*[@data-suggestion]")) == 6 * times
            extended = shown.xpath("//*[contains(@class, 'extended')]")
            assert len(extended) == 2 * times
            costs.setdefault(path, []).append(spent)
    for path, most in ((listed, 8), (section, 16)):
        once, twice = costs[path]
        assert once == twice <= most, path


@pytest.mark.parametrize("path", ["/", "/ug/"])
def test_front_door_costs_at_most_seventeen_at_any_size(
    client: Client, grow: Grow, path: str
) -> None:
    grow(SMALL)
    _page, few = cold_get(client, path)
    grow(large())
    page, many = cold_get(client, path)
    assert page.status_code == 200
    assert few == many <= 17


def test_submission_costs_at_most_twelve_at_any_size(
    client: Client, grow: Grow, part: Part, settings: object
) -> None:
    settings.INTAKE_SLOW_SECONDS = 0  # type: ignore[attr-defined]

    def spent() -> list[str]:
        opened = post(client, reverse("suggest"), {"part": part.public_id})
        chosen = {"kind": "suggestion", "visibility": "public", "text": "路灯不亮"}
        with CaptureQueriesContext(connection) as captured:
            answer = post(client, reverse("suggest"), hidden(opened) | chosen)
        assert tree(answer).xpath("//@data-receipt-number")
        return statements(captured)

    grow(SMALL)
    few = spent()
    grow(large())
    many = spent()
    assert len(few) == len(many) <= 12, "\n".join(many)


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.PUBLISHER, Role.HEAD])
def test_today_is_read_no_further_than_it_is_shown(
    client: Client, grow: Grow, unit: Unit, role: Role
) -> None:
    """Statements, and the rows of suggestions that they bring, stay what they are."""
    client.force_login(person(f"one-{role}", role, unit=unit))

    def spent() -> int:
        with CaptureQueriesContext(connection) as captured:
            page = client.get(reverse("today"))
        assert len(tree(page).xpath("//ul[@class='due']/li")) <= 200
        return len(captured)

    grow(SMALL)
    spent()
    few = spent()
    grow(1_000)
    many = spent()
    page = tree(client.get(reverse("today")))
    assert few == many
    assert len(page.xpath("//ul[@class='due']/li")) == 200
    assert page.xpath("//p[@class='note'][contains(., '另有')]")
