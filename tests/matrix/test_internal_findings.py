"""What is internal leaves the congress's pages by no address: every one that opens to
the public or to a department is read as them, and searched for a marker.
"""

import datetime
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from plan_pages.disclosure.models import UpdateVersion
from plan_pages.document.models import Plan
from plan_pages.obligations.models import Obligation
from plan_pages.oversight import findings
from plan_pages.oversight.models import Finding
from plan_pages.progress.models import Indicator
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.search import freshness
from portal.units.models import Unit
from tests.plan_pages import owing
from tests.portal.accounts.people import colleague
from tests.proofs import in_full

from .addresses import addresses
from .rows import EVERYBODY, NOBODY, PEOPLE
from .test_matrix import OURS, is_ours
from .world import World

#: The words that are looked for, and those that a search asks for.
MARKER, ASKED = "暗号甲", "金丝雀"
WORDS = f"{ASKED}羽毛{MARKER}"
#: Marks of the value alone.
VALUE = ("人大核查：存疑", 'data-review="disputed"', 'data-value="disputed"')
CONGRESS = frozenset({"reviewer", "congress_office"})
SEARCHES = ("search", "search_json", "search_atom", "search_complete")
#: Addresses that the table asks in one place and with one object alone.
MORE = (
    "/en/updates/", "/ug/updates/", "/plan/korla-14/", "/plan/korla-14/2/4/",
    "/plan/korla-14/4/5/", "/plan/korla-14/15/", "/scorecard/?cycle=2025",
    "/overdue/?unit=fgw", "/updates/?unit=fgw", "/updates.csv?unit=jtj",
)  # fmt: skip


@pytest.fixture
def world(real_world: World) -> World:
    """With everything of which something can be found, in both units."""
    korla = Plan.objects.get(key="korla-14")
    office = User.objects.get(username="office-fgw")
    owing.launch()
    day = datetime.date(2025, 4, 10)
    for key in ("fgw", "jtj"):
        unit = Unit.objects.get(key=key)
        indicator = Indicator.objects.get(plan=korla, number=1)
        owing.said(indicator, unit, office, period="2024", on=day)
        owing.said(owing.place_in(korla), unit, office, on=day)
        owing.said(owing.place_in(korla, "15/2"), unit, office, on=day)
    return real_world


@pytest.fixture
def internal(world: World) -> list[Finding]:
    """One about each claim and each thing that is owed."""
    reviewer = colleague("a-reviewer", Role.REVIEWER)
    about: list[dict[str, Any]] = [
        *({"version": row} for row in UpdateVersion.objects.order_by("pk")),
        *({"obligation": row} for row in Obligation.objects.order_by("pk")),
    ]
    assert len(about) == 10
    made = [
        findings.make(value="disputed", words=WORDS, by=reviewer, **each)
        for each in about
    ]
    _index()
    return made


def test_nothing_internal_is_read_by_anybody_else(
    world: World, internal: list[Finding]
) -> None:
    assert [line for line in _read(world) if _leaks(line[2])] == []


def test_what_is_released_is_read_in_public(
    world: World, internal: list[Finding]
) -> None:
    """The control: the same addresses show it once it is public, and the congress's own
    page shows it before.
    """
    page = world.clients["reviewer"].get(_claim_of(internal[0]))
    assert MARKER in page.content.decode()
    office = colleague("another-office", Role.CONGRESS_OFFICE)
    for finding in internal:
        findings.release(finding=finding, by=office)
    _index()
    shown = {path for word, path, text in _read(world, [NOBODY]) if _leaks(text)}
    update = internal[0].version.update.public_id  # type: ignore[union-attr]
    for path in (
        f"/updates/{update}/", "/updates/", "/units/fgw/", "/overdue/", "/scorecard/",
        "/indicators/1/", "/plan/korla-14/4/5/", "/plan/korla-14/15/2/",
        *(f"{reverse(name)}?q={ASKED}" for name in SEARCHES[:3]),
    ):  # fmt: skip
        assert path in shown, path


def _leaks(text: str) -> bool:
    """As it is, and as JSON writes what is not ASCII."""
    marks = (MARKER, *VALUE)
    return any(mark in text or json.dumps(mark)[1:-1] in text for mark in marks)


def _read(world: World, people: list[str] | None = None) -> Iterator[tuple[str, ...]]:
    """(who, path, what came back): pages for all as nobody and one other in turn, all
    of them under `make prove`; staff pages as everybody to whom they open, the congress
    apart.
    """
    others = [word for word in PEOPLE if word not in CONGRESS | {NOBODY}]
    for turn, (path, opened) in enumerate(_paths(world)):
        who = [word for word in others if word in opened]
        if opened == EVERYBODY:
            who = [NOBODY, *(others if in_full() else [others[turn % len(others)]])]
        for word in who if people is None else people:
            if word not in opened:
                continue
            response: Any = world.clients[word].get(path)
            body = response.getvalue()
            yield word, path, body.decode("utf-8", "replace")


def _paths(world: World) -> Iterator[tuple[str, frozenset[str]]]:
    for address in addresses():
        row = OURS.get(address.name)
        if row is None or not is_ours(address) or not row.get:
            continue
        for values in (world.own, world.foreign):
            filled = values | {name: values[key] for name, key in row.values.items()}
            yield address.path(filled), row.get
            if row.foreign is None and address.name != "unit":
                break
    for path in MORE:
        yield path, EVERYBODY
    for name in SEARCHES:
        yield f"{reverse(name)}?q={ASKED}", EVERYBODY


def _claim_of(finding: Finding) -> str:
    assert finding.version is not None
    update = finding.version.update
    return reverse("review_claim", args=[update.public_id, finding.version.number])


def _index() -> None:
    """As the relay does after a change of any of them."""
    ids = Finding.objects.values_list("public_id", flat=True)
    freshness.bring_up([f"finding:{public_id}" for public_id in ids])
