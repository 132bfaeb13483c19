"""Role × page × own or foreign: who sees what, and who is turned away."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from feedback.suggestions.models import Suggestion
from portal.accounts.models import User
from portal.accounts.rights import apply_rights
from portal.units.models import Unit

from ..replying import drafted, routed
from ..unchanged import rows

As = Callable[[User | None], Client]
PEOPLE = [
    "nobody", "reader", "moderator", "publisher", "editor", "head", "other_head",
]  # fmt: skip
#: Page → who gets it; everybody else who is signed in gets 403.
GET = {
    "/today/": {"moderator", "publisher", "editor", "head", "other_head"},
    "/today/?list": {"moderator", "publisher", "editor", "head", "other_head"},
    "/today/today.xlsx": {"moderator", "publisher", "editor", "head", "other_head"},
    "/moderation/": {"moderator"},
    "/moderation/case/{number}/": {"moderator"},
    "/moderation/paper/": {"moderator", "publisher"},
    "/replies/": {"editor", "head", "other_head"},
    "/replies/{number}/": {"editor", "head"},
}
POST = {
    "/moderation/case/{number}/claim/": {},
    "/moderation/case/{number}/release/": {},
    "/moderation/case/{number}/": {"action": "take_down", "reason": "x"},
    "/moderation/paper/": {"text": "x"},
    "/replies/{number}/": {
        "action": "save", "disposition": "answered", "body": "x",
    },
}  # fmt: skip


@pytest.fixture
def people(request: pytest.FixtureRequest) -> Callable[[str], User | None]:
    return lambda name: None if name == "nobody" else request.getfixturevalue(name)


@pytest.fixture
def mine(brought: Callable[..., Suggestion], unit: Unit, moderator: User) -> Suggestion:
    """Published, and routed to the unit."""
    return routed(brought("published"), unit=unit, by=moderator)


@pytest.mark.parametrize("path", GET)
@pytest.mark.parametrize("name", PEOPLE)
def test_pages_open_to_their_roles(
    as_: As, people: Any, mine: Suggestion, path: str, name: str
) -> None:
    url = path.format(number=mine.number)
    response = as_(people(name)).get(url)
    if name == "nobody":
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login") + "?next=")
    else:
        assert response.status_code == (200 if name in GET[path] else 403)
    if response.status_code == 200:
        assert "no-store" in response["Cache-Control"]
        # With no-referrer a browser sends `Origin: null`, and no form passes CSRF.
        assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("path", POST)
@pytest.mark.parametrize("name", PEOPLE)
def test_buttons_change_nothing_for_others(
    as_: As, people: Any, mine: Suggestion, path: str, name: str
) -> None:
    allowed = GET.get(path, {"moderator"})
    if name in allowed:
        return
    client, before = as_(people(name)), rows()
    response = client.post(path.format(number=mine.number), POST[path])
    assert response.status_code == (302 if name == "nobody" else 403)
    assert rows() == before


@pytest.mark.parametrize("state", ["received", "refused", "taken_down", "merged"])
def test_a_unit_sees_nothing_but_what_it_has_to_answer(
    as_: As, brought: Callable[..., Suggestion], head: User, state: str
) -> None:
    row = brought(state)
    response = as_(head).get(f"/replies/{row.number}/")
    assert response.status_code == 403
    assert row.words.text not in response.content.decode()


def test_a_unit_sees_the_masked_text_alone(
    as_: As, brought: Callable[..., Suggestion], unit: Unit, editor: User,
    moderator: User,
) -> None:  # fmt: skip
    row = brought("published_masked", text="阿依古丽说路灯坏了。")
    routed(row, unit=unit, by=moderator)
    page = as_(editor).get(f"/replies/{row.number}/").content.decode()
    assert "████古丽说路灯坏了。" in page
    assert "阿依古丽" not in page


def test_a_rerouted_one_is_foreign(
    as_: As, mine: Suggestion, editor: User, other_head: User, other_unit: Unit,
    moderator: User,
) -> None:  # fmt: skip
    drafted(mine, by=editor)
    routed(mine, unit=other_unit, by=moderator)
    assert as_(editor).get(f"/replies/{mine.number}/").status_code == 403
    assert as_(other_head).get(f"/replies/{mine.number}/").status_code == 200


def test_a_one_time_password_opens_no_page(as_: As, moderator: User) -> None:
    moderator.password_change_required = True
    moderator.save()
    response = as_(moderator).get("/today/")
    assert response["Location"] == reverse("account_change_password")


def test_unknown_numbers_and_actions_are_not_found(
    as_: As, mine: Suggestion, moderator: User, head: User
) -> None:
    assert as_(moderator).get("/moderation/case/AAAAAA/").status_code == 404
    assert as_(head).get("/replies/AAAAAA/").status_code == 404
    for user, url in [
        (moderator, f"/moderation/case/{mine.number}/"),
        (head, f"/replies/{mine.number}/"),
    ]:
        assert as_(user).post(url, {"action": "edit"}).status_code == 404


def test_the_admin_menu_leads_here(as_: As, publisher: User) -> None:
    apply_rights()
    page = as_(publisher).get("/admin/").content.decode()
    names = ["today", "moderation_queue", "reply_list", "paper_entry"]
    links = [name for name in names if f'"{reverse(name)}"' in page]
    assert links == ["today", "paper_entry"]


@pytest.mark.parametrize(
    ("name", "landing"), [("editor", "today"), ("reader", "mfa_index")]
)
def test_after_login_comes_what_is_due(people: Any, name: str, landing: str) -> None:
    person, client = people(name), Client()
    response = client.post(
        "/accounts/login/", {"login": person.username, "password": "x"}
    )
    assert response["Location"] == reverse(landing)
