"""How a page is looked at: axe, what sticks out sideways, a walk with the Tab key."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe().axe_script
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
EVERYTHING = {
    "runOnly": {"type": "tag", "values": [*WCAG, "best-practice"]},
    "resultTypes": ["violations"],
}
#: The scheme changes colours and nothing else.
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
    "preload": False,
}
#: Year, month, day, calendar.
DATE_STOPS = 4
#: What sticks out, so that a failure names it.
WIDER = """() => [...document.querySelectorAll('body *')]
  .filter((element) => {
    const box = element.getBoundingClientRect();
    return box.right > innerWidth + 1 || box.left < -1;
  }).slice(0, 5).map((element) => element.outerHTML.slice(0, 120))"""
#: Gives every visible control a number and returns how many there are. Of a group of
#: radio buttons Tab reaches one, the arrow keys the others.
NUMBER_CONTROLS = """() => {
  const stopOf = (radio) => {
    const group = [...radio.form.elements].filter((each) => each.name === radio.name);
    return group.find((each) => each.checked) || group[0];
  };
  const wanted = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
  const shown = [...document.querySelectorAll(wanted)].filter(
    (element) => element.checkVisibility({visibilityProperty: true})
      && !element.disabled && element.tabIndex >= 0
      && !(element.type === 'radio' && element !== stopOf(element)));
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


def violations(page: Page, options: dict[str, Any]) -> list[str]:
    """One line a violation: rule, element, what axe says."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    results = page.evaluate("(options) => axe.run(options)", options)
    return [
        f"{violation['id']}: {node['html'][:160]} | {node['failureSummary']}"
        for violation in results["violations"]
        for node in violation["nodes"]
    ]


def sideways(page: Page) -> list[str]:
    """What makes the page scroll sideways; nothing where it does not."""
    scrolls = "document.scrollingElement.scrollWidth > innerWidth"
    return page.evaluate(WIDER) if page.evaluate(scrolls) else []


def walk(page: Page) -> None:
    """Tab stops at every control of the page, visibly and inside the window."""
    count = page.evaluate(NUMBER_CONTROLS)
    assert count > 0
    reached, unseen, last = set(), [], None
    dates = page.locator("input[type=date]").count()
    for _press in range(count + 20 + DATE_STOPS * dates):
        page.keyboard.press("Tab")
        here = page.evaluate(WHERE)
        if here is None or here["stop"] == last:  # the parts of a date
            continue
        last = here["stop"]
        if last in reached:
            break
        reached.add(last)
        if not (here["ring"] and here["inside"]):
            unseen.append(here["html"])
    missed = [
        page.evaluate(f"document.querySelector('[data-stop=\"{n}\"]').outerHTML")[:160]
        for n in sorted(set(range(count)) - reached)
    ]
    assert missed == []
    assert unseen == []
