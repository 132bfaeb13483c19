"""axe finds nothing: every page kind, three languages, light, dark, elder view."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from .kinds import KINDS, LANGUAGES, PLAIN_KINDS

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
EVERYTHING = {
    "runOnly": {"type": "tag", "values": [*WCAG, "best-practice"]},
    "resultTypes": ["violations"],
}
#: The scheme changes colours and nothing else.
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
CASES = [
    *((kind, language) for kind in KINDS for language in LANGUAGES),
    *((kind, "zh") for kind in PLAIN_KINDS),
]


@pytest.fixture(scope="module", params=["usual", "elder"])
def view(
    request: pytest.FixtureRequest, chromium: Browser, portal: Any
) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    if request.param == "elder":
        context.add_cookies([{"name": "elder", "value": "1", "url": portal.url}])
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("kind", "language"), CASES)
def test_axe_finds_nothing(
    view: Page, addresses: Any, kind: str, language: str
) -> None:
    said: list[str] = []
    view.on("console", lambda message: said.append(message.text))
    view.emulate_media(color_scheme="light")
    answer = view.goto(addresses(kind, language))
    view.evaluate(Axe().axe_script)
    assert answer.status == (404 if kind == "not-found" else 200)
    found = _violations(view, EVERYTHING)
    view.emulate_media(color_scheme="dark")
    found += [f"dark: {violation}" for violation in _violations(view, COLOURS)]
    assert found == []
    assert [text for text in said if "status of 404" not in text] == []


def _violations(page: Page, options: dict[str, Any]) -> list[str]:
    """One line a violation: rule, element, what axe says."""
    results = page.evaluate("(options) => axe.run(options)", options)
    return [
        f"{violation['id']}: {node['html'][:160]} | {node['failureSummary']}"
        for violation in results["violations"]
        for node in violation["nodes"]
    ]
