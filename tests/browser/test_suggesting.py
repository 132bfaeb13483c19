"""The life of a suggestion on a small phone, with script and without."""

import pytest
from playwright.sync_api import Browser, Page, expect

from .addresses import Addresses
from .pace import SLOW_SECONDS

WORDS = "日间照料中心中午关门，能不能中午也开？"


def write(page: Page, section: str) -> None:
    """From the paragraph to a filled-in form."""
    page.goto(section)
    page.locator(".suggest-control button").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#text")
    assert page.url.endswith("/suggest/")
    page.check("[value=suggestion]")
    page.fill("#text", WORDS)
    page.check("[value=private]")


def is_narrow(page: Page) -> bool:
    width: int = page.evaluate("document.documentElement.scrollWidth")
    return width <= 360


@pytest.mark.parametrize("script", [True, False])
def test_suggestion_lives_on_a_small_phone(
    chromium: Browser, addresses: Addresses, script: bool
) -> None:
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=script
    )
    page = context.new_page()
    write(page, addresses("section"))
    page.click(".suggest-form .button")
    if not script:
        expect(page.locator("#problems")).to_be_visible()
        expect(page.locator("#text")).to_have_value(WORDS)
        page.wait_for_timeout(1000 * SLOW_SECONDS)
        page.click(".suggest-form .button")
    receipt = page.locator("[data-receipt-number]")
    receipt.wait_for()
    # Without script it would do nothing.
    expect(page.locator("[data-print]")).to_be_visible(visible=script)
    if script:
        assert is_narrow(page)
    code = receipt.get_attribute("data-return-digits") or ""
    page.goto(addresses("home") + "return/")
    page.fill("#code", code)
    page.click("main .button")
    page.click("[name=show]")
    expect(page.locator("[data-own-text]")).to_have_text(WORDS)
    for step in ("ask-erase", "erase"):
        page.click(f"[value={step}]")
    expect(page.locator("[role=status].callout")).to_be_visible()
    page.fill("#code", code)
    page.click("main .button")
    expect(page.locator("[role=alert]")).to_be_visible()
    assert WORDS not in page.content()
    context.close()
