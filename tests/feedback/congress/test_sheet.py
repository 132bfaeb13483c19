"""The sheet of a chapter: what the page and the Word file say."""

import datetime
import html
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from docx import Document

from feedback.congress import chapter_sheet
from feedback.congress.chapter_lines import (
    MOST,
    Line,
    beginning,
    items_left,
    lines_of,
)
from feedback.suggestions.models import Suggestion
from plan_pages.disclosure.models import UpdateVersion
from plan_pages.document.models import Division, Part, Plan
from plan_pages.progress.models import PlanItem
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.units.models import Unit
from tests.feedback.lifecycle import advance, send
from tests.feedback.people import person
from tests.plan_pages.disclosing import project_at
from tests.plan_pages.owing import lead, place_in, project_row, said, task_row

Day = datetime.date
SAID = "已完成管网铺设三十公里。正在调试。"


@pytest.fixture
def publisher(db: None) -> User:
    return person("publisher", Role.PUBLISHER)


@pytest.fixture
def version(korla: Plan, unit: Unit, publisher: User) -> UpdateVersion:
    project = project_row(place_in(korla), publisher)
    lead(unit, project, publisher)
    return said(project, unit, publisher, on=Day(2025, 4, 10), evidence=2, words=SAID)


def pages_of(chapter: str) -> set[int]:
    top = Division.objects.get(url_path__endswith=f"/korla-14/{chapter}/")
    rows = Division.objects.filter(path__startswith=top.path)
    return set(rows.values_list("pk", flat=True))


def line_named(lines: list[Line], name: str) -> Line:
    (line,) = (line for line in lines if line.name == name)
    return line


def both(user: User, chapter: int = 4) -> tuple[str, Any]:
    """The page's words and the Word file."""
    client = Client()
    client.force_login(user)
    address = f"/review/chapters/korla-14/{chapter}"
    file = client.get(f"{address}.docx")
    assert file.status_code == 200
    assert file["Content-Disposition"].startswith("attachment")
    return client.get(f"{address}/").content.decode(), Document(BytesIO(file.content))


def row_of(document: Any, name: str) -> list[str]:
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    (found,) = (row for row in rows if row[1].split("\n")[0] == name)
    return found


def test_promise_claim_and_evidence_in_words(
    version: UpdateVersion, korla: Plan, reviewer: User
) -> None:
    page, document = both(reviewer)
    promise = beginning(place_in(korla).text)
    assert len(promise) <= MOST + 1
    kind, about, figure, units, claim, evidence, missing, review = row_of(
        document, "供水管网改造"
    )
    assert (kind, figure, units) == ("实施项目", "", "发展改革部门")
    assert about == f"供水管网改造\n{promise}"
    assert claim == f"推进中 · 2025年第一季度\n{SAID}"
    assert (evidence, missing, review) == ("公告\n公告", "", "未核查")
    for words in ("供水管网改造", promise, SAID, "公告", "未核查"):
        assert words in page


def test_items_without_a_project_stand_on_it(
    korla: Plan, reviewer: User, publisher: User
) -> None:
    items = PlanItem.objects.current().filter(plan=korla, part__page__in=pages_of("4"))
    carried, *rest = items.order_by("order")
    project_at(carried.part, publisher, name="城区管网一期", item=carried)
    left = items_left(korla, pages_of("4"))
    names = [name for each in left.values() for name in each]
    assert sorted(names) == sorted(item.name for item in rest)
    assert rest[0].name in left[rest[0].box_title]
    lines = lines_of(korla, pages_of("4"))
    assert line_named(lines, "城区管网一期").promise == beginning(carried.name)
    page, document = both(reviewer)
    words = [paragraph.text for paragraph in document.paragraphs]
    for box, each in left.items():
        assert f"{box}：{'、'.join(each)}" in words
        assert "、".join(each) in html.unescape(page)


def test_chapter_of_items_alone_is_not_empty(korla: Plan, reviewer: User) -> None:
    page, document = both(reviewer)
    assert "本章还没有登记" not in page
    assert "还没有登记实施项目的规划项目" in page
    assert document.tables == []
    nothing, _document = both(reviewer, 1)
    assert "本章还没有登记" in nothing


def test_what_units_said_of_paragraphs_stands_on_it(
    korla: Plan, unit: Unit, other_unit: Unit, publisher: User
) -> None:
    """The latest period of each unit, with the paragraph's words."""
    place = place_in(korla)
    for who, period, words in (
        (unit, "2025-Q1", "旧话。"), (unit, "2025-Q2", "新话。"),
        (other_unit, "2025-Q1", "别的话。"),
    ):  # fmt: skip
        said(place, who, publisher, period=period, on=Day(2025, 8, 1), words=words)
    lines = [line for line in lines_of(korla, pages_of("4")) if line.kind == "规划文本"]
    assert [(line.units, line.said) for line in lines] == [
        (unit.name, "新话。"), (other_unit.name, "别的话。"),
    ]  # fmt: skip
    assert {line.promise for line in lines} == {beginning(place.text)}
    assert [line for line in lines_of(korla, pages_of("15")) if line.said] == []


def test_task_with_its_day_and_an_indicator_with_its_target(
    korla: Plan, publisher: User
) -> None:
    task_row(place_in(korla), publisher, due_on=Day(2025, 12, 1))
    task = line_named(lines_of(korla, pages_of("4")), "出台管护办法")
    assert task.figure == "期限 2025-12-01"
    assert task.missing == ["没有公开过进展"]
    lines = lines_of(korla, pages_of("2"))
    urban = next(line for line in lines if line.name.startswith("3 "))
    assert urban.promise == "目标 81"


def test_suggestions_beyond_those_printed_are_counted(
    part: Part, reviewer: User, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _number in range(3):
        advance(send(part).suggestion, "published", by=moderator, second=moderator)
    page, document = both(reviewer, 15)
    assert "另有" not in page
    monkeypatch.setattr(chapter_sheet, "VOICES", 2)
    page, document = both(reviewer, 15)
    assert page.count("data-suggestion=") == 2
    assert "另有 1 条" in page
    assert document.paragraphs[-1].text == "另有 1 条。"


def test_control_characters_leave_the_word_file_whole(
    version: UpdateVersion, brought: Callable[..., Suggestion], part: Part,
    reviewer: User,
) -> None:  # fmt: skip
    words = "请修路灯\x01\x08\x0b\x0c\x1b\ufffe\uffff谢谢"
    brought("published", text=words)
    _page, document = both(reviewer, 15)
    assert document.paragraphs[-1].text.endswith("请修路灯␁␈␋␌␛��谢谢")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("短。", "短。"),
        ("甲" * 100, "甲" * MOST + "…"),
        ("第一句。" + "乙" * 100, "第一句。…"),
    ],
)
def test_beginning_ends_with_a_sentence(text: str, shown: str) -> None:
    assert beginning(text) == shown
