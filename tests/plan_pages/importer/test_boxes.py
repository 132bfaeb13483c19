"""How far boxes reach, and their items against the golden list."""

import pytest

from plan_pages.importer.items import is_list, items_of
from plan_pages.importer.reading import read_plan
from plan_pages.importer.source import Box, outline
from tests.plan_pages.importer.texts import KORLA, PLAN, golden

GOLDEN_BOXES = golden("projects.json")["boxes"]


@pytest.fixture(scope="module")
def plan():
    return read_plan(KORLA)


@pytest.fixture(scope="module")
def boxes(plan):
    return [thing for _, thing in outline(plan) if isinstance(thing, Box)]


def bare(text: str) -> str:
    return "".join(text.split())


def test_numbers_titles_and_lines(boxes):
    assert [(box.number, box.title, box.lines) for box in boxes] == [
        (each["no"], each["title"], (each["title_line"], *each["body_lines"]))
        for each in GOLDEN_BOXES
    ]


@pytest.mark.parametrize("at", range(13), ids=[b["no"] for b in GOLDEN_BOXES])
def test_items_are_exactly_the_golden_ones(boxes, at):
    expected = [
        (
            bare(item["name"]),
            None if group.get("label_is_project") else group["label"],
            item["ambiguous"],
            [tuple(other) for other in item.get("alternatives", ())],
        )
        for group in GOLDEN_BOXES[at]["groups"]
        for item in group["items"]
    ]
    assert [
        (bare(item.name), item.label, item.ambiguous, list(item.alternatives))
        for item in boxes[at].items
    ] == expected


def test_items_are_spans_in_order_without_overlap(boxes):
    for box in boxes:
        last = (0, 0)
        for item in box.items:
            text = box.paragraphs[item.paragraph].text
            assert text[item.start : item.end] == item.name
            assert (item.paragraph, item.start) >= last
            last = (item.paragraph, item.end)


def test_each_ambiguous_item_is_told(plan, boxes):
    names = [item.name for box in boxes for item in box.items if item.ambiguous]
    assert len(names) == 6
    told = [doubt.text for doubt in plan.doubts if doubt.kind == "ambiguous_item"]
    assert sorted(told) == sorted(names)


def test_markup_makes_paragraphs_of_one_line(boxes):
    water = boxes[2]
    assert len(water.paragraphs) == 6
    assert {each.lines for each in water.paragraphs} == {(448,)}
    assert not any("<" in each.text for each in water.paragraphs)


def test_title_is_printed_without_asterisks(boxes):
    assert boxes[11].heading == "专栏 12-3 卫生健康事业重大项目"


def test_a_fragment_is_text_and_no_item(plan, boxes):
    assert boxes[7].paragraphs[-1].text.endswith("，体育")
    assert not any(item.name == "体育" for item in boxes[7].items)
    told = [(d.line, d.text) for d in plan.doubts if d.kind == "cut_off_text"]
    assert told == [(714, "体育")]


def with_box(body: str) -> Box:
    text = PLAN.replace("第二章 目标\n\n", f"第二章 目标\n\n专栏 2 工程\n\n{body}\n\n")
    return next(b for _, b in outline(read_plan(text)) if isinstance(b, Box))


RUNNING = "坚持以人民为中心，加快推进重点工程建设，不断增进民生福祉。"


def test_a_box_ends_before_running_text():
    box = with_box(f"甲水库建设项目、乙水库建设项目。\n\n丙道路项目。\n\n{RUNNING}")
    assert [item.name for item in box.items] == [
        "甲水库建设项目",
        "乙水库建设项目",
        "丙道路项目",
    ]
    assert len(box.paragraphs) == 2


def test_running_text_does_not_continue_a_list_without_full_stop():
    names = ["甲乙丙丁水库建设项目", "甲乙丙丁道路建设项目", "甲乙丙丁学校建设项目"]
    box = with_box("、".join(names) + f"\n\n{RUNNING}")
    assert [item.name for item in box.items] == names
    assert len(box.paragraphs) == 1


def test_a_list_cut_by_a_page_break_is_joined():
    whole = "甲乙丙丁水库建设项目、甲乙丙丁道路建设项目、甲乙丙丁学校建设项目。"
    box = with_box(whole[:26] + "\n\n" + whole[26:])
    assert [each.text for each in box.paragraphs] == [whole]
    assert len(box.items) == 3


def test_a_numbered_box_ends_with_its_numbers():
    box = with_box(f"{RUNNING}\n1.甲行动。{RUNNING}\n2.乙行动。{RUNNING}\n{RUNNING}")
    assert [item.name for item in box.items] == ["甲行动", "乙行动"]
    assert len(box.paragraphs) == 3


def test_a_box_of_prose_reaches_to_the_next_head_and_is_told():
    text = PLAN.replace(
        "第二章 目标\n\n", f"第二章 目标\n\n专栏 1 甲\n\n{RUNNING}\n\n{RUNNING}\n\n"
    )
    plan = read_plan(text)
    box = next(b for _, b in outline(plan) if isinstance(b, Box))
    assert len(box.paragraphs) == 3
    assert [d.kind for d in plan.doubts] == ["box_end_unclear"]


def test_running_text_is_no_list():
    assert not is_list(RUNNING)
    assert is_list("“一果一菌”项目；12万吨项目。")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("甲（一、二）项目、乙项目。", ["甲（一、二）项目", "乙项目"]),
        ("甲项目、乙项目，丙项目。", ["甲项目", "乙项目", "丙项目"]),
        ("类别：甲工程；乙、丙工程。", ["甲工程", "乙、丙工程"]),
        ("丁整治工程：完善制度，落实责任。", ["丁整治工程"]),
        ("甲项目、乙项目", ["甲项目", "乙项目"]),
        ("甲项目，乙项目，丙", ["甲项目", "乙项目"]),
    ],
)
def test_separators(text, names):
    assert [item.name for item in items_of(text, 0, listed=True)] == names
