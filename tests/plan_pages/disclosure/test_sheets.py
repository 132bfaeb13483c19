"""进展 by spreadsheet: drafts typed for a unit, which then go the usual way."""

import datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile

from plan_pages.delivery.models import Project
from plan_pages.disclosure import drafts, versions
from plan_pages.disclosure.models import DraftEvidence, Update
from plan_pages.document.models import Part, Plan
from portal.accounts.models import User
from portal.media.models import PortalDocument
from portal.units.models import Unit
from tests.plan_pages.disclosing import RELEASE
from tests.plan_pages.disclosure.unchanged import rows
from tests.plan_pages.sheets import filled, said, sent


@pytest.fixture
def send(korla: Plan, office: User, unit: Unit) -> Any:
    def call(*lines: dict[str, Any], checked: bool = False) -> Any:
        file = ContentFile(b"%PDF-1.4 stamped", name="stamped.pdf")
        stamped = None
        if not checked:
            stamped = PortalDocument.objects.create(title="盖章件", file=file)
        sheet = filled(korla, "updates", {"进展": lines})
        return sent(
            sheet, plan=korla, key="updates", unit=unit, by=office, stamped=stamped
        )

    return call


def line(project: Project, **cells: Any) -> dict[str, Any]:
    given = {"类别": "项目", "编号": project.public_id, "时期": "2024-Q3"}
    given |= {"实施状态": "推进中", "做了什么": "主体完工。", **cells}
    return given


def test_drafts_are_typed_for_the_unit_with_its_paper(
    send: Any, project: Project, unit: Unit, office: User
) -> None:
    cells = {"数据": "完成投资，300，万元\n新建管网，12.5，公里", "下一步": "试通水"}
    link = {"佐证名称": "公告", "佐证网址": "https://example.org/a"}
    result = send(line(project, **cells, **link))
    assert said(result) == []
    update = Update.objects.get()
    assert (update.unit, update.on_behalf, update.live) == (unit, True, False)
    draft = drafts.newest(update)
    assert (draft.period, draft.delivery, draft.words) == (
        "2024-Q3", "in_progress", "主体完工。",
    )  # fmt: skip
    assert [(f["name"], f["value"], f["unit"]) for f in draft.figures] == [
        ("完成投资", "300", "万元"), ("新建管网", "12.5", "公里"),
    ]  # fmt: skip
    paper, address = DraftEvidence.objects.filter(update=update)
    assert paper.document == result.handover.stamped
    assert (address.title, address.url) == ("公告", "https://example.org/a")
    assert result.handover.entered_by == office


def test_imported_draft_goes_the_usual_way(
    send: Any, project: Project, office: User
) -> None:
    send(line(project))
    update = Update.objects.get()
    drafts.submit(update=update, by=office)
    version = versions.publish(update=Update.objects.get(), release=RELEASE, by=office)
    assert (version.number, version.words) == (1, "主体完工。")
    assert version.evidence.get().sha256


def test_paragraph_and_a_month_that_became_a_day(
    send: Any, part: Part, project: Project
) -> None:
    day = datetime.date(2024, 5, 1)
    result = send(line(project, 类别="段落", 编号=part.public_id, 时期=day))
    assert said(result) == []
    assert (Update.objects.get().part, Update.objects.get().period) == (part, "2024-05")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"时期": "去年"}, "时期读不出来。"),
        ({"实施状态": "还行"}, "实施状态“还行”不认识。"),
        ({"做了什么": ""}, "没有做了什么。请填写。"),
        ({"做了什么": "长" * 1_901}, "超过1900字。请缩短。"),
        ({"编号": "00000000"}, "没有这个项目“00000000”。"),
        ({"数据": "投资，很多，万元"}, "数据须是数字"),
        ({"实施状态": "延期"}, "进展!E"),
        ({"佐证网址": "https://example.org/"}, "没有佐证名称。"),
    ],
)
def test_bad_line_is_named_and_nothing_is_written(
    send: Any, project: Project, changes: dict[str, Any], told: str
) -> None:
    before = rows()
    result = send(line(project), line(project, 时期="2024-Q4", **changes)
                  if "时期" not in changes else line(project, **changes))  # fmt: skip
    assert [each for each in said(result) if told in each] != [], said(result)
    after = rows()
    assert after.pop("media.PortalDocument") != before.pop("media.PortalDocument")
    assert after == before


def test_what_was_sent_before_is_not_doubled(send: Any, project: Project) -> None:
    send(line(project))
    known = Update.objects.get()
    result = send(line(project, 做了什么="另一种说法。"))
    assert f"这一期已有填报 {known.public_id}" in said(result)[0]
    twice = send(line(project, 时期="2025"), line(project, 时期="2025"))
    assert "同一项的同一时期写了两行。" in said(twice)[0]
    assert Update.objects.count() == 1
