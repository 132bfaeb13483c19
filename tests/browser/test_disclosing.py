"""A disclosure's whole life, and a lapse: every step and every look by the pages."""

import re
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from portal.clock import add_working_days
from tests.real_portal import RealPortal

from .addresses import Addresses
from .department import COMPLETE, TO_BE_SUPPLEMENTED, Congress
from .desk import Desk
from .furnishing import LAPSE, LIFE, OTHER_UNIT
from .looking import sideways
from .mailbox import FOLDER, letters

SECTION, LAPSE_SECTION = "plan/korla-14/12/4/", "plan/korla-14/12/3/"
FIRST = "两处站点已完成装修并开门，第三处正在施工。"
SECOND = "三处站点都已开门，共设床位四十六张。"
NOTE = "应核查意见补充了床位数。"
WANTING, WHOLE = "没有写床位数，请补充。", "床位数与现场一致。"
ANSWER = "床位数已统计，随即补充。"
#: What everybody may open, and what the staff may.
PUBLIC = (
    "", SECTION, "updates/", "updates.csv", "updates/{update}/", "projects/{life}/",
    "units/shili/", "scorecard/", "search/?q={some}",
)  # fmt: skip
DESKS = (
    "updates/{update}/", "today/", "disclosures/", "disclosures/{update}/", "findings/",
    "review/", "review/updates/{update}/1/", "review/updates/{update}/2/",
    "admin/reports/workflow/",
)  # fmt: skip
PASSER_BY = ""


class Reader:
    """Anonymous; every page without sideways scrolling at 1280 and at 360 px."""

    def __init__(self, chromium: Browser, base: str) -> None:
        self.page: Page = chromium.new_page(viewport={"width": 1280, "height": 900})
        self.base = base

    def read(self, path: str) -> Page:
        answer = self.page.goto(self.base + path)
        assert answer is not None and answer.status == 200, path
        assert sideways(self.page) == []
        self.page.set_viewport_size({"width": 360, "height": 740})
        assert sideways(self.page) == []
        self.page.set_viewport_size({"width": 1280, "height": 900})
        return self.page

    def words(self, path: str) -> str:
        return self.read(path).inner_text("main")

    def count(self, chapter: int, axis: str, state: str) -> int:
        """A cell of the scorecard; a state that never occurred has none."""
        cell = self.read("scorecard/").locator(
            f'tr[data-chapter="{chapter}"] [data-axis={axis}][data-state={state}]'
        )
        return int(cell.inner_text()) if cell.count() else 0


@pytest.fixture
def reader(chromium: Browser, addresses: Addresses) -> Iterator[Reader]:
    reader = Reader(chromium, addresses.portal.url)
    yield reader
    reader.page.close()


@pytest.fixture(scope="module")
def desk(chromium: Browser, addresses: Addresses) -> Iterator[Desk]:
    desk = Desk(chromium, addresses)
    yield desk
    desk.close()


@pytest.fixture
def acts(desk: Desk) -> Congress:
    return Congress(desk)


class Outsiders:
    """Those who must not read something yet."""

    def __init__(self, acts: Congress, reader: Reader) -> None:
        self.acts, self.reader = acts, reader

    def unseen(self, words: str, *names: str) -> None:
        """In no page of the public for a passer-by, at no desk for `names`."""
        found = [
            (name or "passer-by", path)
            for name in (PASSER_BY, *names)
            for path in (DESKS if name else PUBLIC + DESKS)
            if words in self._get(name, self._filled(path, words))
        ]
        assert found == []

    def _filled(self, path: str, words: str) -> str:
        numbers = self.acts.desk.addresses.furnished.numbers
        some = quote(words[:5])
        return path.format(update=self.acts.update, some=some, life=numbers["life"])

    def _get(self, name: str, path: str) -> str:
        page = self.acts.desk.at(name) if name else self.reader.page
        answer = page.request.get(self.reader.base + path)
        assert answer.status in {200, 403, 404}, path
        return answer.text()


def test_life_of_a_disclosure(
    acts: Congress, reader: Reader, addresses: Addresses, tmp_path: Path
) -> None:
    outsiders = Outsiders(acts, reader)
    others = ("stranger", "reviewer", "moderator")
    before = reader.count(12, "delivery", "in_progress")
    _first_version(acts, outsiders, others, addresses, tmp_path)
    update = f"updates/{acts.update}/"
    assert re.search(f"{LIFE} ?推进中", _line(reader, SECTION))
    line = reader.read("updates/").locator(f'[data-update="{acts.update}"]')
    assert FIRST in line.inner_text() and line.get_attribute("data-version") == "1"
    assert reader.count(12, "delivery", "in_progress") == before + 1
    assert FIRST in reader.words(update)
    assert acts.at("stranger", update)

    department = ("editor", "head", "publisher", "administrator", *others[::2])
    acts.find(1, TO_BE_SUPPLEMENTED, WANTING)
    outsiders.unseen(WANTING, *department)
    acts.release(WANTING)
    assert WANTING in reader.words(update)
    assert reader.count(12, "review", TO_BE_SUPPLEMENTED) == 1
    acts.answer(ANSWER)

    acts.supplement(SECOND, NOTE)
    acts.submit()
    acts.approve()
    outsiders.unseen(SECOND, *others)
    assert FIRST in reader.words(update)
    acts.publish()
    acts.find(2, COMPLETE, WHOLE)
    outsiders.unseen(WHOLE, *department)
    acts.release(WHOLE)
    assert reader.count(12, "review", COMPLETE) == 1
    _both_are_readable(reader.read(update))


def _first_version(
    acts: Congress, outsiders: Outsiders, others: tuple[str, ...],
    addresses: Addresses, folder: Path,
) -> None:  # fmt: skip
    """Drafted, given its evidence, approved, published; nobody else sees it before."""
    paper = folder / "minutes.pdf"
    paper.write_bytes(b"%PDF-1.7 minutes of the life")
    acts.draft(LIFE, addresses.furnished.numbers["period"], FIRST)
    acts.submit_without_evidence()
    acts.attach("验收纪要（虚构）", paper)
    acts.submit()
    outsiders.unseen(FIRST, *others)
    acts.approve()
    outsiders.unseen(FIRST, *others)
    acts.publish()


def _both_are_readable(page: Page) -> None:
    """Two versions, two findings, the answer, what changed and the paper."""
    first, second = (page.locator(f"section[data-version='{n}']") for n in (1, 2))
    for summary in page.locator("details.older summary").all():
        summary.click()
    old, new = first.inner_text(), second.inner_text()
    for words in (FIRST, WANTING, ANSWER, "待补充", "已补充", "验收纪要（虚构）"):
        assert words in old
    for words in (SECOND, NOTE, WHOLE, "完整", "三审三校", "保密审查"):
        assert words in new
    assert WHOLE not in old and WANTING not in new
    assert second.locator("del", has_text=FIRST).count() == 1
    values = [
        each.locator("[data-finding]").get_attribute("data-value")
        for each in (first, second)
    ]
    assert values == [TO_BE_SUPPLEMENTED, COMPLETE]
    with page.expect_download() as download:
        first.locator("a[download]").click()
    assert download.value.path().read_bytes() == b"%PDF-1.7 minutes of the life"


def test_lapse_shows_everywhere_and_is_mailed_once(
    chromium: Browser, portal: RealPortal, addresses: Addresses, tmp_path: Path
) -> None:
    """Nothing at noon of the due day; everything on the next working day."""
    now = Reader(chromium, portal.url)
    owed = now.read("units/linju/").locator("li[data-obligation]", has_text=LAPSE)
    found = re.search(r"应于 (\d{4}-\d\d-\d\d)", owed.inner_text())
    assert found
    now.page.close()
    due = date.fromisoformat(found[1])
    var = copied(portal, tmp_path / "var")
    with at_noon(portal, var, due).running() as ahead:
        reader = Reader(chromium, ahead.url)
        for path in ("overdue/", "scorecard/", LAPSE_SECTION):
            late = reader.read(path).locator("main .late", has_text="工作日")
            assert late.filter(has_text=LAPSE).count() == 0
            assert f"{LAPSE} " not in reader.words("overdue/")
        reader.page.close()
    assert of_unit(var, "逾期未公开") == []
    with at_noon(portal, var, add_working_days(due, 1).on).running() as ahead:
        reader = Reader(chromium, ahead.url)
        _lapsed(reader)
        until_mailed(var)
        assert "提醒 0 封" in ahead.manage("obligations").stdout
        reader.page.close()
    assert of_unit(var, "逾期未公开") == [(1, "stranger@shili.example")]


def _lapsed(reader: Reader) -> None:
    """Section, unit, scorecard, list: each says which, how late and on what ground."""
    assert re.search(f"{LAPSE}.{{0,30}}逾期 1 个工作日", _line(reader, LAPSE_SECTION))
    unit = reader.read("units/linju/").locator("[data-obligation]", has_text=LAPSE)
    assert unit.get_attribute("data-state") == "overdue"
    assert "逾期 1 个工作日" in unit.inner_text()
    assert reader.count(12, "disclosure", "overdue") >= 1
    for path in ("scorecard/", "overdue/"):
        line = reader.read(path).locator("tr[data-state=overdue]", has_text=LAPSE)
        for words in (OTHER_UNIT, "逾期 1 个工作日", "规划承诺"):
            assert words in line.inner_text()


def _line(reader: Reader, path: str) -> str:
    return " ".join(reader.words(path).split())


def at_noon(portal: RealPortal, var: Path, day: date) -> RealPortal:
    """The same site that lives on another day, with its mail in files."""
    program = [sys.executable, "-m", "tests.moved_clock", f"{day}T12:00"]
    mail = {"EMAIL_BACKEND": "tests.browser.mailbox.Mailbox"}
    return RealPortal(var, portal.prefix, portal.environment | mail, program=program)


def copied(portal: RealPortal, var: Path) -> Path:
    """The database as it stands, and the files beside it."""
    ignored = shutil.ignore_patterns("portal.db*", "serve-*.log", "run", FOLDER)
    shutil.copytree(portal.var, var, ignore=ignored)
    with (
        closing(sqlite3.connect(portal.var / "portal.db")) as source,
        closing(sqlite3.connect(var / "portal.db")) as target,
    ):
        source.backup(target)
    return var


def of_unit(var: Path, word: str) -> list[tuple[int, str]]:
    """(how many things, to whom) of each mail that begins with `word`."""
    subjects = re.compile(f"{word}：{OTHER_UNIT}有? ?(\\d+) 项")
    return [
        (int(match[1]), str(each["To"]))
        for each in letters(var)
        if (match := subjects.match(str(each["Subject"]).strip()))
    ]


def until_mailed(var: Path, seconds: float = 60) -> None:
    """The relay of the server writes it."""
    end = time.monotonic() + seconds
    while not of_unit(var, "逾期未公开"):
        assert time.monotonic() < end, "nobody was told"
        time.sleep(0.5)
