"""Who gets in where: every address of the URLconf, asked as everybody."""

import logging
from collections.abc import Iterable, Iterator

import pytest
from django.template.backends.django import Template
from django.utils.safestring import SafeString

from plan_pages.document.models import Plan
from tests.proofs import in_full, rounds

from . import allauth, feedback, home, plan_pages, portal, wagtail
from .addresses import Address, addresses
from .asking import Answer, ask
from .rows import EVERYBODY, NOBODY, PEOPLE, SUPERUSER, Row
from .world import World, build

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
#: Who is asked for at every address even in the suite; of the others one in turn, and
#: all of them under `make prove`.
ALWAYS = (NOBODY, "publisher", "administrator")


@pytest.fixture
def world(korla: Plan, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Who gets in is decided before a page is drawn, so none is: that is most of the
    time. Refusals are what is asked for: nothing to log.
    """
    monkeypatch.setattr(Template, "render", lambda *_args, **_kwargs: SafeString(""))
    logging.disable(logging.ERROR)
    yield build(korla)
    logging.disable(logging.NOTSET)


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
    closed = _wrong(world, address, Row("today"), PEOPLE, foreign=False)
    assert [line for line in closed if "as editor: got in" in line]
    opened = Row("today", get=EVERYBODY)
    assert [
        line
        for line in _wrong(world, address, opened, PEOPLE, foreign=False)
        if "as nobody: turned away" in line
    ]


@pytest.mark.parametrize("floor", FLOORS)
def test_our_addresses_open_to_their_rows(world: World, floor: str) -> None:
    """Everybody at every staff page; at a page for all, who is asked takes turns."""
    found: list[str] = []
    for turn, address in enumerate(ALL):
        row = FLOORS[floor].get(address.name)
        if row is None:
            continue
        asked = _in_turn(turn, always=(NOBODY,)) if row.get == EVERYBODY else PEOPLE
        found += _wrong(world, address, row, asked, foreign=False)
        if row.foreign is not None:
            found += _wrong(world, address, row, asked, foreign=True)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("half", [0, 1])
def test_theirs_are_closed_but_for_their_rows(world: World, half: int) -> None:
    """Wagtail's and allauth's; closed to all only counts where a superuser gets in."""
    rounds(len(ALWAYS) + 1, len(PEOPLE))
    found: list[str] = []
    for turn, address in enumerate(THEIRS):
        if turn % 2 != half:
            continue
        row = OPENED.get(address.name, Row(address.name))
        found += _wrong(world, address, row, _in_turn(turn // 2), foreign=False)
        if address.name not in OPENED and not _reached(world, address):
            found.append(f"{address.name}: not even a superuser gets in: UNREACHED?")
    assert not found, (
        "decide, and write it in tests/matrix/wagtail.py or allauth.py:\n"
        + "\n".join(found)
    )


def _in_turn(turn: int, always: tuple[str, ...] = ALWAYS) -> Iterable[str]:
    others = [word for word in PEOPLE if word not in always]
    count = len(others) if in_full() else 1
    return (*always, *(others[(turn + step) % len(others)] for step in range(count)))


def _reached(world: World, address: Address) -> bool:
    if address.name in wagtail.unreached() or address.route.startswith("accounts/"):
        return True
    path = address.path(_filled(address, world.own, Row(address.name)))
    client = world.clients[SUPERUSER]
    return any(not ask(client, way, path, {}).turned_away for way in ("GET", "POST"))


def _filled(address: Address, values: dict[str, str], row: Row) -> dict[str, str]:
    if not is_ours(address):
        return wagtail.fill(address, values)
    return values | {name: values[key] for name, key in row.values.items()}


def _wrong(
    world: World, address: Address, row: Row, people: Iterable[str], *, foreign: bool
) -> Iterator[str]:
    """A line for everybody who got in and should not, or the other way."""
    given = _filled(address, world.foreign if foreign else world.own, row)
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
