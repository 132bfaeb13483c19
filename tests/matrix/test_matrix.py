"""Who gets in where: every address of the URLconf, asked as everybody.

Nobody is left out and nothing takes turns; pages are not drawn, sessions are made once.
"""

from collections.abc import Iterable, Iterator

import pytest
from django.template.backends.django import Template
from django.utils.safestring import SafeString

from . import allauth, feedback, home, plan_pages, portal, wagtail
from .addresses import Address, addresses
from .asking import Answer, ask
from .rows import EVERYBODY, NOBODY, PEOPLE, SUPERUSER, Row
from .world import World

FLOORS = {
    "portal": portal.ROWS,
    "plan_pages": plan_pages.ROWS,
    "feedback": feedback.ROWS,
    "home": home.ROWS,
}
OURS: dict[str, Row] = {}
for _rows in FLOORS.values():
    OURS |= _rows
OPENED = allauth.ROWS | wagtail.ROWS
ALL = addresses()


@pytest.fixture
def world(real_world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Who gets in is decided before a page is drawn, so none is: that is most of the
    time. What real pages say is read in test_leaks.py.
    """
    monkeypatch.setattr(Template, "render", lambda *_args, **_kwargs: SafeString(""))
    return real_world


def is_ours(address: Address) -> bool:
    """Neither allauth's nor Wagtail's; what we put into the admin is ours."""
    return address.name in OURS or not (
        address.route.startswith(("accounts/", "admin/", "documents/"))
        or address.name.startswith("wagtail")
    )


THEIRS = [address for address in ALL if not is_ours(address)]


def test_every_address_of_ours_has_a_row() -> None:
    missing = [each for each in ALL if is_ours(each) and each.name not in OURS]
    lines = [f'    public("{each.name}"),  # {each.route}' for each in missing]
    assert not missing, (
        "addresses that nobody decided about; write who gets in (public or Row) in\n"
        "tests/matrix/portal.py, plan_pages.py, feedback.py or home.py:\n"
        + "\n".join(lines)
    )


def test_every_row_has_an_address() -> None:
    names = {each.name for each in ALL}
    gone = sorted((OURS.keys() | OPENED.keys()) - names)
    assert gone == [], "rows of tests/matrix without an address in the URLconf"
    assert OURS.keys().isdisjoint(OPENED.keys())
    assert wagtail.unreached() <= names


def test_a_door_left_open_is_found(world: World) -> None:
    """The control: a row that promises less, or more, than the address keeps."""
    address = next(each for each in ALL if each.name == "today")
    people = (NOBODY, "editor")
    (closed,) = _wrong(world, address, Row("today"), people, foreign=False)
    assert "GET /today/ (today) as editor: got in" in closed
    opened = Row("today", get=EVERYBODY)
    (line,) = _wrong(world, address, opened, people, foreign=False)
    assert "as nobody: turned away" in line


@pytest.mark.parametrize("floor", FLOORS)
def test_our_addresses_open_to_their_rows(world: World, floor: str) -> None:
    found: list[str] = []
    for address in ALL:
        row = FLOORS[floor].get(address.name)
        if row is None:
            continue
        found += _wrong(world, address, row, PEOPLE, foreign=False)
        if row.foreign is not None or _differs(world, address, row):
            found += _wrong(world, address, row, PEOPLE, foreign=True)
    assert not found, "\n".join(found)


def _differs(world: World, address: Address, row: Row) -> bool:
    """The other unit's object stands at an address of its own."""
    own, foreign = (filled(address, v, row) for v in (world.own, world.foreign))
    return address.path(own) != address.path(foreign)


@pytest.mark.parametrize("half", [0, 1])
def test_theirs_are_closed_but_for_their_rows(world: World, half: int) -> None:
    """Wagtail's and allauth's; closed to all only counts where a superuser gets in."""
    found: list[str] = []
    for address in THEIRS[half::2]:
        row = OPENED.get(address.name, Row(address.name))
        found += _wrong(world, address, row, PEOPLE, foreign=False)
        if address.name not in OPENED and not _reached(world, address):
            found.append(f"{address.name}: not even a superuser gets in: UNREACHED?")
    assert not found, (
        "decide, and write it in tests/matrix/wagtail.py or allauth.py:\n"
        + "\n".join(found)
    )


def _reached(world: World, address: Address) -> bool:
    if address.name in wagtail.unreached() or address.route.startswith("accounts/"):
        return True
    path = address.path(filled(address, world.own, Row(address.name)))
    client = world.clients[SUPERUSER]
    return any(not ask(client, way, path, {}).turned_away for way in ("GET", "POST"))


def filled(address: Address, values: dict[str, str], row: Row) -> dict[str, str]:
    if not is_ours(address):
        return wagtail.fill(address, values)
    return values | {name: values[key] for name, key in row.values.items()}


def _wrong(
    world: World, address: Address, row: Row, people: Iterable[str], *, foreign: bool
) -> Iterator[str]:
    """A line for everybody who got in and should not, or the other way."""
    given = filled(address, world.foreign if foreign else world.own, row)
    path = address.path(given)
    data = {name: text.format(**given) for name, text in row.data.items()}
    get, post = row.foreign if foreign and row.foreign else (row.get, row.post)
    for method, admitted in (("GET", get), ("POST", post)):
        for word in people:
            answer = ask(world.clients[word], method, path, data)
            said = _complaint(answer, admitted=word in admitted, ours=is_ours(address))
            if said:
                yield f"{method} {path} ({row.name}) as {word}: {said} [{answer}]"


def _complaint(answer: Answer, *, admitted: bool, ours: bool) -> str:
    if ours and answer.status >= 500:
        return "broke"
    if admitted:
        return "turned away" if answer.turned_away else ""
    if not answer.turned_away:
        return "got in"
    if answer.writes:
        return f"turned away, but wrote: {answer.writes[0][:120]}"
    return ""
