"""今天要办: lines by role, in words, on paper and as XLSX."""

import datetime
from collections.abc import Callable
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from feedback.desk.sheets import escaped, workbook
from feedback.suggestions.models import Suggestion
from plan_pages.document.models import Part
from portal.accounts.models import User
from portal.units.models import Unit
from tests.portal.pages.markup import one, text, tree

from ..lifecycle import send
from ..replying import routed

As = Callable[[User | None], Client]
MONDAY = datetime.datetime(2026, 3, 16, 4, tzinfo=datetime.UTC)


@pytest.fixture
def waiting(part: Part) -> Suggestion:
    """Due on Thursday, 19 March 2026."""
    with time_machine.travel(MONDAY, tick=False):
        return send(part).suggestion


@pytest.mark.parametrize(
    ("day", "group", "words"),
    [
        (0, "本周到期", "2026-03-19"),
        (3, "今天到期", "今天 24:00"),
        (4, "已逾期", "逾期 1 个工作日"),
        (7, "已逾期", "逾期 2 个工作日"),
    ],
)
def test_a_line_says_when(
    as_: As, waiting: Suggestion, moderator: User, day: int, group: str, words: str
) -> None:
    with time_machine.travel(MONDAY + datetime.timedelta(days=day), tick=False):
        root = tree(as_(moderator).get("/today/"))
    assert [text(head) for head in root.xpath("//main//h2")] == [group]
    assert text(one(root, "//*[contains(@class,'due-when')]")) == words
    button = one(root, "//*[@class='due-do']/a")
    assert button.get("href").endswith(f"/moderation/case/{waiting.number}/")
    assert text(button) == f"审核 {waiting.number}"


def test_each_role_has_its_own(
    as_: As,
    waiting: Suggestion,
    brought: Callable[..., Suggestion],
    unit: Unit,
    editor: User,
    other_head: User,
    moderator: User,
    publisher: User,
) -> None:
    row = routed(brought("published"), unit=unit, by=moderator)

    def lines(user: User) -> list[tuple[str, bool]]:
        root = tree(as_(user).get("/today/"))
        return sorted(
            (text(one(item, ".//bdi")), bool(item.xpath(".//a")))
            for item in root.xpath("//ul[@class='due']/li")
        )

    assert lines(moderator) == [(waiting.number, True)]
    assert lines(editor) == [(row.number, True)]
    assert lines(other_head) == []
    assert lines(publisher) == sorted([(waiting.number, False), (row.number, False)])


def test_the_list_for_paper_has_no_buttons_and_no_words(
    as_: As, part: Part, moderator: User
) -> None:
    row = send(part, text="只给审核员看").suggestion
    page = as_(moderator).get("/today/?list")
    root = tree(page)
    assert text(one(root, "//h1")) == "催办单"
    assert not root.xpath("//ul[@class='due']//a")
    assert row.number in page.content.decode()
    assert "只给审核员看" not in page.content.decode()


def test_sheet_has_the_same_lines(
    as_: As, waiting: Suggestion, moderator: User
) -> None:
    with time_machine.travel(MONDAY, tick=False):
        response = as_(moderator).get("/today/today.xlsx")
    assert response["Content-Disposition"] == (
        'attachment; filename="today-20260316.xlsx"'
    )
    sheet = load_workbook(BytesIO(response.content)).active
    head, line = sheet.iter_rows(values_only=True)
    assert head == ("事项", "编号", "对应文本", "期限", "状态", "承办")
    assert line[:2] == ("审核", waiting.number)
    assert line[3:5] == (datetime.datetime(2026, 3, 19), "2026-03-19")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert escaped(cell) == f"'{cell}"
    sheet = load_workbook(BytesIO(workbook("x", ["h"], [[cell]]))).active
    assert sheet["A2"].data_type == "s"


def test_no_text_breaks_the_sheet() -> None:
    said = "\x01甲\x0b乙\ufffe丙\n丁"
    sheet = load_workbook(BytesIO(workbook("x", ["h"], [[said]]))).active
    assert sheet["A2"].value == "\u2401甲\u240b乙\ufffd丙\n丁"


def test_today_costs_the_same(
    as_: As,
    part: Part,
    brought: Callable[..., Suggestion],
    unit: Unit,
    moderator: User,
    editor: User,
    publisher: User,
) -> None:
    def spent(user: User) -> int:
        client = as_(user)
        client.get("/today/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/today/").status_code == 200
        return len(captured)

    def more() -> None:
        send(part)
        brought("published")
        routed(brought("published"), unit=unit, by=moderator)

    people = [moderator, editor, publisher]
    more()
    first = [spent(user) for user in people]
    for _ in range(4):
        more()
    assert [spent(user) for user in people] == first
