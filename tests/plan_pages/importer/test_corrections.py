"""A corrected text keeps what it can, deletes nothing, and says what became of all."""

import re

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plan_pages.document.models import Division, Part, PartAmendment, PartStatus, Plan
from plan_pages.document.outline import entries_of
from plan_pages.document.parts import pages_in_text
from plan_pages.document.permalinks import heirs, place_of
from plan_pages.importer.errors import ImportRefused
from plan_pages.progress.models import Indicator, IndicatorRow, PlanItem
from tests.plan_pages.importer.independent import golden_joins, kind_of
from tests.plan_pages.importer.runs import correct, everything, run
from tests.plan_pages.importer.texts import KORLA
from tests.proofs import rounds

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LINES = KORLA.split("\n")


def part(text: str) -> Part:
    return Part.objects.current().get(kind="paragraph", text=text.strip())


def free_paragraphs() -> list[int]:
    """Lines (from 0) that are whole paragraphs outside boxes and page breaks."""
    joins = golden_joins()
    joined = set(joins) | set(joins.values())
    free, in_box = [], False
    for no, line in enumerate(LINES, 1):
        if no < 97 or not line.strip():
            continue
        kind = kind_of(line)
        in_box = kind == "box" or (in_box and kind == "paragraph")
        if kind == "paragraph" and not in_box and no not in joined:
            free.append(no - 1)
    return free


FREE = [
    at
    for at in free_paragraphs()
    if LINES[at].count("。") >= 2 and "**" not in LINES[at]
]


def test_amended_keeps_its_id(korla, tmp_path):
    old = LINES[FREE[10]].strip()
    before = part(old)
    new = old.replace("。", "，并持续巩固。", 1)
    report = correct(tmp_path, KORLA.replace(old, new), "文字勘误")
    before.refresh_from_db()
    assert (before.text, before.status) == (new, "current")
    assert report["changes"]["amended"] == [
        {"id": before.public_id, "kind": "paragraph", "old": old, "new": new}
    ]
    assert changed(report) == {"amended"}
    amendment = PartAmendment.objects.get()
    assert (amendment.part, amendment.change, amendment.reason) == (
        before,
        "amended",
        "文字勘误",
    )
    assert (amendment.old_text, amendment.new_text) == (old, new)


def test_amendment_touches_one_page(korla, tmp_path):
    old = LINES[FREE[10]].strip()
    page = part(old).page
    revisions = dict(Division.objects.values_list("pk", "latest_revision_id"))
    correct(tmp_path, KORLA.replace(old, old.replace("。", "！", 1)))
    after = dict(Division.objects.values_list("pk", "latest_revision_id"))
    assert {pk for pk in after if after[pk] != revisions[pk]} == {page.pk}


def test_moved_keeps_its_id(korla, tmp_path):
    line, target = LINES[FREE[5]], LINES[FREE[60]]
    moving, goal = part(line), part(target)
    assert moving.page_id != goal.page_id
    text = KORLA.replace(line + "\n", "", 1).replace(target, f"{target}\n\n{line}")
    report = correct(tmp_path, text)
    moving.refresh_from_db()
    assert moving.page_id == goal.page_id
    assert changed(report) == {"moved"}
    (row,) = report["changes"]["moved"]
    assert (row["id"], row["text"]) == (moving.public_id, line.strip())
    assert row["from"] != row["to"]
    assert place_of(moving).endswith(f"/{row['to']}/#p-{moving.public_id}")
    assert not PartAmendment.objects.exists()


def test_split_is_superseded_by_its_pieces(korla, tmp_path):
    line = LINES[FREE[20]]
    whole = part(line)
    cut = line.index("。") + 1
    report = correct(tmp_path, KORLA.replace(line, f"{line[:cut]}\n\n{line[cut:]}"))
    whole.refresh_from_db()
    assert whole.status == PartStatus.SUPERSEDED
    pieces = [piece.text for piece in heirs(whole)]
    assert pieces == [line[:cut].strip(), line[cut:].strip()]
    assert changed(report) == {"split", "new"}
    (row,) = report["changes"]["split"]
    assert row["id"] == whole.public_id
    assert row["successors"] == [piece.public_id for piece in heirs(whole)]


def test_merged_are_superseded_by_the_whole(korla, tmp_path):
    line = LINES[FREE[20]]
    cut = line.index("。") + 1
    correct(tmp_path, KORLA.replace(line, f"{line[:cut]}\n\n{line[cut:]}"))
    first, second = part(line[:cut]), part(line[cut:])
    report = correct(tmp_path, KORLA)
    assert heirs(first) == heirs(second) == [part(line)]
    assert changed(report) == {"merged", "restored"}


def test_split_undone_brings_the_first_id_back(korla, tmp_path):
    line = LINES[FREE[20]]
    whole = part(line)
    cut = line.index("。") + 1
    correct(tmp_path, KORLA.replace(line, f"{line[:cut]}\n\n{line[cut:]}"))
    correct(tmp_path, KORLA)
    assert part(line) == whole
    assert heirs(whole) == []


def test_removed_is_retired_with_its_last_text(korla, tmp_path):
    line = LINES[FREE[30]]
    leaving = part(line)
    report = correct(tmp_path, KORLA.replace(line + "\n", "", 1), "重复段落")
    leaving.refresh_from_db()
    assert (leaving.status, leaving.text) == (PartStatus.RETIRED, line.strip())
    assert place_of(leaving) is None and heirs(leaving) == []
    assert changed(report) == {"retired"}
    assert report["changes"]["retired"] == [
        {"id": leaving.public_id, "kind": "paragraph", "text": line.strip()}
    ]
    assert leaving.amendments.get().change == "retired"


def test_removed_and_put_back_is_the_same_part(korla, tmp_path):
    line = LINES[FREE[30]]
    leaving = part(line)
    correct(tmp_path, KORLA.replace(line + "\n", "", 1))
    report = correct(tmp_path, KORLA)
    assert part(line) == leaving
    assert changed(report) == {"restored"}


def test_four_edits_at_once(korla, tmp_path):
    amended, moved, split, removed = (LINES[FREE[at]] for at in (3, 25, 50, 75))
    parts = {name: part(text) for name, text in {
        "amended": amended, "moved": moved, "split": split, "removed": removed,
    }.items()}  # fmt: skip
    cut = split.index("。") + 1
    target = LINES[FREE[90]]
    text = KORLA.replace(amended, amended.replace("。", "；务求实效。", 1))
    text = text.replace(moved + "\n", "", 1).replace(target, f"{target}\n\n{moved}")
    text = text.replace(split, f"{split[:cut]}\n\n{split[cut:]}")
    text = text.replace(removed + "\n", "", 1)
    count = Part.objects.count()
    report = correct(tmp_path, text)
    told = {
        name: [row["id"] for row in report["changes"][name]]
        for name in ("amended", "moved", "split", "retired")
    }
    assert told == {
        "amended": [parts["amended"].public_id],
        "moved": [parts["moved"].public_id],
        "split": [parts["split"].public_id],
        "retired": [parts["removed"].public_id],
    }
    assert len(report["changes"]["new"]) == 2
    assert len(report["changes"]["kept"]) == 486 - 4
    assert Part.objects.count() == count + 2
    assert report["lost_characters"] == 0


def test_rewritten_beyond_likeness_is_a_new_part(korla, tmp_path):
    line = LINES[FREE[40]]
    leaving = part(line)
    report = correct(tmp_path, KORLA.replace(line, "建设人民满意的服务型政府。"))
    leaving.refresh_from_db()
    assert leaving.status == PartStatus.RETIRED
    assert changed(report) == {"retired", "new"}


def test_correction_needs_a_reason(korla, tmp_path):
    before = everything()
    changed_text = KORLA.replace(
        LINES[FREE[10]], LINES[FREE[10]].replace("。", "！", 1)
    )
    with pytest.raises(ImportRefused, match="--correction"):
        run(tmp_path, changed_text, key="korla-14")
    with pytest.raises(ImportRefused, match="--correction"):
        run(tmp_path, changed_text)
    assert everything() == before


def test_section_inserted_renumbers_the_later_ones(korla, tmp_path):
    first = "第一节 发展基础"
    at = LINES.index(next(x for x in LINES[90:] if x.strip() == first))
    later = part_of_division("第二节 发展环境")
    text = "\n".join(
        [*LINES[:at], "第一节 编制过程", "", "本规划广泛征求了社会意见。", "",
         LINES[at].replace("第一节", "第二节"), *LINES[at + 1 :]]
    )  # fmt: skip
    text = text.replace("第二节 发展环境", "第三节 发展环境")
    text = text.replace("第一节 发展基础", "第二节 发展基础")
    correct(tmp_path, text)
    later.refresh_from_db()
    assert later.text == "第三节 发展环境"
    assert later.page.slug == "3"
    paths = list(
        Division.objects.filter(plan=korla, expired=False, level="section")
        .order_by("path")
        .values_list("url_path", flat=True)[:3]
    )
    assert paths == [f"{korla.url_path}1/{no}/" for no in (1, 2, 3)]
    assert Part.objects.filter(status="retired").count() == 0
    assert_consistent()


def test_section_removed_leaves_the_site_and_comes_back(korla, tmp_path):
    heading = "第二节 健全规划治理"
    start = max(at for at, line in enumerate(LINES) if line.startswith(heading))
    text = "\n".join(x for x in LINES[:start] if not x.startswith(heading))
    page = Division.objects.get(url_path=f"{korla.url_path}15/2/")
    ids = set(page.parts.values_list("public_id", flat=True))
    correct(tmp_path, text)
    page.refresh_from_db()
    assert (page.live, page.expired) == (False, True)
    assert not page.parts.filter(status="current").exists()
    correct(tmp_path, KORLA)
    page.refresh_from_db()
    assert (page.live, page.expired) == (True, False)
    assert set(page.parts.values_list("public_id", flat=True)) == ids
    assert_consistent()


def test_box_item_removed_keeps_its_row(korla, tmp_path):
    item = PlanItem.objects.get(key="4-6/9")
    later = PlanItem.objects.get(key="4-6/10")
    assert KORLA.count(f"{item.name}、") == 1
    correct(tmp_path, KORLA.replace(f"{item.name}、", ""))
    item.refresh_from_db()
    later.refresh_from_db()
    assert (item.key, item.part.status) == (None, "retired")
    assert later.key == "4-6/9"
    assert PlanItem.objects.current().count() == 138


def test_indicator_cell_corrected_keeps_its_row(korla, tmp_path):
    row = IndicatorRow.objects.get(code="3")
    correct(tmp_path, KORLA.replace("78.9\t81\t", "78.9\t82\t"))
    row.refresh_from_db()
    assert (row.cells["target"], int(row.target_value)) == ("82", 82)
    assert row.part.amendments.count() == 1
    assert Indicator.objects.count() == 20


def changed(report) -> set[str]:
    """What became of parts, besides being kept."""
    return {name for name, rows in report["changes"].items() if rows} - {"kept"}


def part_of_division(title: str) -> Part:
    return Part.objects.current().get(kind="division", text=title)


def assert_consistent() -> None:
    """Parts say exactly what the pages say, in order; and the tree is sound."""
    plan = Plan.objects.get(key="korla-14")
    for page in pages_in_text(plan):
        rows = Part.objects.current().filter(page_id=page.pk).order_by("order")
        entries = entries_of(page)
        assert [(r.kind, r.text, r.number) for r in rows] == [
            (e.kind, e.text, e.number) for e in entries
        ]
    assert Division.find_problems() == ([], [], [], [], [])


edits = st.tuples(
    st.sampled_from(["amend", "move", "split", "remove", "merge", "add"]),
    st.integers(0, len(FREE) - 2),
    st.integers(0, len(FREE) - 1),
)


def apply(lines: list[str], edit: tuple[str, int, int]) -> list[str]:
    """One edit of the text; paragraphs are named by their first wording."""
    kind, at, other = edit
    at, other = FREE[at], FREE[other]
    if not lines[at].strip():
        return lines
    if kind == "amend":
        lines[at] = re.sub("。", "，务求取得实效。", lines[at], count=1)
    elif kind == "move" and other != at:
        lines[other] += "\n\n" + lines[at]
        lines[at] = ""
    elif kind == "split":
        lines[at] = lines[at].replace("。", "。\n\n", 1)
    elif kind == "remove":
        lines[at] = ""
    elif kind == "merge" and at + 2 in FREE and not LINES[at + 1].strip():
        lines[at] += lines[at + 2].strip()
        lines[at + 2] = ""
    elif kind == "add":
        lines[at] += f"\n\n增补内容第{other}条。"
    return lines


def reachable(part: Part) -> bool:
    """A place, or the places of heirs, or at least the last text."""
    if part.status == PartStatus.CURRENT:
        return place_of(part) is not None
    if part.status == PartStatus.SUPERSEDED:
        return bool(part.text) and bool(part.successors.count())
    return bool(part.text)


def test_random_edits_keep_every_id_reachable(korla, tmp_path):
    first = set(Part.objects.values_list("public_id", flat=True))

    @settings(
        max_examples=rounds(15, 200),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(st.lists(edits, min_size=1, max_size=4), min_size=1, max_size=2))
    def edited(corrections):
        with transaction.atomic():
            lines, seen = LINES.copy(), first
            for correction in corrections:
                for edit in correction:
                    lines = apply(lines, edit)
                report = correct(tmp_path, "\n".join(lines))
                assert report["lost_characters"] == 0
                now = set(Part.objects.values_list("public_id", flat=True))
                assert seen <= now
                seen = now
                assert_told(report, seen)
            assert all(map(reachable, Part.objects.select_related("page")))
            assert_consistent()
            transaction.set_rollback(True)

    edited()


def assert_told(report, everyone: set[str]) -> None:
    """Every current id is told of; every row of the report names a part."""
    told = {
        row if isinstance(row, str) else row["id"]
        for rows in report["changes"].values()
        for row in rows
    }
    current = set(Part.objects.current().values_list("public_id", flat=True))
    assert current <= told <= everyone
