"""What is refused, and what is told instead."""

import pytest

from plan_pages.importer.entries import load_entries
from plan_pages.importer.errors import ImportRefused
from plan_pages.importer.reading import read_plan
from plan_pages.importer.source import PlanSource
from plan_pages.importer.validating import validate_plan
from tests.plan_pages.importer.texts import KORLA, PLAN, STATUTE, sample

ENTRIES = load_entries("korla-14")
LINES = KORLA.split("\n")


def validated(text: str, entries=None) -> PlanSource:
    plan = read_plan(text, entries=entries)
    validate_plan(plan, entries=entries)
    return plan


def kinds(text: str) -> list[str]:
    return [doubt.kind for doubt in validated(text).doubts]


def test_the_plan_passes_and_adds_no_doubt():
    read = read_plan(KORLA, entries=ENTRIES).doubts
    assert validated(KORLA, ENTRIES).doubts == read


def test_a_small_plan_passes_without_doubts():
    assert kinds(PLAN) == []


@pytest.mark.parametrize(
    "name",
    ["statute-information-disclosure-2019.txt", "statute-supervision-law-2024.txt"],
)
def test_statutes_are_refused(name):
    with pytest.raises(ImportRefused, match="这是法规（章、条），不是规划"):
        read_plan(sample(name))


def test_an_invented_statute_is_refused():
    with pytest.raises(ImportRefused, match="这是法规（章、条），不是规划"):
        read_plan(STATUTE)


def without_lines(first: int, last: int) -> str:
    return "\n".join(LINES[: first - 1] + LINES[last:])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (without_lines(235, 241), "找不到第 14、15、16、17、18等 行（共缺 7 行）"),
        (without_lines(241, 241), "找不到第 20 行"),
        (without_lines(228, 228), "找不到第 7a、7b 行"),
        (without_lines(218, 243), "指标表残缺"),
        (without_lines(221, 241), "没有数据行"),
        (without_lines(225, 226), "指标编号不连续"),
        ("\n".join(LINES[:229]), "指标表残缺"),
        ("\n".join(LINES[:229])[:-12], "残缺：第229行只有"),
        (KORLA.replace("\t10000\t—\t约束性", "\t10000"), "第240行只有 5 格"),
    ],
)
def test_a_cut_table_is_refused(text, message):
    with pytest.raises(ImportRefused, match=message):
        validated(text, ENTRIES)


def test_a_table_cut_with_the_file_is_refused_without_entries():
    with pytest.raises(ImportRefused, match=r"表格残缺.*目录列有的"):
        validated("\n".join(LINES[:233]))


def test_a_body_shorter_than_its_contents_is_refused():
    with pytest.raises(ImportRefused, match="目录列有的 3 个章节在正文里找不到"):
        validated("\n".join(LINES[:870]))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("某市规划\n\n一段没有标题的话。\n", "不像规划文本"),
        ("第一章 总论\n\n一段话。\n", "没有找到规划标题"),
        (
            PLAN.replace("第二章 目标\n\n", "第一章 目标\n\n第二章 目标\n\n"),
            "出现了两次",
        ),
    ],
)
def test_other_refusals(text, message):
    with pytest.raises(ImportRefused, match=message):
        validated(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (PLAN.replace("第二章 目标\n\n", "第二章 总目标\n\n"), "contents_differ"),
        (PLAN + "\n第四章 保障\n\n加强领导。\n", "division_number_gap"),
        (PLAN + "\n第三章 保障\n\n加强领导。\n", "not_in_contents"),
        (PLAN + "\n一、甲\n\n一段话。\n\n三、乙\n\n一段话。\n", "heading_number_gap"),
        (PLAN + "\n专栏 3-1 甲\n\n甲项目、乙项目。\n", "box_number_place"),
        (PLAN + "\n专栏 2 甲\n\n甲项目、乙项目。\n", "box_number_gap"),
        (PLAN + "\n专栏 1 甲\n", "box_empty"),
        (PLAN + "\n加强党的领导，推动\n", "ends_mid_sentence"),
        (PLAN + "\n**加强领导。\n", "marks_removed"),
        (PLAN + "\n表1 主要指标\n\n如上表所示。\n", "table_empty"),
        (PLAN + "\n— 12 —\n", "page_number"),
        (PLAN + "\n甲\n预期性\n乙\n预期性\n丙\n约束性\n丁。\n", "table_not_read"),
    ],
)
def test_doubts(text, kind):
    assert kind in kinds(text)


def test_sections_taken_out_of_body_and_contents_are_told():
    text = PLAN.replace("第一节", "第二节")
    assert kinds(text) == ["division_number_gap"]
