"""The keyboard reaches everything, shows where it is, and can skip to the text."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from .kinds import KINDS, PLAIN_KINDS
from .looking import walk


@pytest.fixture(scope="module")
def page(chromium: Browser, portal: Any) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", [*KINDS, *PLAIN_KINDS])
def test_keyboard_reaches_everything(page: Page, addresses: Any, kind: str) -> None:
    page.goto(addresses(kind))
    walk(page)


def test_keyboard_reaches_everything_right_to_left(page: Page, addresses: Any) -> None:
    page.goto(addresses("section", "ug"))
    walk(page)


def test_keyboard_reaches_everything_phone(chromium: Browser, addresses: Any) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    page.goto(addresses("section"))
    walk(page)
    page.close()


def test_keyboard_skip_link_leads_to_text(page: Page, addresses: Any) -> None:
    page.goto(addresses("section"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
