"""axe finds nothing: every page kind, three languages, light, dark, elder view.

The elder view of the other two languages is looked at under `make prove`.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from .kinds import KINDS, LIKE_ANOTHER, PLAIN_KINDS, WAYS
from .looking import COLOURS, EVERYTHING, violations

CASES = [
    (view, kind, language)
    for view, language in WAYS
    for kind in (*KINDS, *PLAIN_KINDS)
    if language == "zh" or kind not in (*LIKE_ANOTHER, *PLAIN_KINDS)
]


@pytest.fixture(scope="module")
def view(
    request: pytest.FixtureRequest, chromium: Browser, portal: Any
) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    if request.param == "elder":
        context.add_cookies([{"name": "elder", "value": "1", "url": portal.url}])
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("view", "kind", "language"), CASES, indirect=["view"])
def test_axe_finds_nothing(
    view: Page, addresses: Any, kind: str, language: str
) -> None:
    said: list[str] = []
    view.on("console", lambda message: said.append(message.text))
    view.emulate_media(color_scheme="light")
    answer = view.goto(addresses(kind, language))
    assert answer.status == (404 if kind == "not-found" else 200)
    found = violations(view, EVERYTHING)
    if language == "zh":  # colours are the same in all three
        view.emulate_media(color_scheme="dark")
        found += [f"dark: {violation}" for violation in violations(view, COLOURS)]
    assert found == []
    assert [text for text in said if "status of 404" not in text] == []
