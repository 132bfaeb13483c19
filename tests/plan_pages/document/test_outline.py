"""Entries of a page, and where leads and items stand in their text."""

import pytest

from plan_pages.document.blocks import BodyBlock
from plan_pages.document.outline import entries
from plan_pages.document.spans import box_segments, lead_spans, locate

BOX = {
    "type": "box",
    "id": "b",
    "value": {
        "number": "4-5",
        "title": "工程",
        "heading": "专栏4-5 工程",
        "paragraphs": ["甲项目、乙项目。", "丙：甲项目。"],
        "items": [
            {"type": "item", "id": "i1", "value": {"name": "甲项目", "label": ""}},
            {"type": "item", "id": "i2", "value": {"name": "乙项目", "label": ""}},
            {"type": "item", "id": "i3", "value": {"name": "甲项目", "label": "丙"}},
        ],
    },
}
TABLE = {
    "type": "table",
    "id": "t",
    "value": {
        "title": "表一",
        "header": [{"type": "item", "id": "h", "value": {"cells": ["指标", "值"]}}],
        "rows": [{"type": "item", "id": "r", "value": {"cells": ["增长", ""]}}],
    },
}


def paragraph(block_id: str, text: str = "文。") -> dict:
    value = {"text": text, "lead": ""}
    return {"type": "paragraph", "id": block_id, "value": value}


def test_entries_in_printed_order():
    heading = {
        "type": "heading",
        "id": "h",
        "value": {"level": "heading_1", "text": "一、"},
    }
    note = {"type": "note", "id": "n", "value": "注：无。"}
    found = entries("division", "第一节", [heading, paragraph("p"), BOX, TABLE, note])
    names = ("kind", "block_id", "parent", "order", "number", "text")
    assert [tuple(getattr(e, name) for name in names) for e in found] == [
        ("division", "", "", 0, None, "第一节"),
        ("heading", "h", "", 1, None, "一、"),
        ("paragraph", "p", "", 2, 1, "文。"),
        ("box", "b", "", 3, 2, "专栏4-5 工程\n甲项目、乙项目。\n丙：甲项目。"),
        ("box_item", "i1", "b", 4, None, "甲项目"),
        ("box_item", "i2", "b", 5, None, "乙项目"),
        ("box_item", "i3", "b", 6, None, "甲项目"),
        ("table", "t", "", 7, 3, "表一\n指标\t值"),
        ("table_row", "r", "t", 8, None, "增长\t"),
        ("note", "n", "", 9, 4, "注：无。"),
    ]  # fmt: skip


@pytest.mark.parametrize("repeated", ["x", "", None, "长" * 50, "a~2"])
def test_keys_never_repeat(repeated):
    found = entries("plan", "规划", [paragraph(repeated) for _ in range(30)])
    keys = [entry.block_id for entry in found[1:]]
    assert len(set(keys)) == 30
    assert max(map(len, keys)) <= 40


@pytest.mark.parametrize(
    ("text", "lead", "pieces"),
    [
        (
            "——坚持党的领导。要做好。",
            "坚持党的领导。",
            ("——", "坚持党的领导。", "要做好。"),
        ),
        ("要做好。", "", ("要做好。", "", "")),
        ("要做好。", "没有的字", ("要做好。", "", "")),
    ],
)
def test_lead_spans(text, lead, pieces):
    assert lead_spans(text, lead) == pieces


def test_box_segments_make_up_the_text():
    value = BodyBlock().to_python([BOX])[0].value
    assert box_segments(value) == [
        [("甲项目", "i1"), ("、", None), ("乙项目", "i2"), ("。", None)],
        [("丙：", None), ("甲项目", "i3"), ("。", None)],
    ]


def test_item_that_is_not_in_the_text_has_no_place():
    spans = locate(["甲、乙。"], ["甲", "丙", "", "乙"])
    assert [span and (span.start, span.end) for span in spans] == [
        (0, 1),
        None,
        None,
        (2, 3),
    ]
