"""目标 by spreadsheet: handed down, annual, tolerances; all of a file or nothing."""

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.base import ContentFile

from plan_pages.document.models import Plan
from plan_pages.progress.models import (
    AssignedTarget,
    Checkpoint,
    Handover,
    SourceDocument,
    Tolerance,
)
from plan_pages.progress.spreadsheets import kind_of, template_of
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.ledger.models import Entry
from portal.media.models import PortalDocument
from portal.refusals import Refused
from portal.units.models import Unit
from tests.plan_pages.progress.figures import person
from tests.plan_pages.sheets import filled, said, sent

ASSIGNED = {"行号": "16", "种类": "上级下达目标", "数值": "78.0", "来源代号": "A1"}
ANNUAL = {
    "行号": "1",
    "种类": "年度目标",
    "年份": 2022,
    "数值": "6.5",
    "来源代号": "A1",
}
TOLERANCE = {
    "行号": "7a", "种类": "同步容差", "数值": "1.0", "增速口径": "名义增速",
    "来源代号": "A1",
}  # fmt: skip


@pytest.fixture
def send(korla: Plan, publisher: User, unit: Unit) -> Any:
    """send(lines): written for the unit; `checked=True`: only checked."""
    file = ContentFile(b"%PDF-1.4 stamped", name="stamped.pdf")
    stamped = PortalDocument.objects.create(title="盖章件", file=file)

    def call(*lines: dict[str, Any], checked: bool = False, **change: Any) -> Any:
        book = filled(korla, "targets", {"目标": lines})
        columns = {"plan": korla, "key": "targets", "unit": unit, "by": publisher}
        columns |= {"stamped": None if checked else stamped} | change
        return sent(book, **columns)

    return call


def nothing_written() -> bool:
    models = (AssignedTarget, Checkpoint, Tolerance, Handover, SourceDocument)
    return not any(model.objects.exists() for model in models)


def test_three_kinds_are_written_with_paper_and_handover(
    send: Any, publisher: User, unit: Unit
) -> None:
    result = send(ASSIGNED, ANNUAL, TOLERANCE)
    assert said(result) == []
    handover = Handover.objects.get()
    target, annual = AssignedTarget.objects.get(), Checkpoint.objects.get()
    tolerance = Tolerance.objects.get()
    assert (target.row.code, target.printed) == ("16", "78.0")
    assert (annual.row.code, annual.period, annual.printed) == ("1", 2022, "6.5")
    assert (tolerance.row.code, tolerance.basis) == ("7a", "nominal")
    for each in (target, annual, tolerance):
        assert (each.handover, each.source.number) == (handover, "示政发〔2022〕1号")
        assert each.entered_by == publisher
    subjects = set(Entry.objects.values_list("subject", flat=True))
    assert f"tolerance/{tolerance.public_id}" in subjects
    assert handover.unit == unit


def test_check_writes_nothing_and_says_what_it_would(send: Any) -> None:
    result = send(ANNUAL, checked=True)
    assert [words for _cell, words in result.lines] == [
        "地区生产总值增长 2022年年度目标 6.5"
    ]
    assert nothing_written()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (ASSIGNED | {"行号": "3"}, "目标!C23：这一行的目标由规划本身确定"),
        (ASSIGNED | {"行号": "99"}, "目标!A23：规划里没有行号“99”"),
        (ASSIGNED | {"年份": 2022}, "目标!D23：上级下达目标没有年份"),
        (ANNUAL | {"年份": ""}, "目标!D23：年份读不出来"),
        (ANNUAL | {"数值": "约6"}, "目标!E23：“约6”不是数"),
        (ANNUAL | {"来源代号": "B9"}, "目标!G23：“来源文件”里没有代号“B9”"),
        (ANNUAL | {"修订原因": "x"}, "目标!H23：写了修订原因，但没有指明"),
        (TOLERANCE | {"增速口径": ""}, "目标!F23：增速口径“”不认识"),
        (TOLERANCE | {"行号": "3"}, "目标!C23：只有相对关系的指标有同步容差"),
        (TOLERANCE | {"数值": "-1"}, "目标!E23：容差不能为负数"),
    ],
)
def test_one_bad_cell_writes_nothing_and_is_named(
    send: Any, line: dict[str, Any], told: str
) -> None:
    result = send(line, ASSIGNED | {"数值": "78"} if line != ASSIGNED else ANNUAL)
    assert any(each.startswith(told) for each in said(result)), said(result)
    assert nothing_written()


def test_what_stands_is_in_the_template_and_not_written_again(
    send: Any, korla: Plan
) -> None:
    send(ASSIGNED, ANNUAL)
    again = send(checked=True)
    assert said(again) == ["目标：没有一行要写入。请填写或修改至少一行。"]
    kind = kind_of("targets")
    assert kind is not None
    sheet = openpyxl.load_workbook(io.BytesIO(template_of(kind, korla)))["目标"]
    lines = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]
    found = {line[0]: line[2:5] for line in lines}
    assert found["16"] == ["上级下达目标", None, "78.0"]
    assert found["1"] == ["年度目标", 2022, "6.5"]
    assert found["15"] == ["上级下达目标", None, None]
    assert found["7a"] == ["同步容差", None, None]


def test_correction_needs_its_reason(send: Any) -> None:
    send(ASSIGNED)
    changed = ASSIGNED | {"数值": "79"}
    refused = send(changed)
    assert [each.split("：")[0] for each in said(refused)] == ["目标!H23"]
    assert AssignedTarget.objects.count() == 1
    send(changed | {"修订原因": "自治区调整"})
    latest = AssignedTarget.objects.current().get()
    assert (latest.printed, latest.revision) == ("79", 2)


def test_others_send_nothing(send: Any, unit: Unit) -> None:
    other = person("other", Role.HEAD, unit=unit)
    with pytest.raises(Refused) as refused:
        send(ASSIGNED, by=other)
    assert refused.value.code == "not_publisher"
    assert nothing_written()
