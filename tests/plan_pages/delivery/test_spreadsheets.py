"""Who answers for what, projects and tasks by spreadsheet: all of a file or nothing."""

import datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.files.base import ContentFile

from plan_pages.delivery.models import (
    Investment,
    Milestone,
    Project,
    ProjectVersion,
    Responsibility,
    StageChange,
    Task,
    TaskVersion,
)
from plan_pages.delivery.tasks import set_milestone
from plan_pages.document.models import Part, Plan
from plan_pages.progress.models import Handover, SourceDocument
from portal.accounts.models import User
from portal.ledger.models import Entry
from portal.media.models import PortalDocument
from portal.refusals import Refused
from portal.units.models import Unit
from tests.plan_pages.disclosure.unchanged import rows
from tests.plan_pages.sheets import Lines, filled, said, saved, sent

Day = datetime.date


@pytest.fixture
def stamped(db: None) -> PortalDocument:
    file = ContentFile(b"%PDF-1.4 stamped", name="stamped.pdf")
    return PortalDocument.objects.create(title="盖章件", file=file)


@pytest.fixture
def send(korla: Plan, office: User, unit: Unit, stamped: PortalDocument) -> Any:
    """send(kind, lines): written for the unit; `checked=True`: only checked."""

    def call(key: str, lines: Lines, checked: bool = False, **change: Any) -> Any:
        file = change.pop("file", None) or filled(korla, key, lines)
        columns = {"plan": korla, "key": key, "unit": unit, "by": office}
        columns |= {"stamped": None if checked else stamped} | change
        return sent(file, **columns)

    return call


def duty(project: Project, **cells: Any) -> dict[str, Any]:
    return {"类别": "项目", "编号": project.public_id, "单位": "交通局", **cells}


def test_responsibilities_are_assigned_and_ended(
    send: Any, project: Project, unit: Unit, other_unit: Unit, office: User
) -> None:
    given = {"职责": "牵头", "起始日期": Day(2022, 3, 1), "来源代号": "A1"}
    third = {"类别": "指标", "编号": 3, "单位": "slj", "职责": "配合"}
    result = send("responsibilities", {"责任分解": [duty(project, **given), third]})
    assert (said(result), len(result.lines)) == ([], 2)
    row, second = Responsibility.objects.order_by("-role")
    assert (row.unit, row.role, row.project, row.since) == (
        other_unit, "lead", project, Day(2022, 3, 1),
    )  # fmt: skip
    assert str(row.source) == "市政府《责任分解方案》（示政发〔2022〕1号）"
    assert (second.unit, second.role, second.indicator.number) == (
        unit, "cooperating", 3,
    )  # fmt: skip
    handover = Handover.objects.get()
    assert {row.handover, second.handover} == {handover}
    assert (handover.unit, handover.entered_by, row.by) == (unit, office, office)
    ends = duty(project, 终止日期=Day(2024, 1, 1), 终止理由="职能划转")
    send("responsibilities", {"责任分解": [ends]})
    row.refresh_from_db()
    assert (row.end.on, row.end.reason) == (Day(2024, 1, 1), "职能划转")


PROJECT = {"编号": "新1", "项目名称": "供水二期", "总投资（万元）": "1200.50"}


def new_project(part: Part) -> Lines:
    return {
        "项目": [PROJECT | {"段落编号": part.public_id, "起始年": 2022}],
        "阶段": [{"编号": "新1", "阶段": "在建", "日期": "2022-05-01"}],
        "投资": [{"编号": "新1", "年度": 2022, "类别": "完成", "金额（万元）": 300}],
        "节点": [{"编号": "新1", "节点名称": "主体完工", "计划日期": "2023-06-30"}],
    }


def test_new_project_comes_with_stage_money_and_milestone(
    send: Any, part: Part, unit: Unit, office: User
) -> None:
    result = send("projects", new_project(part))
    assert (said(result), len(result.lines)) == ([], 4)
    version = ProjectVersion.objects.select_related("project").get()
    project = version.project
    assert (version.name, version.total_investment) == ("供水二期", Decimal("1200.5"))
    assert (version.unit, version.by, version.first_year) == (unit, office, 2022)
    assert version.handover == Handover.objects.get() == result.handover
    assert project.part == part
    assert StageChange.objects.get().stage == "under_construction"
    assert Investment.objects.get().amount == 300
    assert Milestone.objects.get().due_on == Day(2023, 6, 30)
    subjects = set(Entry.objects.values_list("subject", flat=True))
    assert f"handover/{result.handover.public_id}" in subjects


def test_template_sent_back_as_it_is_changes_nothing(
    send: Any, project: Project
) -> None:
    before = rows()
    result = send("projects", {})
    assert said(result) == ["项目：没有一行要写入。请填写或修改至少一行。"]
    assert rows() == before


def test_changed_cell_is_a_new_version_with_its_note(
    send: Any, korla: Plan, project: Project, unit: Unit
) -> None:
    file = filled(korla, "projects", {})
    book = openpyxl.load_workbook(file)
    book["项目"]["F2"] = "城东"
    result = send("projects", {}, file=saved(book))
    assert said(result) == ["项目!L2：修改须写明改了什么，说明将公开。请改正这一格。"]
    assert project.versions.count() == 1
    book["项目"]["L2"] = "选址确定"
    result = send("projects", {}, file=saved(book))
    assert said(result) == []
    latest = project.versions.latest("number")
    assert (latest.number, latest.site, latest.note) == (2, "城东", "选址确定")
    assert (latest.name, latest.unit) == (project.versions.get(number=1).name, unit)


def test_milestone_of_the_same_name_is_moved_with_a_reason(
    send: Any, project: Project, office: User
) -> None:
    first = set_milestone(of=project, name="通水", due_on=Day(2023, 1, 1), by=office)
    line = {"编号": project.public_id, "节点名称": "通水", "完成日期": "2023-02-01"}
    result = send("projects", {"节点": [line]})
    assert said(result) == ["节点!F2：改动节点须写明理由，理由将公开。请改正这一格。"]
    send("projects", {"节点": [line | {"说明": "冬季停工"}]})
    latest = Milestone.objects.standing().get()
    assert (latest.supersedes, latest.done_on) == (first, Day(2023, 2, 1))
    assert (latest.due_on, latest.reason) == (Day(2023, 1, 1), "冬季停工")


def test_new_task_and_its_milestone(send: Any, part: Part, unit: Unit) -> None:
    task = {"编号": "新1", "任务名称": "出台办法", "完成期限": Day(2024, 12, 31)}
    result = send(
        "tasks",
        {
            "任务": [task | {"段落编号": part.public_id, "来源代号": "A1"}],
            "节点": [{"编号": "新1", "节点名称": "初稿", "计划日期": "2024-06-30"}],
        },
    )
    assert said(result) == []
    version = TaskVersion.objects.get()
    assert (version.name, version.due_on) == ("出台办法", Day(2024, 12, 31))
    assert (version.unit, version.source.title) == (unit, "责任分解方案")
    assert Milestone.objects.get().task == Task.objects.get()


@pytest.mark.parametrize(
    ("sheet", "changes", "told"),
    [
        ("项目", {"编号": "x9"}, "项目!A2：没有编号“x9”。"),
        ("项目", {"段落编号": "zzzzzzzz"}, "项目!C2：没有这个规划段落“zzzzzzzz”。"),
        ("项目", {"段落编号": ""}, "项目!B2：没有写它在规划的哪里。"),
        ("项目", {"起始年": "二二"}, "项目!H2：起始年读不出来。"),
        ("项目", {"总投资（万元）": "约一千"}, "项目!J2：“约一千”不是数。"),
        ("项目", {"来源代号": "B7"}, "项目!K2：“来源文件”里没有代号“B7”。"),
        ("项目", {"项目名称": "=1+1"}, "项目!D2：这是公式。"),
        ("项目", {"起始年": 2024, "完成年": 2022}, "项目!D2：完成年不能早于起始年。"),
        ("阶段", {"阶段": "烂尾"}, "阶段!B2：阶段“烂尾”不认识。"),
        ("阶段", {"日期": "2999-01-01"}, "阶段!C2：日期不能晚于今天。"),
        ("阶段", {"阶段": "暂缓"}, "阶段!E2：暂缓或调出须写明文件或理由。"),
        ("投资", {"金额（万元）": "-3"}, "投资!D2：金额不能是负数。"),
        ("投资", {"编号": "新2"}, "投资!A2：没有编号“新2”。"),
        ("节点", {"计划日期": ""}, "节点!C2：计划日期读不出来。"),
    ],
)
def test_one_bad_cell_is_named_and_nothing_is_written(
    send: Any, part: Part, sheet: str, changes: dict[str, Any], told: str
) -> None:
    lines = dict(new_project(part))
    lines[sheet] = [{**lines[sheet][0], **changes}]
    before = rows()
    result = send("projects", lines)
    assert [each for each in said(result) if each.startswith(told)] != [], said(result)
    assert result.handover is None
    assert rows() == before


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"单位": "无名局"}, "责任分解!D22：没有这个单位“无名局”。"),
        ({"类别": "人"}, "责任分解!A22：类别“人”不认识。"),
        ({"编号": "99"}, "责任分解!B22：没有这个指标“99”。"),
        ({"职责": "旁观"}, "责任分解!E22：职责“旁观”不认识。"),
        ({"终止理由": "不干了"}, "责任分解!H22：终止日期读不出来。"),
    ],
)
def test_bad_responsibility_is_named_and_nothing_is_written(
    send: Any, other_unit: Unit, changes: dict[str, Any], told: str
) -> None:
    line = {"类别": "指标", "编号": "3", "单位": "交通局", "职责": "牵头"} | changes
    before = rows()
    result = send("responsibilities", {"责任分解": [line]})
    assert [each for each in said(result) if each.startswith(told)] != [], said(result)
    assert rows() == before


def test_check_shows_what_would_be_written_and_writes_nothing(
    send: Any, part: Part
) -> None:
    before = rows()
    result = send("projects", new_project(part), checked=True)
    assert said(result) == []
    assert result.lines[0] == ("项目!D2", "新项目：供水二期")
    assert rows() == before


def test_same_file_twice_is_written_once(send: Any, korla: Plan, part: Part) -> None:
    file = filled(korla, "projects", new_project(part))
    send("projects", {}, file=file)
    before = rows()
    with pytest.raises(Refused) as refused:
        send("projects", {}, file=file)
    assert refused.value.code == "again"
    assert rows() == before


def test_paper_entered_before_is_used_again(
    send: Any, part: Part, project: Project, other_unit: Unit
) -> None:
    lines = [duty(project, 职责="牵头", 来源代号="A1")]
    send("responsibilities", {"责任分解": lines})
    task = {"编号": "新1", "任务名称": "出台办法", "段落编号": part.public_id}
    send("tasks", {"任务": [task | {"来源代号": "A1"}]})
    assert SourceDocument.objects.count() == 1


def test_only_the_office_enters(send: Any, part: Part, editor: User) -> None:
    before = rows()
    with pytest.raises(Refused) as refused:
        send("projects", new_project(part), by=editor)
    assert refused.value.code == "not_publisher"
    assert rows() == before
