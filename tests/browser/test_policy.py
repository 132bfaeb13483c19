"""The browser itself finds nothing against the policy, and refuses what is planted."""

from collections.abc import Iterator
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.real_portal import RealPortal

from .addresses import Addresses
from .kinds import KINDS, PLAIN_KINDS
from .staff import ADMIN_SCREENS, STAFF_PAGES, make_keeper, section_page, sign_in

#: Runs before the page's own scripts; survives until the page is left.
LISTEN = """
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) => window.violations.push(
  [event.violatedDirective, event.blockedURI, event.sourceFile, event.lineNumber,
   event.sample].join(' ')));
"""
PLANT = """() => {
  const script = document.createElement('script');
  script.textContent = 'window.planted = true';
  document.body.append(script);
  const picture = document.createElement('img');
  picture.setAttribute('onerror', 'window.planted = true');
  picture.src = 'data:,x';
  document.body.append(picture);
}"""


@pytest.fixture(scope="module")
def reader(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(LISTEN)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def keeper(chromium: Browser, portal: RealPortal) -> Iterator[Page]:
    """Signed in as a superuser: sees every screen that any role sees."""
    make_keeper(portal)
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(LISTEN)
    page = context.new_page()
    sign_in(page, portal.url)
    assert "today" in page.url
    yield page
    context.close()


def violations(
    page: Page, address: str, wait: Literal["load", "networkidle"] = "networkidle"
) -> list[str]:
    """What the browser refused on that page, from its events and its console.

    `wait` until "load" where no script asks for more once the page is there.
    """
    said: list[str] = []

    def note(message: Any) -> None:
        if "Content Security Policy" in message.text:
            said.append(message.text)

    page.on("console", note)
    answer = page.goto(address, wait_until=wait)
    page.remove_listener("console", note)
    assert answer is not None and answer.status in {200, 403, 404}, address
    return [*page.evaluate("window.violations"), *said]


def test_no_violation_on_any_public_page(reader: Page, addresses: Addresses) -> None:
    found = {
        kind: violations(reader, addresses(kind), "load")
        for kind in [*KINDS, *PLAIN_KINDS]
    }
    assert {kind: lines for kind, lines in found.items() if lines} == {}


def test_no_violation_on_the_staffs_pages(keeper: Page, addresses: Addresses) -> None:
    base = addresses.portal.url
    found = {
        path: violations(keeper, base + addresses.filled(path), "load")
        for path in STAFF_PAGES
    }
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_no_violation_on_the_admins_screens(keeper: Page, portal: RealPortal) -> None:
    number = section_page(portal)
    found = {}
    for screen in ADMIN_SCREENS:
        address = f"{portal.url}admin/{screen.format(page=number)}"
        found[screen] = violations(keeper, address)
    assert {screen: lines for screen, lines in found.items() if lines} == {}


def test_choosers_of_the_admin_work_under_the_policy(
    keeper: Page, portal: RealPortal
) -> None:
    """Inline scripts with the nonce ran: the button opens the list of pages."""
    violations(keeper, f"{portal.url}admin/sites/new/")
    keeper.click("[data-chooser-action-choose] >> nth=0")
    keeper.wait_for_selector(".modal-content .listing")
    assert keeper.evaluate("window.violations") == []


@pytest.mark.parametrize("who", ["reader", "keeper"])
def test_planted_inline_script_is_refused(
    request: pytest.FixtureRequest, portal: RealPortal, who: str
) -> None:
    page = request.getfixturevalue(who)
    violations(page, portal.url + ("" if who == "reader" else "admin/"))
    page.evaluate(PLANT)
    page.wait_for_timeout(300)
    assert page.evaluate("window.planted") is None
    assert len(page.evaluate("window.violations")) == 2
