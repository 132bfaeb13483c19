"""Through spreadsheets: what is published is revised by name and reason, or not."""

import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from plan_pages.disclosure.models import Update
from plan_pages.document.models import Plan
from plan_pages.progress.models import Observation
from plan_pages.progress.spreadsheets import Delivery, import_observations
from portal.accounts.models import User
from portal.media.models import PortalDocument
from portal.units.models import Unit
from tests.plan_pages.progress.sheets import SOURCE, line, workbook
from tests.plan_pages.sheets import filled, said, sent
from tests.portal.pages.markup import text, tree

from .conftest import Read, Unchanged

TAKEN = "这份文件已有该指标该年份的数；更正请指明修订哪一个数。"


@pytest.fixture
def stamped(db: None) -> PortalDocument:
    file = ContentFile(b"%PDF-1.4 stamped", name="stamped.pdf")
    return PortalDocument.objects.create(title="盖章件", file=file)


@pytest.fixture
def send(korla: Plan, office: User, unit: Unit, stamped: PortalDocument) -> Any:
    def call(file: io.BytesIO) -> list[str]:
        delivery = Delivery(
            file=file, plan=korla, unit=unit, by=office, stamped=stamped, dry_run=False
        )
        return [str(each) for each in import_observations(delivery).problems]

    return call


@pytest.fixture
def paper(figure: Observation) -> tuple[str, ...]:
    """The paper of the published figure, as a line of the sheet."""
    source = figure.source
    day = source.dated.isoformat()
    return (SOURCE[0], source.title, source.issuer, source.number, day, "")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, f"观测值!G2：{TAKEN}请改正这一格。"),
        ({"修订原因": "年鉴核定"}, "观测值!I2：写了修订原因，但没有指明修订哪一个数。"),
        ({"取代编号": "{id}"}, "观测值!I2：修订须写明原因，原因将公开。"),
    ],
    ids=["unsaid", "no figure named", "no reason"],
)
def test_published_figure_is_not_overwritten(
    send: Any,
    paper: Any,
    figure: Observation,
    unchanged: Unchanged,
    more: dict[str, str],
    told: str,
) -> None:
    cells = {name: value.format(id=figure.public_id) for name, value in more.items()}
    with unchanged():
        (problem,) = send(workbook([line("3", 2021, "79.9", **cells)], [paper]))
    assert problem.startswith(told)
    assert Observation.objects.get() == figure


def test_revision_says_its_reason_and_what_stood_before(
    send: Any, paper: Any, figure: Observation, reader: Read
) -> None:
    cells = {"取代编号": figure.public_id, "修订原因": "年鉴核定"}
    assert send(workbook([line("3", 2021, "79.9", **cells)], [paper])) == []
    root = tree(Client().get("/indicators/3/"))
    tables = root.xpath("//table[contains(@class,'figures-table')]")
    assert "79.9" in text(tables[0]) and "第 2 次登记" in text(tables[0])
    page = reader("/indicators/3/")
    history = page[page.index("修订记录") :]
    assert "79.3" in history and "年鉴核定" in history


def test_figure_of_another_paper_stands_beside(
    send: Any, figure: Observation, reader: Read
) -> None:
    other = (SOURCE[0], "2022年年鉴", "统计局", "示统〔2023〕9号", "2023-09-01", "")
    assert send(workbook([line("3", 2021, "79.9")], [other])) == []
    page = reader("/indicators/3/")
    for words in ("79.3", figure.source.number, "79.9", other[3]):
        assert words in page


def test_published_update_is_not_overwritten(
    update: Update,
    korla: Plan,
    office: User,
    stamped: PortalDocument,
    unchanged: Unchanged,
) -> None:
    assert update.project is not None
    cells = {"类别": "项目", "编号": update.project.public_id, "时期": "2024"}
    cells |= {"实施状态": "推进中", "做了什么": "全部完工。"}
    sheet = filled(korla, "updates", {"进展": [cells]})
    with unchanged():
        result = sent(
            sheet,
            plan=korla,
            key="updates",
            unit=update.unit,
            by=office,
            stamped=stamped,
        )
    (problem,) = said(result)
    assert f"这一期已有填报 {update.public_id}" in problem


def test_update_of_another_period_is_a_draft(
    update: Update,
    korla: Plan,
    office: User,
    stamped: PortalDocument,
    unchanged: Unchanged,
) -> None:
    assert update.project is not None
    cells = {"类别": "项目", "编号": update.project.public_id, "时期": "2025"}
    cells |= {"实施状态": "推进中", "做了什么": "全部完工。"}
    sheet = filled(korla, "updates", {"进展": [cells]})
    columns = {"plan": korla, "key": "updates", "unit": update.unit, "by": office}
    with unchanged():
        assert said(sent(sheet, **columns, stamped=stamped)) == []
    assert Update.objects.exclude(pk=update.pk).get().live is False
