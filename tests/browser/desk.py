"""The staff at their pages, each in a browser of their own, signed in by the login."""

from collections.abc import Callable

from playwright.sync_api import Browser, Page

from .addresses import Addresses
from .scenes import sign_in


class Desk:
    """`at(name)` is the page of that person; it acts by the pages alone."""

    def __init__(self, chromium: Browser, addresses: Addresses) -> None:
        self.chromium = chromium
        self.addresses = addresses
        self.pages: dict[str, Page] = {}

    def at(self, name: str) -> Page:
        if name not in self.pages:
            page = self.chromium.new_page(viewport={"width": 1280, "height": 900})
            sign_in(page, self.addresses, name)
            self.pages[name] = page
        return self.pages[name]

    def close(self) -> None:
        for page in self.pages.values():
            page.close()

    def decide(
        self, name: str, number: str, action: str, fill: Callable[[Page, str], None]
    ) -> str:
        """Open the case, fill in the form of `action`, send it: what the page says."""
        page = self.at(name)
        page.goto(f"{self.addresses.portal.url}moderation/case/{number}/")
        offer = page.locator(f"#do-{action}")
        offer.locator("summary").click()
        fill(page, f"#do-{action}")
        with page.expect_navigation():
            offer.locator(".actions .button").first.click()
        return page.inner_text("main")

    def refuse(self, name: str, number: str, reason: str) -> None:
        def fill(page: Page, form: str) -> None:
            page.check(f"{form} [value=spam_or_advertising]")
            page.fill(f"{form} [name=reason]", reason)

        assert "已办理" in self.decide(name, number, "refuse", fill)

    def publish(self, name: str, number: str) -> None:
        assert "已办理" in self.decide(name, number, "publish", nothing)

    def mask_numbers(self, name: str, number: str, reason: str) -> None:
        """Hide what the detector found, after a look at how it will read."""

        def fill(page: Page, form: str) -> None:
            page.locator(f"{form} [name=detected]").first.check()
            page.check(f"{form} [value=personal_data]")
            page.fill(f"{form} [name=reason]", reason)
            page.click(f"{form} [name=preview]")
            page.wait_for_selector("#preview")

        assert "已办理" in self.decide(name, number, "publish_masked", fill)

    def overturn(self, name: str, number: str, reason: str) -> str:
        def fill(page: Page, form: str) -> None:
            page.check(f"{form} [value=overturned]")
            page.check(f"{form} [value=published]")
            page.fill(f"{form} [name=reason]", reason)

        return self.decide(name, number, "decide_appeal", fill)

    def merge(self, name: str, number: str, into: str) -> None:
        def fill(page: Page, form: str) -> None:
            page.fill(f"{form} [name=into]", into)

        assert "已办理" in self.decide(name, number, "merge", fill)

    def route(self, name: str, number: str, unit: str) -> None:
        def fill(page: Page, form: str) -> None:
            page.select_option(f"{form} [name=unit]", label=unit)
            page.check(f"{form} [value=normal]")

        assert "已办理" in self.decide(name, number, "route", fill)

    def draft(self, name: str, number: str, words: str) -> None:
        page = self.at(name)
        page.goto(f"{self.addresses.portal.url}replies/{number}/")
        page.check("[value=already_under_way]")
        page.fill("[name=body]", words)
        with page.expect_navigation():
            page.click("[value=submit]")
        assert "已送负责人审批" in page.inner_text("main")

    def approve(self, name: str, number: str) -> None:
        page = self.at(name)
        page.goto(f"{self.addresses.portal.url}replies/{number}/")
        with page.expect_navigation():
            page.click("[value=approve]")
        assert "答复已公布" in page.inner_text("main")


def nothing(page: Page, form: str) -> None:
    """A form that needs no word."""
