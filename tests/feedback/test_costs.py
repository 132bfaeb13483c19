"""What a page costs in statements: the same with few suggestions and with very many."""

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from feedback.replies import routing, versions
from feedback.suggestions import authors
from feedback.suggestions.models import FeedbackSettings, Suggestion
from feedback.suggestions.states import State
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
    assert len(tree(page).xpath("//*[@data-suggestion]")) == 20
    assert few == many <= 16


def test_list_and_section_cost_two_more_with_all_that_can_stand_there(
    client: Client,
    part: Part,
    brought: Callable[..., Suggestion],
    unit: Unit,
    head: User,
    moderator: User,
) -> None:
    """Tombstones, a reply without its text, corrected, withdrawn, extended."""
    for state in State.values:
        brought(state)
    authors.withdraw(suggestion=brought("published"))
    extended = routed(brought("published"), unit=unit, by=moderator)
    due = routing.current_due(extended)
    assert due is not None
    routing.extend(
        suggestion=extended, due_on=due + datetime.timedelta(days=9), reason="核实",
        by=head,
    )  # fmt: skip
    reply = answered(brought("published"), unit=unit, head=head, by=moderator)
    versions.correct_reply(reply=reply, note="改字", by=head, body="<p>三</p>")
    gone = answered(brought("published_masked"), unit=unit, head=head, by=moderator)
    versions.withdraw_reply(reply=gone, reason="发错了", by=head)
    FeedbackSettings.load()
    FeedbackSettings.objects.update(publication_mode="selection")
    withheld = brought("accepted_unpublished")
    answered(withheld, unit=unit, head=head, by=moderator)
    # One query more where anything was extended, one where there is a tombstone.
    for path, most in ((reverse("suggestions"), 8 + 2), (part.page.get_url(), 16 + 2)):
        page, spent = cold_get(client, path)
        assert tree(page).xpath("//@data-withheld") == [withheld.number]
        assert len(tree(page).xpath("//*[@data-tombstone]")) == 3
        assert len(tree(page).xpath("//*[contains(@class, 'extended')]")) == 1
        assert spent <= most, path


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
