"""Indicator, IndicatorRow and PlanItem rows: the Part is the identity, never deleted.

A row whose Part left the text keeps its data and loses its number, code or key.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Model

from plan_pages.document.models import Part, PartKind, Plan
from plan_pages.importer.source import Box, BoxItem, IndicatorRow, Table
from plan_pages.importer.writing import Written
from plan_pages.progress.models import Indicator, PlanItem
from plan_pages.progress.models import IndicatorRow as Row

Fields = dict[str, Any]
PartKey = tuple[int, str, str]


def write_rows(written: Written) -> bool:
    """Bring the rows to what the source says; whether anything was written."""
    parts = {
        (part.page_id, part.kind, part.block_id): part
        for part in Part.objects.current().of_plan(written.plan.pk)
    }
    items = _write_items(written.plan, list(_items(written, parts)))
    indicators = _write_indicators(written.plan, list(_rows(written, parts)))
    return items or indicators


@dataclass
class _Change:
    """Rows of one model that are to be made, changed, or to lose their key."""

    model: type[Model]
    key: str
    made: list[Any]
    changed: list[Any]

    def write(self, names: Sequence[str]) -> bool:
        """Keys are freed first, because rows may exchange them."""
        if self.changed:
            pks = [row.pk for row in self.changed]
            self.model._default_manager.filter(pk__in=pks).update(**{self.key: None})
            self.model._default_manager.bulk_update(
                self.changed, [*names, self.key], batch_size=100
            )
        if self.made:
            self.model._default_manager.bulk_create(self.made, batch_size=200)
        return bool(self.made or self.changed)


def _bring(
    model: type[Model], key: str, standing: dict[Any, Any], wanted: dict[Any, Fields]
) -> _Change:
    """Compare rows (by identity) with the wanted fields."""
    change = _Change(model, key, [], [])
    for identity, fields in wanted.items():
        row = standing.get(identity)
        if row is None:
            row = model(**fields)
            standing[identity] = row
            change.made.append(row)
        elif any(getattr(row, name) != value for name, value in fields.items()):
            for name, value in fields.items():
                setattr(row, name, value)
            change.changed.append(row)
    for identity, row in standing.items():
        if identity not in wanted and getattr(row, key) is not None:
            setattr(row, key, None)
            change.changed.append(row)
    return change


def _items(written: Written, parts: dict[PartKey, Part]) -> Iterator[Fields]:
    order = 0
    for page, draft in zip(written.pages, written.drafts, strict=True):
        for block, box in zip(draft.blocks, draft.sources, strict=True):
            if not isinstance(box, Box):
                continue
            own = parts[page.pk, PartKind.BOX, block["id"]]
            pairs = zip(block["value"]["items"], box.items, strict=True)
            for place, (raw, item) in enumerate(pairs, 1):
                order += 1
                part = parts[page.pk, PartKind.BOX_ITEM, raw["id"]]
                yield _item_fields(written.plan, box, item, place) | {
                    "order": order,
                    "part_id": part.pk,
                    "box_id": own.pk,
                }


def _item_fields(plan: Plan, box: Box, item: BoxItem, place: int) -> Fields:
    return {
        "plan_id": plan.pk,
        "box_number": box.number,
        "box_title": box.title,
        "key": f"{box.number}/{place}",
        "name": item.name,
        "label": item.label or "",
        "ambiguous": item.ambiguous,
        "alternatives": [list(names) for names in item.alternatives],
    }


def _write_items(plan: Plan, found: list[Fields]) -> bool:
    standing = {item.part_id: item for item in PlanItem.objects.filter(plan=plan)}
    _make_unique(found, "key")
    wanted = {fields["part_id"]: fields for fields in found}
    change = _bring(PlanItem, "key", standing, wanted)
    names = [name for name in found[0] if name != "key"] if found else []
    return change.write(names)


def _make_unique(found: list[Fields], name: str) -> None:
    """A number printed twice: the second box's items are `4-5/1~2`."""
    seen: dict[str, int] = {}
    for fields in found:
        key = fields[name]
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1:
            fields[name] = f"{key}~{seen[key]}"


def _rows(
    written: Written, parts: dict[PartKey, Part]
) -> Iterator[tuple[IndicatorRow, Part]]:
    for page, draft in zip(written.pages, written.drafts, strict=True):
        for block, table in zip(draft.blocks, draft.sources, strict=True):
            if not isinstance(table, Table):
                continue
            for raw, row in zip(block["value"]["rows"], table.rows, strict=True):
                if row.indicator is not None:
                    key = (page.pk, PartKind.TABLE_ROW, raw["id"])
                    yield row.indicator, parts[key]


def _write_indicators(plan: Plan, found: list[tuple[IndicatorRow, Part]]) -> bool:
    """An indicator is known by its rows' Parts, so a renumbered one stays itself."""
    rows = {
        row.part_id: row
        for row in Row.objects.filter(indicator__plan=plan).select_related("indicator")
    }
    standing = {row.indicator_id: row.indicator for row in rows.values()}
    owners: dict[int, Any] = {}
    for source, part in found:
        row = rows.get(part.pk)
        if source.number not in owners:
            taken = set(owners.values())
            free = row is not None and row.indicator_id not in taken
            owners[source.number] = (
                row.indicator_id if row and free else f"new {source.number}"
            )
    wanted: dict[Any, Fields] = {}
    for source, part in found:
        wanted.setdefault(owners[source.number], _indicator_fields(plan, source, part))
    change = _bring(Indicator, "number", standing, wanted)
    names = ["plan_id", "name", "group", "property", "part_id"]
    wrote = change.write(names)
    by_number = {number: standing[owner].pk for number, owner in owners.items()}
    return _write_table_rows(found, rows, by_number) or wrote


def _write_table_rows(
    found: list[tuple[IndicatorRow, Part]],
    standing: dict[int, Row],
    indicators: dict[int, int],
) -> bool:
    fields = [
        _row_fields(source, order)
        | {"part_id": part.pk, "indicator_id": indicators[source.number]}
        for order, (source, part) in enumerate(found, 1)
    ]
    wanted = {row["part_id"]: row for row in fields}
    change = _bring(Row, "code", standing, wanted)
    names = [name for name in fields[0] if name != "code"] if fields else []
    return change.write(names)


def _indicator_fields(plan: Plan, source: IndicatorRow, part: Part) -> Fields:
    return {
        "plan_id": plan.pk,
        "number": source.number,
        "name": source.name,
        "group": source.category_group,
        "property": source.property,
        "part_id": part.pk,
    }


def _row_fields(source: IndicatorRow, order: int) -> Fields:
    return {
        "code": source.row,
        "order": order,
        "part_name": source.part or "",
        "unit": source.unit,
        "unit_printed": source.unit_printed,
        "usual_unit": source.usual_unit or "",
        "cells": dict(source.cells),
        "kind": source.kind or "",
        "direction": source.direction or "",
        "baseline_value": _decimal(source.baseline_value),
        "baseline_text": source.cells.get("base", ""),
        "baseline_period": source.baseline_period or "",
        "baseline_role": source.baseline_role or "",
        "target_form": source.target_form or "",
        "target_value": _decimal(source.target_value),
        "target_text": source.target_text or "",
        "target_column": source.target_column,
        "target_operator": source.operator or "",
        "target_period": source.target_period or "",
        "target_assigner": source.assigner or "",
        "inherited_from": source.inherited_from or "",
        "reference_number": source.reference_indicator,
        "assess": source.assess or "",
        "on_import": source.on_import,
        "not_assessable_reason": source.reason or "",
    }


def _decimal(printed: str | None) -> Decimal | None:
    return None if printed is None else Decimal(printed)
