"""Nothing scrolls sideways at 320 px; all is there with scripts switched off."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from .kinds import KINDS, PLAIN_KINDS, SEARCH_KINDS, WAYS
from .looking import sideways


@pytest.mark.parametrize(("view", "language"), WAYS)
def test_layout_320_px_does_not_scroll_sideways(
    chromium: Browser, portal: Any, addresses: Any, view: str, language: str
) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 700})
    if view == "elder":
        context.add_cookies([{"name": "elder", "value": "1", "url": portal.url}])
    page = context.new_page()
    found = {}
    for kind in [*KINDS, *PLAIN_KINDS]:
        page.goto(addresses(kind, language))
        found[kind] = sideways(page)
    context.close()
    assert {kind: wider for kind, wider in found.items() if wider} == {}


def test_layout_scripts_off_says_the_same(chromium: Browser, addresses: Any) -> None:
    """Every page has the same words, and its links lead on, without a script."""
    texts = []
    for scripts in (True, False):
        context = chromium.new_context(java_script_enabled=scripts)
        page = context.new_page()
        read = {}
        for kind in [*KINDS, *PLAIN_KINDS]:
            page.goto(addresses(kind))
            read[kind] = " ".join(page.inner_text("body").split())
        texts.append(read)
        context.close()
    assert texts[0] == texts[1]
    assert all(texts[0].values())


def test_layout_reading_pages_send_no_script(chromium: Browser, addresses: Any) -> None:
    page = chromium.new_page()
    counts = {}
    for kind in KINDS:
        page.goto(addresses(kind))
        counts[kind] = page.locator("script").count()
    page.close()
    # The one thing a script does here: offering words while they are typed.
    typed = {kind: counts.pop(kind) for kind in SEARCH_KINDS}
    assert set(typed.values()) == {1}
    assert set(counts.values()) == {0}
