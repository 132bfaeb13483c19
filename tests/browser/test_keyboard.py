"""The keyboard reaches everything, shows where it is, and can skip to the text."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from .kinds import KINDS, PLAIN_KINDS

#: Gives every visible control a number and returns how many there are.
NUMBER_CONTROLS = """() => {
  const wanted = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
  const shown = [...document.querySelectorAll(wanted)].filter(
    (element) => element.checkVisibility({visibilityProperty: true})
      && !element.disabled && element.tabIndex >= 0);
  shown.forEach((element, number) => { element.dataset.stop = number; });
  return shown.length;
}"""
#: Where the focus is and how it shows: null outside the numbered controls.
WHERE = """() => {
  const element = document.activeElement;
  if (!element || element.dataset.stop === undefined) return null;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  return {
    stop: Number(element.dataset.stop),
    html: element.outerHTML.slice(0, 160),
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    inside: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
      && box.right > 0 && box.left < innerWidth,
  };
}"""


@pytest.fixture(scope="module")
def page(chromium: Browser, portal: Any) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", [*KINDS, *PLAIN_KINDS])
def test_keyboard_reaches_everything(page: Page, addresses: Any, kind: str) -> None:
    _walk(page, addresses(kind))


def test_keyboard_reaches_everything_right_to_left(page: Page, addresses: Any) -> None:
    _walk(page, addresses("section", "ug"))


def test_keyboard_reaches_everything_phone(chromium: Browser, addresses: Any) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    _walk(page, addresses("section"))
    page.close()


def _walk(page: Page, url: str) -> None:
    page.goto(url)
    count = page.evaluate(NUMBER_CONTROLS)
    assert count > 0
    reached, unseen = set(), []
    for _press in range(count + 20):
        page.keyboard.press("Tab")
        here = page.evaluate(WHERE)
        if here is None:
            continue
        if here["stop"] in reached:
            break
        reached.add(here["stop"])
        if not (here["ring"] and here["inside"]):
            unseen.append(here["html"])
    missed = [
        page.evaluate(f"document.querySelector('[data-stop=\"{n}\"]').outerHTML")[:160]
        for n in sorted(set(range(count)) - reached)
    ]
    assert missed == []
    assert unseen == []


def test_keyboard_skip_link_leads_to_text(page: Page, addresses: Any) -> None:
    page.goto(addresses("section"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
