"""import_plan on the real plan: what stands afterwards, against the golden lists."""

import json
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plan_pages.document.models import Division, Part, PartStatus, Plan, PlanIndex
from plan_pages.importer.models import ImportRun
from plan_pages.progress.models import Indicator, IndicatorRow, PlanItem
from tests.conftest import PLAN_TEXT, import_korla
from tests.plan_pages.importer.runs import everything, run
from tests.plan_pages.importer.texts import KORLA, PLAN, golden

pytestmark = pytest.mark.django_db
ROWS = golden("indicators.json")["rows"]
BOXES = golden("projects.json")["boxes"]
CELLS = {"base": "y2020", "target": "y2025", "average": "avg_or_cumulative"}


def test_pages(korla):
    pages = Division.objects.filter(plan=korla, live=True)
    assert pages.filter(level="chapter").count() == 15
    assert pages.filter(level="section").count() == 63
    assert PlanIndex.objects.get().live
    assert (korla.period_start, korla.period_end) == (2021, 2025)
    assert (korla.phase, korla.is_current) == ("final_evaluation", True)
    last = pages.get(url_path=f"{korla.url_path}15/2/")
    assert last.title == "第二节 健全规划治理体系，强化规划执行和落实"
    assert last.live_revision_id == last.latest_revision_id is not None


def test_parts_by_kind(korla):
    parts = Part.objects.current().of_plan(korla.pk)
    kinds = dict.fromkeys(parts.values_list("kind", flat=True))
    assert {kind: parts.filter(kind=kind).count() for kind in kinds} == {
        "plan": 1,
        "division": 78,
        "heading": 16,
        "paragraph": 216,
        "box": 13,
        "box_item": 139,
        "table": 1,
        "table_row": 21,
        "note": 1,
    }


def test_items_are_exactly_the_golden_ones(korla):
    expected = [
        (item["key"], "".join(item["name"].split()), item["ambiguous"])
        for box in BOXES
        for group in box["groups"]
        for item in group["items"]
    ]
    items = PlanItem.objects.filter(plan=korla).select_related("part", "box")
    assert [
        (item.key, "".join(item.name.split()), item.ambiguous) for item in items
    ] == expected
    assert all(item.part.text == item.name for item in items)
    assert all(item.part.parent_id == item.box_id for item in items)
    assert all(item.name in item.box.text for item in items)


@pytest.mark.parametrize("golden_row", ROWS, ids=[row["row"] for row in ROWS])
def test_indicator_row_is_the_golden_one(korla, golden_row):
    row = IndicatorRow.objects.get(indicator__plan=korla, code=golden_row["row"])
    indicator, target = row.indicator, golden_row["target"]
    baseline = golden_row["baseline"]
    expected = {
        "number": golden_row["no"],
        "name": golden_row["name"],
        "group": golden_row["group"],
        "property": golden_row["property"],
    }
    assert {name: getattr(indicator, name) for name in expected} == expected
    expected = {
        "part_name": golden_row["part"] or "",
        "unit": golden_row["unit"],
        "unit_printed": golden_row["unit_printed"],
        "kind": golden_row["kind"],
        "direction": golden_row["direction"],
        "on_import": golden_row["on_import"],
        "not_assessable_reason": golden_row.get("reason", ""),
        "baseline_value": decimal(baseline["value"]),
        "baseline_period": baseline["period"],
        "target_form": target["form"],
        "target_value": decimal(target["value"]),
        "target_text": target["text"],
        "reference_number": target.get("reference_indicator"),
    }
    assert {name: getattr(row, name) for name in expected} == expected
    cells = {CELLS.get(name, name): cell for name, cell in row.cells.items()}
    assert cells == golden_row["cells"]
    assert row.part.text.split("\t") == list(golden_row["cells"].values())


def test_indicators_point_at_their_first_row(korla):
    indicators = Indicator.objects.filter(plan=korla)
    assert indicators.count() == 20
    seven = indicators.get(number=7)
    assert list(seven.rows.values_list("code", flat=True)) == ["7a", "7b"]
    assert seven.part == seven.rows.first().part


def test_import_again_writes_nothing(korla):
    before = everything()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        report = import_korla()
    assert everything() == before
    writes = [
        query["sql"]
        for query in queries.captured_queries
        if query["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")
    ]
    assert writes == []
    assert len(report["changes"]["kept"]) == 486
    assert not any(rows for name, rows in report["changes"].items() if name != "kept")


def test_import_without_key_finds_the_only_plan(korla, tmp_path):
    before = everything()
    report = run(tmp_path, KORLA)
    assert report["plan"] == "korla-14"
    assert everything() == before


def test_dry_run_changes_nothing(db):
    before = everything()
    call_command(
        "import_plan", str(PLAN_TEXT), plan="korla-14", dry_run=True, verbosity=0
    )
    assert everything() == before


def test_draft_is_published_later(db, tmp_path):
    run(tmp_path, PLAN, key="mou-15")
    plan = Plan.objects.get()
    assert (plan.live, PlanIndex.objects.get().live) == (False, False)
    ids = set(Part.objects.values_list("public_id", flat=True))
    run(tmp_path, PLAN, key="mou-15", publish=True)
    assert Plan.objects.get().live and PlanIndex.objects.get().live
    assert not Division.objects.filter(live=False).exists()
    assert set(Part.objects.values_list("public_id", flat=True)) == ids
    assert ImportRun.objects.count() == 2


def test_phase_changes_alone(korla, tmp_path):
    revision = Plan.objects.get().latest_revision_id
    run(tmp_path, KORLA, key="korla-14", phase="archived")
    plan = Plan.objects.get()
    assert (plan.phase, plan.latest_revision_id) == ("archived", revision)


def test_second_plan_stands_beside_the_first(korla, tmp_path):
    run(tmp_path, PLAN, key="mou-15", publish=True)
    second = Plan.objects.get(key="mou-15")
    assert (second.is_current, second.live, second.phase) == (
        False,
        True,
        "implementing",
    )
    assert Part.objects.filter(plan=korla, status=PartStatus.CURRENT).count() == 486


def test_report_is_json(db, tmp_path):
    path = tmp_path / "report.json"
    call_command(
        "import_plan", str(PLAN_TEXT), plan="korla-14", report=path, verbosity=0
    )
    report = json.loads(path.read_text(encoding="utf-8"))
    counts = report["counts"]
    expected = {
        "part": 0, "chapter": 15, "section": 63, "heading_1": 16, "box": 13,
        "box_item": 139, "table": 1, "indicator": 20, "indicator_row": 21,
    }  # fmt: skip
    assert {name: counts[name] for name in expected} == expected
    assert {"heading_2", "heading_3", "heading_4", "paragraph"} <= counts.keys()
    assert report["lost_characters"] == 0
    assert {"line", "kind", "text", "done"} == set(report["doubts"][0])
    assert len(report["changes"]["new"]) == 486
    assert ImportRun.objects.get().report == report


def decimal(printed: str | None) -> Decimal | None:
    return None if printed is None else Decimal(printed)
