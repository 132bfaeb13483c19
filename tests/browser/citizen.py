"""Somebody who takes part with a small phone's width and a keyboard, never a mouse."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page

from .addresses import Addresses
from .scenes import CONTROL

#: Tab presses after which a control counts as out of reach.
STOPS = 250
AT = "(selector) => document.activeElement.matches(selector)"
WAIT = re.compile(r"请等 (\d+) 秒")


@dataclass(frozen=True)
class Kept:
    """What the receipt gives."""

    number: str
    code: str


@dataclass
class Citizen:
    page: Page
    addresses: Addresses
    #: Where the section with the paragraph stands, below the portal.
    section: str = "plan/korla-14/12/4/"

    @property
    def here(self) -> str:
        return self.addresses.portal.url

    def to(self, selector: str) -> None:
        """Tab until the focus is on `selector`."""
        for _press in range(STOPS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(AT, selector):
                return
        raise AssertionError(f"the Tab key does not reach {selector}")

    def press(self, selector: str, key: str = "Enter") -> None:
        """A button or a link: to it, and go where it leads."""
        self.to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def choose(self, name: str, value: str) -> None:
        """A radio button: Tab to its group, arrow keys to the choice."""
        self.to(f"[name={name}]")
        self.page.keyboard.press("Space")
        for _press in range(5):
            if self.page.evaluate(AT, f"[value={value}]:checked"):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no {value} among {name}")

    def say(self, selector: str, words: str) -> None:
        self.to(selector)
        self.page.keyboard.insert_text(words)

    def suggest(self, words: str, visibility: str = "public") -> Kept:
        """From the paragraph to the receipt."""
        self.page.goto(self.here + self.section)
        self.press(CONTROL)
        assert self.page.url == f"{self.here}suggest/"
        self.choose("kind", "suggestion")
        self.say("#text", words)
        self.choose("visibility", visibility)
        return self._send(words)

    def _send(self, words: str) -> Kept:
        receipt = self.page.locator("[data-receipt-number]")
        for _try in range(4):
            self.press(".suggest-form .button")
            if receipt.count():
                return Kept(
                    receipt.get_attribute("data-receipt-number") or "",
                    receipt.get_attribute("data-return-code") or "",
                )
            assert self.page.locator("#text").input_value() == words
            if self.page.locator("#personal_data").count():
                self.to("#personal_data")
                self.page.keyboard.press("Space")
            elif wait := WAIT.search(self.page.inner_text("#problems")):
                self.page.wait_for_timeout(1000 * int(wait[1]) + 200)
        raise AssertionError(self.page.inner_text("main"))

    def open_own(self, kept: Kept) -> str:
        """By the return code; the words of the page."""
        self.page.goto(f"{self.here}return/")
        self.say("#code", kept.code)
        self.press("main .button")
        return self.words()

    def own_text(self) -> str:
        self.press("[name=show]")
        return self.page.inner_text("[data-own-text]")

    def appeal(self, words: str) -> None:
        self.say("main #text", words)
        self.press("[value=appeal]")

    def twice(self, step: str) -> None:
        """Withdraw or erase: asked, and asked once more."""
        self.press(f"[value=ask-{step}]")
        self.press(f"[value={step}]")

    def read(self, path: str) -> str:
        self.page.goto(self.here + path)
        assert self.page.evaluate("document.documentElement.scrollWidth") <= 360
        return self.words()

    def words(self) -> str:
        return self.page.inner_text("main")
