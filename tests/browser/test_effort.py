"""The proof-of-work script in a real browser: what it finds, the server accepts."""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.intake import pow
from portal.intake.formkeys import FormKey, issue

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "portal/static/portal/js/effort.js"
FORM_PAGE = """<!doctype html><meta charset="utf-8"><form method="post" action="/sent">
<input type="hidden" name="proof" data-challenge="{challenge}" data-minimum="{minimum}">
<p data-effort-note hidden>…</p><textarea name="text">路灯</textarea>
<button name="step" value="send">提交</button></form>{script}"""


class Sent:
    """Answers everything itself and keeps what the form posted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.posts: list[dict[str, list[str]]] = []
        self.html = ""
        page.route("http://form.test/**", self.answer)

    def answer(self, route) -> None:  # type: ignore[no-untyped-def]
        if route.request.method == "POST":
            self.posts.append(parse_qs(route.request.post_data, keep_blank_values=True))
            route.fulfill(body="<h1>sent</h1>", content_type="text/html")
        elif route.request.url.endswith(".js"):
            route.fulfill(path=SCRIPT, content_type="text/javascript")
        else:
            headers = {"Content-Security-Policy": "default-src 'self'"}
            route.fulfill(body=self.html, content_type="text/html", headers=headers)

    def open(self, key: FormKey, *, level: int = 0, minimum: int = 0) -> None:
        challenge = escape(pow.challenge_for(key, level=level))
        self.html = FORM_PAGE.format(
            challenge=challenge,
            minimum=minimum,
            script='<script src="/effort.js" defer></script>',
        )
        self.page.goto("http://form.test/")


@pytest.fixture
def sent(chromium: Browser) -> Iterator[Sent]:
    page = chromium.new_page()
    yield Sent(page)
    page.close()


@pytest.mark.parametrize("level", [0, 2])
def test_effort_script_finds_what_the_server_accepts(sent: Sent, level: int) -> None:
    key = issue(purpose="suggest")
    sent.open(key, level=level)
    expect(sent.page.locator("[name=proof]")).not_to_have_value("")
    sent.page.click("button")
    sent.page.wait_for_selector("h1")
    (post,) = sent.posts
    assert pow.level_proved(post["proof"][0], key) == level
    assert post["text"] == ["路灯"] and post["step"] == ["send"]


def test_effort_script_holds_a_quick_submission_and_sends_it_once(sent: Sent) -> None:
    key = issue(purpose="suggest")
    sent.open(key, level=2, minimum=2)
    sent.page.evaluate(
        "() => { const b = document.querySelector('button'); b.click(); b.click(); }"
    )
    assert sent.page.is_visible("[data-effort-note]")
    sent.page.wait_for_selector("h1")
    (post,) = sent.posts
    assert pow.level_proved(post["proof"][0], key) == 2
    assert post["step"] == ["send"]


def test_effort_form_works_without_script(chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    sent = Sent(context.new_page())
    sent.open(issue(purpose="suggest"))
    sent.page.click("button")
    sent.page.wait_for_selector("h1")
    (post,) = sent.posts
    assert post["proof"] == [""] and post["text"] == ["路灯"]
    context.close()
