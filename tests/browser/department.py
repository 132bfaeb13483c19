"""A disclosure on its way through the desks, by their pages alone.

Everybody signs in through the one login and has a browser of their own (desk.py).
"""

import datetime
import re
from pathlib import Path

from playwright.sync_api import Page

from .desk import Desk
from .looking import sideways

#: What the congress finds, by its word on the page.
TO_BE_SUPPLEMENTED, COMPLETE = "to_be_supplemented", "complete"
#: Who read and when, as the form calls them.
READINGS = {
    "first_reader": "first_read_on",
    "second_reader": "second_read_on",
    "third_reader": "third_read_on",
    "secrecy_by": "secrecy_on",
}


class Department:
    """`update` is the public id, once a draft was saved."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.update = ""

    def at(self, name: str, path: str) -> Page:
        """Opened as that person; 1280 and 360 px wide without scrolling sideways."""
        page = self.desk.at(name)
        answer = page.goto(self.desk.addresses.portal.url + path)
        assert answer is not None and answer.status == 200, (name, path)
        page.set_viewport_size({"width": 360, "height": 740})
        assert sideways(page) == []
        page.set_viewport_size({"width": 1280, "height": 900})
        return page

    def case(self, name: str) -> Page:
        return self.at(name, f"disclosures/{self.update}/")

    def draft(self, about: str, period: str, words: str) -> None:
        """Chosen among what the unit answers for, and saved."""
        page = self.at("editor", "disclosures/new/")
        _go(page, f"text={about}")
        page.fill("[name=period]", period)
        page.check("[name=delivery][value=in_progress]")
        page.fill("[name=words]", words)
        _go(page, "main form button.button")
        found = re.search(r"/disclosures/([0-9a-z]{8})/$", page.url)
        assert found and "草稿已保存" in page.inner_text("main")
        self.update = found[1]

    def submit_without_evidence(self) -> None:
        page = self.case("editor")
        _go(page, "[value=submit]")
        assert "改变实施状态须附佐证" in page.inner_text("main")

    def attach(self, title: str, paper: Path) -> None:
        page = self.case("editor")
        evidence = page.locator("#do-evidence")
        if evidence.get_attribute("open") is None:
            evidence.locator("summary").click()
        page.fill("#do-evidence [name=title]", title)
        page.set_input_files("#do-evidence [name=file]", paper)
        _go(page, "#do-evidence button")
        assert "佐证已加上" in page.inner_text("main")

    def supplement(self, words: str, note: str) -> None:
        """The next version, from the line of 今天要办 that says by when."""
        page = self.at("editor", "today/")
        line = f"li:has-text('补充公开') a.button[href$='/disclosures/{self.update}/']"
        _go(page, line)
        assert page.url.endswith(f"/disclosures/{self.update}/")
        page.fill("[name=words]", words)
        page.fill("[name=note]", note)
        _go(page, "[value=save]")
        assert "草稿已保存" in page.inner_text("main")

    def submit(self) -> None:
        page = self.case("editor")
        note = page.locator("[name=note]")
        kept = note.input_value() if note.count() else ""
        _go(page, "[value=submit]")
        assert "已送审批" in page.inner_text("main"), kept

    def approve(self) -> None:
        page = self.case("head")
        _go(page, "[value=approve]")
        assert "送发布审查" in page.inner_text("main")

    def publish(self) -> None:
        """The three readings and the secrecy check; a gap in them publishes nothing."""
        page = self.case("publisher")
        yesterday = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
        for (person, day), name in zip(READINGS.items(), "甲乙丙丁", strict=True):
            page.fill(f"#do-publish [name={person}]", name)
            page.fill(f"#do-publish [name={day}]", yesterday.date().isoformat())
        _go(page, "#do-publish .button")
        assert "已公开。" not in page.inner_text("main")
        page.check("#do-publish [value=open]")
        _go(page, "#do-publish .button")
        assert "已公开。" in page.inner_text("main")


class Congress(Department):
    def find(self, version: int, value: str, words: str) -> None:
        """The reviewer opens it from the list of what is new in every chapter."""
        page = self.at("reviewer", "review/")
        assert page.locator(f'a[href*="{self.update}"]').count() == 0
        _go(page, 'a[href="?all"]')
        address = f"review/updates/{self.update}/{version}/"
        _go(page, f'a[href$="{address}"]')
        page.check(f"[name=value][value={value}]")
        page.fill("[name=words]", words)
        _go(page, "main form button:has-text('记下核查结论')")
        assert "等人大办公室公开" in page.inner_text("main")

    def release(self, words: str) -> None:
        """The writer cannot; the office can, from its list."""
        assert self.at("reviewer", "review/").locator("text=公开这项结论").count() == 0
        page = self.at("office", "review/")
        line = page.locator("li[data-finding]", has_text=words)
        with page.expect_navigation():
            line.locator("button").click()
        assert "已公开。" in page.inner_text("main")

    def answer(self, words: str) -> None:
        """The head, from 今天要办 to what was released about the unit."""
        page = self.at("head", "today/")
        assert page.locator(".desk-nav a", has_text="核查结论").count() == 1
        _go(page, "li:has-text('回应核查结论') a.button")
        assert "/findings/#f-" in page.url
        article = page.locator("[data-finding]").first
        article.locator("[name=words]").fill(words)
        with page.expect_navigation():
            article.locator("button").click()
        assert "回应已公开" in page.inner_text("main")


def _go(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).first.click()
