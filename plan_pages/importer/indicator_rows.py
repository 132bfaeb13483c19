"""One indicator row: its cells read, its entry added, its doubts told.

Values stay decimal strings as printed. What the text alone cannot say (kind,
direction, where an unprinted target comes from) is the entry's; an entry's
`baseline` and `target` go over what was read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from plan_pages.importer.source import Doubt, IndicatorRow

PROPERTIES = {"约束性": "binding", "预期性": "expected"}
NUMBERED = re.compile(r"\s*(\d{1,3})\s*[.．、]\s*(.*)", re.DOTALL)
UNIT = re.compile(r"(.+)[（(]([^（）()]+)[）)]\s*", re.DOTALL)
NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,9})?", re.ASCII)
BRACKETED = re.compile(r"[\[［【]\s*(-?\d{1,15}(?:\.\d{1,9})?)\s*[\]］】]", re.ASCII)
BOUNDS = (
    (re.compile(r"[≥≧]\s*([\d.]+)"), ">="),
    (re.compile(r"[>＞]\s*([\d.]+)"), ">"),
    (re.compile(r"[≤≦]\s*([\d.]+)"), "<="),
    (re.compile(r"[<＜]\s*([\d.]+)"), "<"),
    (re.compile(r"(?:控制在|不超过)\s*([\d.]+)(?:以内|以下)?"), "<="),
    (re.compile(r"([\d.]+)(?:以内|以下)"), "<="),
    (re.compile(r"([\d.]+)以上"), ">="),
)
NOTHING = ("", "—", "-", "－", "–", "——", "/")
NOT_DESCRIBED = "导入数据中没有本行的说明（类型、方向、目标形式），暂不可评估"
Years = Mapping[str, str | None]


@dataclass(frozen=True)
class Printed:
    """What the table prints of a row: key 7a, number, cells by kind, group, unit."""

    key: str
    number: int
    cells: Mapping[str, str]
    group: str
    unit: str
    line: int


def read_row(
    printed: Printed, years: Years, entry: Mapping, above: IndicatorRow | None
) -> IndicatorRow:
    """The row; `above` gives what a cell merged over several rows of a number says."""
    sibling = above if above and above.number == printed.number else None
    numbered = NUMBERED.fullmatch(printed.cells["indicator"])
    name = (numbered[2] if numbered else printed.cells["indicator"]).strip()
    name, own_unit = split_unit(name)
    part, part_unit = split_unit(printed.cells["sub"].strip())
    unit = printed.unit or part_unit or own_unit
    return IndicatorRow(
        row=printed.key,
        number=printed.number,
        name=name or (sibling.name if sibling else ""),
        part=part or None,
        unit=unit,
        unit_printed=bool(unit),
        property=PROPERTIES.get(printed.cells["property"].strip(), ""),
        category_group=printed.group,
        cells=dict(printed.cells),
        lines=(printed.line,),
        **baseline(printed.cells, years, entry),
        **target(printed.cells, years, entry, sibling),
        **described(entry),
    )


def split_unit(name: str) -> tuple[str, str]:
    """(name, unit): the unit is the last bracket; "" where there is none."""
    found = UNIT.fullmatch(name)
    return (found[1].strip(), found[2].strip()) if found else (name, "")


def described(entry: Mapping) -> dict[str, Any]:
    """What only the entry says of a row; without one it is not assessable."""
    if not entry:
        return {"on_import": "not_assessable", "reason": NOT_DESCRIBED}
    names = ("kind", "direction", "reason", "usual_unit", "assess")
    return {"on_import": entry.get("on_import", "not_assessable")} | {
        name: entry.get(name) for name in names
    }


def baseline(cells: Mapping, years: Years, entry: Mapping) -> dict[str, Any]:
    """baseline_value, _period and _role from the base cell and the entry."""
    text = cells["base"].strip()
    bracketed = BRACKETED.fullmatch(text)
    value = bracketed[1] if bracketed else text if NUMBER.fullmatch(text) else None
    role = "none_printed" if text in NOTHING else "level" if value else None
    said: dict[str, Any] = {"value": value, "period": years.get("base"), "role": role}
    said |= entry.get("baseline", {})
    return {f"baseline_{name}": said[name] for name in ("value", "period", "role")}


def target(
    cells: Mapping, years: Years, entry: Mapping, sibling: IndicatorRow | None
) -> dict[str, Any]:
    """The target_… fields, operator, reference and assigner of the row."""
    column = "target" if cells["target"].strip() not in NOTHING else "average"
    printed, inherited = cells[column].strip(), None
    text = None if printed in NOTHING else printed
    if text is None and sibling and sibling.target_text:
        text, inherited = sibling.target_text, sibling.row
        column = sibling.target_column
    form, value, operator = read_target(text or "")
    period = years.get("target") if form == "number" and column == "target" else None
    said: dict[str, Any] = {
        "form": form,
        "value": value,
        "operator": operator,
        "period": period,
    }
    said |= entry.get("target", {})
    return {
        "target_form": said["form"],
        "target_value": said["value"],
        "target_period": said["period"],
        "target_text": text,
        "target_column": column,
        "inherited_from": inherited,
        "operator": said["operator"],
        "reference_indicator": said.get("reference_indicator"),
        "assigner": said.get("assigner"),
    }


def read_target(text: str) -> tuple[str | None, str | None, str | None]:
    """(form, value, operator) of a printed number or bound; None for words."""
    if NUMBER.fullmatch(text):
        return "number", text, None
    for pattern, operator in BOUNDS:
        found = pattern.fullmatch(text)
        if found and NUMBER.fullmatch(found[1]):
            return "bound", found[1], operator
    return None, None, None


def row_doubts(
    row: IndicatorRow, years: Years, entry: Mapping, *, repeated: bool
) -> list[Doubt]:
    """What a person should check in this row."""
    told: list[tuple[str, str, str]] = []
    name = f"{row.row} {row.part or row.name}"
    if not row.unit_printed:
        told.append(("indicator_no_unit", name, "原文未印单位，不补"))
    if row.inherited_from:
        done = f"空格按与{row.inherited_from}合并的单元格处理：“{row.target_text}”"
        told.append(("indicator_cell_inherited", name, done))
    if BRACKETED.fullmatch(row.cells["base"].strip()):
        done = "方括号按注释为累计数，不当作目标，也不当作起点"
        told.append(("indicator_bracketed", f"{name}：{row.cells['base']}", done))
    if repeated:
        done = "类别格重复印出（表格跨页），按同一类别处理"
        told.append(("indicator_category_repeated", row.cells["category"], done))
    if average_misfits(row, years):
        done = "与基期、目标之差对不上，照印，不参与计算"
        text = f"{name}：{row.cells['average']}"
        told.append(("indicator_average_misfit", text, done))
    for doubt in entry.get("doubts", ()):
        told.append((doubt["kind"], name, doubt["done"]))
    return [Doubt(row.lines[0], kind, text, done) for kind, text, done in told]


def average_misfits(row: IndicatorRow, years: Years) -> bool:
    """Whether the average/cumulative number is neither of the gap base to target."""
    average = row.cells["average"].strip()
    base, goal = row.baseline_value, row.target_value
    if not (NUMBER.fullmatch(average) and base and goal and all(years.values())):
        return False
    span = max(int(years["target"] or 0) - int(years["base"] or 0), 1)
    gap, printed = Decimal(goal) - Decimal(base), Decimal(average)
    rate = gap / Decimal(base) * 100 / span if Decimal(base) else gap
    near = Decimal("0.1")
    return all(abs(printed - fits) > near for fits in (gap, gap / span, rate))
