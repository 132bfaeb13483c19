"""Whole lives of suggestions: citizens by keyboard at 360 px, the staff at a desk."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.portal.marker import spellings
from tests.real_portal import RealPortal

from .addresses import Addresses
from .citizen import Citizen
from .desk import Desk
from .furnishing import UNIT

PHONE = "13800138000"
MARKER = "qxjmarker7731"


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def citizen(
    request: pytest.FixtureRequest, chromium: Browser, addresses: Addresses
) -> Iterator[Citizen]:
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=request.param
    )
    yield Citizen(context.new_page(), addresses)
    context.close()


@pytest.fixture(scope="module")
def desk(chromium: Browser, addresses: Addresses) -> Iterator[Desk]:
    desk = Desk(chromium, addresses)
    yield desk
    desk.close()


def test_life_masked(citizen: Citizen, desk: Desk) -> None:
    words = f"请打 {PHONE} 找王师傅，楼道灯坏了。"
    kept = citizen.suggest(words)
    assert PHONE not in citizen.read(f"suggestions/{kept.number}/")
    desk.mask_numbers("moderator", kept.number, "写有别人的电话")
    for path in (f"suggestions/{kept.number}/", citizen.section):
        read = citizen.read(path)
        assert "请打 ████ 找王师傅，楼道灯坏了。" in read
        assert PHONE not in read
    assert "写有别人的电话" in citizen.open_own(kept)
    assert citizen.own_text() == words


def test_life_refused_appealed_answered(citizen: Citizen, desk: Desk) -> None:
    kept = citizen.suggest("养老服务站能不能开到晚上八点？")
    desk.refuse("moderator", kept.number, "像是广告")
    tomb = citizen.read(f"suggestions/{kept.number}/")
    assert "灌水或广告" in tomb and "养老服务站" not in tomb
    own = citizen.open_own(kept)
    assert "灌水或广告" in own and "像是广告" in own
    citizen.appeal("这不是广告，是问开门时间。")
    assert "由另一名审核员决定" in citizen.words()
    same = desk.overturn("moderator", kept.number, "确实不是广告")
    assert "已办理" not in same
    assert "已办理" in desk.overturn("second", kept.number, "确实不是广告")
    desk.route("moderator", kept.number, UNIT)
    desk.draft("editor", kept.number, "已在安排。\n\n- 先试开两个站\n- 再看人数")
    assert "已在安排" not in citizen.read(f"suggestions/{kept.number}/")
    desk.approve("head", kept.number)
    own = citizen.open_own(kept)
    assert "确实不是广告" in own and "先试开两个站" in own
    for path in (f"suggestions/{kept.number}/", citizen.section):
        assert "养老服务站能不能开到晚上八点？" in citizen.read(path)
        reply = citizen.page.locator(f'[data-reply="{kept.number}"]')
        assert "先试开两个站" in reply.inner_text()


def test_life_merged_and_withdrawn(citizen: Citizen, desk: Desk) -> None:
    first = citizen.suggest("公交站请加座椅。")
    double = citizen.suggest("公交站加座椅！")
    desk.publish("moderator", first.number)
    desk.merge("moderator", double.number, first.number)
    assert first.number in citizen.read(f"suggestions/{double.number}/")
    assert "合并" in citizen.open_own(double)
    citizen.open_own(first)
    citizen.twice("withdraw")
    assert "已撤回" in citizen.words()
    tomb = citizen.read(f"suggestions/{first.number}/")
    assert "作者撤回" in tomb
    assert "公交站请加座椅" not in tomb
    section = citizen.read(citizen.section)
    assert "公交站请加座椅" not in section
    marks = citizen.page.locator(f'[data-tombstone="{first.number}"]')
    assert "作者撤回" in (marks.text_content() or "")


def test_life_erased(citizen: Citizen, desk: Desk, portal: RealPortal) -> None:
    """Nothing of it is left in any store, while counts and the log stay."""
    kept = citizen.suggest(f"{MARKER} 的事请记下。")
    desk.refuse("moderator", kept.number, f"看不懂 {MARKER}")
    citizen.open_own(kept)
    citizen.appeal(f"{MARKER} 是真的。")
    assert "已办理" in desk.overturn("second", kept.number, f"{MARKER} 看懂了")
    assert MARKER in citizen.read(citizen.section)
    until(lambda: MARKER in citizen.read(f"search/?q={MARKER}&kind=suggestion"))
    held = holding(portal)
    assert "table suggestions_suggestiontext" in held
    assert held & {"file portal.db", "file portal.db-wal"}
    counted, logged = said_of(citizen)

    citizen.open_own(kept)
    citizen.twice("erase")
    # A long look would keep the relay from emptying the write-ahead log.
    until(lambda: not owed(portal))
    assert holding(portal) == set()
    assert said_of(citizen) == (counted, logged)
    assert "作者已删除内容" in citizen.read(f"suggestions/{kept.number}/")
    for path in (citizen.section, f"search/?q={MARKER}"):
        citizen.read(path)
        assert MARKER not in citizen.page.inner_text("main").replace(f"“{MARKER}”", "")
    assert "没有这个回执码" in citizen.open_own(kept)


def said_of(citizen: Citizen) -> tuple[str, str]:
    """The line of state of the section, and the whole public log."""
    citizen.read(citizen.section)
    state = citizen.page.inner_text(".state")
    log = citizen.page.request.get(f"{citizen.here}moderation/log.csv").text()
    return state, log


def holding(portal: RealPortal) -> set[str]:
    """Which stores hold the marker in any spelling: rows, and files below var."""
    forms = spellings(MARKER)
    found = set()
    base = sqlite3.connect(f"file:{portal.var / 'portal.db'}?mode=ro", uri=True)
    with base:
        for (table,) in base.execute(
            "SELECT name FROM sqlite_master WHERE type='table'"
        ).fetchall():
            for row in base.execute(f'SELECT * FROM "{table}"'):
                if any(form in cell(value) for value in row for form in forms):
                    found.add(f"table {table}")
    base.close()
    for path in sorted(portal.var.rglob("*")):
        if path.is_file() and path.relative_to(portal.var).parts[0] != "static":
            content = Path(path).read_bytes()
            if any(form in content for form in forms):
                found.add(f"file {path.relative_to(portal.var)}")
    return found


def owed(portal: RealPortal) -> list[tuple[str, int]]:
    """What the relay has still to do: topics, and how often each was tried."""
    base = sqlite3.connect(f"file:{portal.var / 'portal.db'}?mode=ro", uri=True)
    rows = base.execute("SELECT topic, attempts FROM outbox_outboxevent").fetchall()
    base.close()
    return rows


def cell(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def until(holds: Callable[[], bool], seconds: float = 90) -> None:
    """The relay works beside the server: wait for what it owes."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "the relay did not do it"
        time.sleep(1)
