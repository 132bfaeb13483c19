"""The whole plan as read, against the golden lists and a reader of its own."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan_pages.importer.accounting import lost_characters, texts_of
from plan_pages.importer.entries import load_entries
from plan_pages.importer.errors import ImportRefused
from plan_pages.importer.reading import read_plan
from plan_pages.importer.source import Box, Paragraph, PlanSource, Table, outline
from plan_pages.importer.validating import validate_plan
from tests.plan_pages.importer import independent
from tests.plan_pages.importer.texts import KORLA, PLAN, sample


@pytest.fixture(scope="module")
def plan() -> PlanSource:
    return read_plan(KORLA, entries=load_entries("korla-14"))


def test_counts_of_the_plan(plan):
    counts = plan.counts()
    paragraphs = counts.pop("paragraph")
    assert counts == {
        "part": 0,
        "chapter": 15,
        "section": 63,
        "heading_1": 16,
        "heading_2": 0,
        "heading_3": 0,
        "heading_4": 0,
        "box": 13,
        "box_item": 139,
        "table": 1,
        "indicator": 20,
        "indicator_row": 21,
    }
    kinds = [kind for kind, _, _ in independent.expected_parts()]
    assert paragraphs == kinds.count("paragraph")


def test_front_of_the_plan(plan):
    assert plan.title == (
        "库尔勒市国民经济和社会发展的第十四个五年规划和二〇三五年远景目标纲要"
    )
    assert plan.title_lines == (3, 4)
    assert [each.text for each in plan.cover] == [
        "(社会公开稿)",
        "库尔勒市人民政府",
        "二〇二一年十月",
    ]
    assert plan.preamble[0].text == (
        "库尔勒市国民经济和社会发展的第十四个五年规划和 二〇三五年远景目标纲要"
    )
    assert len(plan.preamble) == 2
    assert plan.period == (2021, 2025)
    assert len(plan.toc) == 78


def outermost(plan: PlanSource):
    """(text without white space, first line) as the independent reader gives them."""
    for kind, thing in outline(plan):
        if isinstance(thing, Table):
            header = (thing.title, *(cell for row in thing.header_rows for cell in row))
            yield "".join("".join(header).split()), thing.lines[0]
            for row in thing.rows:
                yield "".join("".join(row.cells).split()), row.line
        else:
            text = "".join("".join(texts_of(thing)).split())
            yield text, plan.title_lines[0] if kind == "title" else thing.lines[0]


def test_everything_agrees_with_the_independent_reader(plan):
    expected = [(text, line) for _, text, line in independent.expected_parts()]
    assert list(outermost(plan)) == expected


def test_joins_are_exactly_the_golden_ones(plan):
    joins = [
        pair
        for _, thing in outline(plan)
        if isinstance(thing, Paragraph)
        for pair in zip(thing.lines, thing.lines[1:], strict=False)
    ]
    assert len(joins) == 57
    assert dict(joins) == independent.golden_joins()
    told = [doubt.line for doubt in plan.doubts if doubt.kind == "joined_paragraph"]
    assert told == list(independent.golden_joins())


def test_join_adds_no_space(plan):
    texts = [t.text for _, t in outline(plan) if isinstance(t, Paragraph)]
    assert any("深入贯彻习近平总书记关于新疆工作的重要讲话精神" in t for t in texts)


def test_run_in_headings_are_bold_spans_without_asterisks(plan):
    bold = [
        thing.text[start:end]
        for _, thing in outline(plan)
        if isinstance(thing, Paragraph)
        for start, end in thing.bold
    ]
    assert len(bold) == 14
    assert bold[0] == "社会稳定大局持续巩固。"
    assert bold[-1] == "坚持从库尔勒市实际出发"
    assert not any("*" in text for _, t in outline(plan) for text in texts_of(t))


def test_stray_words_stay_and_are_told(plan):
    told = [doubt.line for doubt in plan.doubts if doubt.kind == "stray_latin_word"]
    assert told == [267, 329]
    texts = "".join(t for _, thing in outline(plan) for t in texts_of(thing))
    assert texts.count(" and ") == 2


def test_table_stands_in_its_section(plan):
    blocks = plan.divisions[1].divisions[3].blocks
    assert [type(block).__name__ for block in blocks[-2:]] == ["Table", "Note"]


def test_boxes_stand_in_their_sections(plan):
    places = [
        (d.lines[0], block.number)
        for d in plan.walk()
        for block in d.blocks
        if isinstance(block, Box)
    ]
    assert len(places) == 13
    assert (706, "10") in places


def test_nothing_is_lost(plan):
    assert lost_characters(KORLA, plan) == 0


def test_a_loss_is_counted(plan):
    assert lost_characters(KORLA + "\n这一句规划里没有。\n", plan) == 9


def test_reading_takes_less_than_a_second_of_cpu():
    start = time.process_time()
    validate_plan(read_plan(KORLA))
    assert time.process_time() - start < 1


def test_a_paragraph_after_a_full_stop_is_not_joined():
    amended = PLAN.replace("不断改善。", "不断改善。\n\n文化事业日益繁荣。")
    section = read_plan(amended).divisions[0].divisions[0]
    assert len(section.blocks) == 2


def test_hangzhou_reads_with_parts_and_numbered_boxes():
    text = sample("hangzhou-15fyp.txt")
    plan = read_plan(text)
    validate_plan(plan)
    counts = plan.counts()
    assert plan.title == "杭州市国民经济和社会发展第十五个五年规划纲要"
    assert plan.period == (2026, 2030)
    assert (counts["part"], counts["chapter"], counts["box"]) == (17, 61, 34)
    assert plan.divisions[0].heading.endswith("建设世界一流的社会主义现代化国际大都市")
    assert lost_characters(text, plan) == 0
    kinds = {doubt.kind for doubt in plan.doubts}
    assert "table_not_read" in kinds
    assert "contents_differ" not in kinds


def test_shanghai_reads_with_list_heads_as_chapters():
    text = sample("shanghai-15fyp.txt")
    plan = read_plan(text)
    validate_plan(plan)
    counts = plan.counts()
    assert [d.number for d in plan.divisions[-3:]] == ["十六、", "结语", "附录"]
    assert counts["heading_1"] == 18
    assert (counts["heading_3"], counts["heading_4"]) == (64, 156)
    assert (counts["box"], counts["table"], counts["indicator"]) == (4, 1, 20)
    assert lost_characters(text, plan) == 0


def test_an_opinion_without_chapters_reads_by_its_list_heads():
    text = sample("rural-revitalisation-2018.txt")
    plan = read_plan(text)
    validate_plan(plan)
    assert plan.period is None
    assert plan.counts()["heading_1"] == 12
    assert lost_characters(text, plan) == 0


PIECES = st.sampled_from(
    [
        *("第一章 总论\n", "第二章 目标\n", "第一节 甲\n", "第一篇 乙\n", "一、丙\n"),
        *("（一）丁\n", "1.戊\n", "1.1己。庚\n", "专栏 1 项目\n", "附表一 指标\n"),
        *("类别\t指标\t\t2020年\t属性\n", "a\t1.b（%）\t\t[1]\t约束性\n", "\t\t\n"),
        *("注：某。\n", "目 录\n", "图1 示意\n", "— 1 —\n", "<p>甲、乙</p>\n", "\n"),
        *(
            "甲项目、乙项目；丙，丁。\n",
            "**某。**\n",
            "**\n",
            "第一条 某\n",
            "：；、。",
        ),
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES | st.text(max_size=30), max_size=40))
def test_any_text_is_read_or_refused(pieces):
    text = "".join(pieces)
    try:
        plan = read_plan(text, entries={"1": {"kind": "level"}})
        plan.counts()
        lost_characters(text, plan)
        validate_plan(plan)
    except ImportRefused as refused:
        assert str(refused)
