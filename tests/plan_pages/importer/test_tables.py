"""The indicator table against the golden list, and tables of other shapes."""

import pytest

from plan_pages.importer.entries import load_entries
from plan_pages.importer.reading import read_plan
from plan_pages.importer.source import Table, outline
from tests.plan_pages.importer.texts import KORLA, PLAN, golden, sample

GOLDEN = golden("indicators.json")
COLUMNS = {"average": "avg_or_cumulative", "base": "y2020", "target": "y2025"}


def table_of(text: str, entries=None) -> Table:
    plan = read_plan(text, entries=entries)
    return next(thing for _, thing in outline(plan) if isinstance(thing, Table))


@pytest.fixture(scope="module")
def table():
    return table_of(KORLA, load_entries("korla-14"))


def test_title_header_and_place(table):
    assert table.title == GOLDEN["title"]
    assert list(table.header) == GOLDEN["header"]
    assert table.header_rows == (table.header,)
    assert (table.lines[0], table.lines[-1]) == (218, 241)
    assert len(table.rows) == 21


@pytest.mark.parametrize("at", range(21), ids=[r["row"] for r in GOLDEN["rows"]])
def test_row_is_the_golden_one(table, at):
    expected, row = GOLDEN["rows"][at], table.rows[at].indicator
    names = ("row", "name", "part", "unit", "unit_printed", "property", "kind")
    read = {name: getattr(row, name) for name in (*names, "direction", "on_import")}
    read |= {"no": row.number, "line": row.lines[0], "group": row.category_group}
    assert read == {name: expected[name] for name in read}
    for name in ("reason", "usual_unit", "assess"):
        assert getattr(row, name) == expected.get(name)


@pytest.mark.parametrize("at", range(21), ids=[r["row"] for r in GOLDEN["rows"]])
def test_cells_are_the_golden_ones(table, at):
    expected, row = GOLDEN["rows"][at], table.rows[at]
    assert list(row.cells) == list(expected["cells"].values())
    cells = {COLUMNS.get(key, key): cell for key, cell in row.indicator.cells.items()}
    assert cells == expected["cells"]


@pytest.mark.parametrize("at", range(21), ids=[r["row"] for r in GOLDEN["rows"]])
def test_baseline_and_target_are_the_golden_ones(table, at):
    expected, row = GOLDEN["rows"][at], table.rows[at].indicator
    baseline = expected["baseline"]
    assert (row.baseline_value, row.baseline_period, row.baseline_role) == (
        baseline["value"],
        baseline["period"],
        baseline["role"],
    )
    target = expected["target"]
    read = {
        "form": row.target_form,
        "value": row.target_value,
        "text": row.target_text,
        "period": row.target_period,
        "operator": row.operator,
        "reference_indicator": row.reference_indicator,
        "assigner": row.assigner,
        "inherited_from": row.inherited_from,
    }
    assert read == {name: target.get(name) for name in read}
    assert COLUMNS[row.target_column] == target.get("printed_in", "y2025")


def test_expected_doubts_are_told():
    plan = read_plan(KORLA, entries=load_entries("korla-14"))
    lines = {row["row"]: row["line"] for row in GOLDEN["rows"]}
    told = {d.kind: [] for d in plan.doubts} | {}
    for doubt in plan.doubts:
        told[doubt.kind].append(doubt.line)
    assert told["indicator_no_unit"] == [lines["5"]]
    assert told["indicator_cell_inherited"] == [lines["7b"]]
    assert told["indicator_bracketed"] == [lines["15"]]
    assert told["indicator_category_repeated"] == [lines["17"]]
    assert told["indicator_average_misfit"] == [lines["18"]]
    assert told["indicator_unit"] == [lines["19"], lines["20"]]
    rows = {
        line for kind in told if kind.startswith("indicator") for line in told[kind]
    }
    assert rows == {lines[row] for row in GOLDEN["totals"]["doubts_expected"]}


def test_a_row_without_entry_is_not_assessable():
    rows = [row.indicator for row in table_of(KORLA).rows]
    assert {row.on_import for row in rows} == {"not_assessable"}
    assert all(row.reason and row.kind is None for row in rows)
    assert rows[2].target_value == "81"


def test_the_note_stands_under_the_table():
    plan = read_plan(KORLA)
    note = plan.divisions[1].divisions[3].blocks[-1]
    assert note.text.startswith("注：1、带[]为五年累计数。")
    assert note.lines == (243,)


def test_a_header_of_two_lines_is_merged_and_kept():
    table = table_of(sample("shanghai-15fyp.txt"))
    assert table.header == ("序号", "指标", "单位", "属性", "2030年", "年均［累计］")
    assert table.header_rows[0][-1] == "“十五五”目标"
    row = table.rows[9].indicator
    assert (row.name, row.unit, row.property) == ("城镇调查失业率", "%", "expected")
    assert (row.target_form, row.target_value, row.operator) == ("bound", "5.0", "<")


def test_a_table_without_indicators_keeps_its_cells():
    rows = "表1 分区\n\n区\t面积\t人口\n甲\t1\t2\n乙\t3\t\n"
    table = table_of(PLAN.replace("第二章 目标\n\n", f"第二章 目标\n\n{rows}\n"))
    assert [row.cells for row in table.rows] == [("甲", "1", "2"), ("乙", "3", "")]
    assert [row.indicator for row in table.rows] == [None, None]
