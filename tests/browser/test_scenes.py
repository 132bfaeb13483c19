"""What only a form leads to: axe, 320 px and the keyboard, as for every other page.

The elder view of the other two languages is looked at under `make prove`.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from .addresses import Addresses
from .desk import Desk
from .kinds import WAYS
from .looking import COLOURS, EVERYTHING, sideways, violations, walk
from .scenes import DESKS, SCENES

#: Desks with a control of every kind.
WALKED = (
    "today-head", "case-waiting", "reply-in-approval", "disclosure-draft",
    "disclosure-at-office", "disclosure-rules", "figures-entry", "review-office",
    "review-claim", "review-sheet",
)  # fmt: skip


@pytest.fixture(scope="module")
def view(
    request: pytest.FixtureRequest, chromium: Browser, addresses: Addresses
) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    if request.param == "elder":
        _elder(context, addresses)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def signed_in(chromium: Browser, addresses: Addresses) -> Iterator[Desk]:
    """A page each, by login name, through the one login."""
    staff = Desk(chromium, addresses)
    yield staff
    staff.close()


@pytest.mark.parametrize(("view", "language"), WAYS, indirect=["view"])
@pytest.mark.parametrize("scene", SCENES)
def test_scene_axe_finds_nothing(
    view: Page, addresses: Addresses, scene: str, language: str
) -> None:
    view.emulate_media(color_scheme="light")
    SCENES[scene](view, addresses, language)
    assert _found(view, dark=language == "zh") == []


@pytest.mark.parametrize("desk", DESKS)
def test_desk_axe_finds_nothing(
    signed_in: Desk, addresses: Addresses, desk: str
) -> None:
    page = _at_desk(signed_in, addresses, desk)
    for offer in page.locator("details.offer").all():
        offer.evaluate("(element) => { element.open = true; }")
    assert _found(page) == []


@pytest.mark.parametrize(("look", "language"), WAYS)
def test_scene_320_px_does_not_scroll_sideways(
    chromium: Browser, addresses: Addresses, language: str, look: str
) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 700})
    if look == "elder":
        _elder(context, addresses)
    page = context.new_page()
    found = {}
    for name, scene in SCENES.items():
        scene(page, addresses, language)
        found[name] = sideways(page)
    context.close()
    assert {name: wider for name, wider in found.items() if wider} == {}


def test_desk_320_px_does_not_scroll_sideways(
    signed_in: Desk, addresses: Addresses
) -> None:
    found = {}
    for desk in DESKS:
        page = _at_desk(signed_in, addresses, desk)
        page.set_viewport_size({"width": 320, "height": 700})
        found[desk] = sideways(page)
        page.set_viewport_size({"width": 1280, "height": 900})
    assert {name: wider for name, wider in found.items() if wider} == {}


@pytest.mark.parametrize("scene", SCENES)
def test_scene_keyboard_reaches_everything(
    chromium: Browser, addresses: Addresses, scene: str
) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    SCENES[scene](page, addresses, "zh")
    walk(page)
    page.close()


@pytest.mark.parametrize("desk", WALKED)
def test_desk_keyboard_reaches_everything(
    signed_in: Desk, addresses: Addresses, desk: str
) -> None:
    walk(_at_desk(signed_in, addresses, desk))


def _at_desk(staff: Desk, addresses: Addresses, desk: str) -> Page:
    name, path = DESKS[desk]
    page = staff.at(name)
    page.emulate_media(color_scheme="light")
    answer = page.goto(addresses.portal.url + addresses.filled(path))
    assert answer is not None and answer.status == 200
    return page


def _elder(context: BrowserContext, addresses: Addresses) -> None:
    url = addresses.portal.url
    context.add_cookies([{"name": "elder", "value": "1", "url": url}])


def _found(page: Page, *, dark: bool = True) -> list[str]:
    """Colours are the same in every language: one is looked at in the dark too."""
    found = violations(page, EVERYTHING)
    if not dark:
        return found
    page.emulate_media(color_scheme="dark")
    return found + [f"dark: {each}" for each in violations(page, COLOURS)]
