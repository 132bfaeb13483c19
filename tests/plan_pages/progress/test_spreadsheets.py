"""Figures by spreadsheet: all of it or nothing, and the bad cell by its name."""

import hashlib
import io
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from plan_pages.document.models import Plan
from plan_pages.progress.models import Handover, Observation, SourceDocument
from plan_pages.progress.spreadsheets import (
    Delivery,
    Outcome,
    import_observations,
    template,
)
from plan_pages.progress.spreadsheets.columns import FIGURES, SOURCES
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.ledger.models import Entry
from portal.media.models import PortalDocument
from portal.refusals import Refused
from portal.spreadsheets import BadSheet
from portal.spreadsheets import reading as limits
from portal.units.models import Unit
from tests.plan_pages.progress.figures import given, person
from tests.plan_pages.progress.sheets import SOURCE, line, workbook


@pytest.fixture
def stamped(db: None) -> PortalDocument:
    file = ContentFile(b"%PDF-1.4 stamped", name="stamped.pdf")
    return PortalDocument.objects.create(title="盖章件", file=file)


@pytest.fixture
def send(korla: Plan, publisher: User, unit: Unit, stamped: PortalDocument):
    def sent(file: io.BytesIO, **more: Any) -> Outcome:
        columns = {"plan": korla, "unit": unit, "by": publisher, "stamped": stamped}
        return import_observations(Delivery(file=file, **{**columns, **more}))

    return sent


def counts() -> list[int]:
    return [
        model._default_manager.count()
        for model in (Observation, SourceDocument, Handover, Entry)
    ]


def problems(outcome: Outcome) -> list[str]:
    return [str(problem) for problem in outcome.problems]


def test_good_file_is_written_whole(
    send: Any, publisher: User, unit: Unit, stamped: PortalDocument
) -> None:
    file = workbook(
        [
            line("3", 2021, "79.30", 统计口径="常住人口"),
            line("3", 2022, 79.8),
            line("18", "2021", "19.46", 数据状态="初步数"),
        ]
    )
    outcome = send(file)
    assert (outcome.figures, outcome.new_sources) == (3, 1)
    made = Observation.objects.order_by("pk")
    assert [(o.row.code, o.period, o.printed, o.status) for o in made] == [
        ("3", 2021, "79.30", "final"),
        ("3", 2022, "79.8", "final"),
        ("18", 2021, "19.46", "provisional"),
    ]
    assert {(o.reporting_unit, o.entered_by, o.handover) for o in made} == {
        (unit, publisher, outcome.handover)
    }
    handover = Handover.objects.get()
    assert (handover.stamped, handover.stamped_sha256, handover.sheet_sha256) == (
        stamped,
        hashlib.sha256(b"%PDF-1.4 stamped").hexdigest(),
        hashlib.sha256(file.getvalue()).hexdigest(),
    )
    source = SourceDocument.objects.get()
    assert (source.title, source.number) == ("2021年公报", "示统〔2022〕1号")


def test_paper_entered_before_is_used_again(send: Any) -> None:
    send(workbook([line("3", 2021, "79.3")]))
    outcome = send(workbook([line("3", 2022, "79.8")]))
    assert (outcome.new_sources, SourceDocument.objects.count()) == (0, 1)


def test_template_comes_back_filled(send: Any, korla: Plan) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template(korla)))
    assert book.sheetnames == ["说明", SOURCES, FIGURES]
    assert [row[0].value for row in book[FIGURES].iter_rows(min_row=2, max_row=22)] == [
        "1", "2", "3", "4", "5", "6", "7a", "7b", *map(str, range(8, 21))
    ]  # fmt: skip
    book[SOURCES].append(SOURCE)
    book[FIGURES]["C4"], book[FIGURES]["D4"], book[FIGURES]["G4"] = 2021, "79.3", "A1"
    file = io.BytesIO()
    book.save(file)
    assert send(file).figures == 1
    assert Observation.objects.get().row.code == "3"


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (line("99", 2021, "1"), "观测值!A3：规划里没有行号“99”。请照模板的行号填写。"),
        (line("4", "21", "1"), "观测值!C3：年份读不出来。请写四位数，如 2021。"),
        (
            line("4", 2021, "2.1%"),
            "观测值!D3：“2.1%”不是数。只写数字和小数点；没有的数请把整行删掉，不要填零。",
        ),
        (
            line("4", 2021, None),
            "观测值!D3：没有数值。只写数字和小数点；没有的数请把整行删掉，不要填零。",
        ),
        (line("4", 2021, "=1+1"), "观测值!D3：这是公式。请粘贴为数值，照文件填写。"),
        (
            line("4", 2021, 1 / 3),
            "观测值!D3：0.3333333333333333像是算出来的。请照文件印出的样子填写。",
        ),
        (line("4", 2021, "1.1234567"), "观测值!D3：数值最多六位小数。请改正这一格。"),
        (
            line("4", 2021, "2", 数据状态="大概"),
            "观测值!E3：数据状态“大概”不认识。请选初步数、最终数、修订数。",
        ),
        (
            line("4", 2021, "2", 来源代号="B2"),
            "观测值!G3：“来源文件”里没有代号“B2”。请先在那里写明这份文件。",
        ),
        (
            line("4", 2021, "2", 取代编号="zzzzzzzz"),
            "观测值!H3：没有编号为“zzzzzzzz”的数。请从指标页的CSV里抄编号。",
        ),
        (
            line("4", 2021, "2", 修订原因="核定"),
            "观测值!I3：写了修订原因，但没有指明修订哪一个数。请改正这一格。",
        ),
        (
            line("3", 2021, "80"),
            "观测值!G3：这份文件已有该指标该年份的数；更正请指明修订哪一个数。请改正这一格。",
        ),
        (line("4", 1900, "2"), "观测值!C3：年份须写四位数，如 2021。请改正这一格。"),
    ],
)
def test_one_bad_cell_imports_nothing_and_is_named(
    send: Any, bad: list, said: str
) -> None:
    before = counts()
    outcome = send(workbook([line("3", 2021, "79.3"), bad, line("5", 2021, "90")]))
    assert problems(outcome) == [said]
    assert (outcome.handover, counts()) == (None, before)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (("", *SOURCE[1:]), "来源文件!A2：没有来源代号。请写一个代号，如 A1。"),
        (("A1", "", *SOURCE[2:]), "来源文件!B2：没有文件名称。请填写。"),
        (
            ("A1", "公报", "统计局", "", "2022-04-01", ""),
            "来源文件!D2：文号和网址都空着。请至少填一项。",
        ),
        (
            (*SOURCE[:4], "去年", ""),
            "来源文件!E2：成文日期读不出来。请写成 2022-04-01 的样子。",
        ),
        (
            (*SOURCE[:5], "javascript:1"),
            "来源文件!F2：网址不完整。请从 https:// 写起。",
        ),
    ],
)
def test_bad_source_is_named(send: Any, source: tuple, said: str) -> None:
    before = counts()
    outcome = send(workbook([line("3", 2021, "79.3")], [source]))
    assert said in problems(outcome)
    assert counts() == before


def test_every_bad_cell_is_listed_and_no_more_than_a_hundred(send: Any) -> None:
    outcome = send(workbook([line("3", 1990 + at, "x") for at in range(105)]))
    assert (outcome.problems.total, len(problems(outcome))) == (105, 100)


def test_revision_by_sheet_names_the_figure(
    send: Any, publisher: User, unit: Unit
) -> None:
    first = given("3", 2021, "79.3", publisher, unit)
    send(workbook([line("3", 2021, "79.4", 取代编号=first.public_id, 修订原因="年鉴")]))
    assert Observation.objects.current().get().supersedes == first


def test_dry_run_checks_and_writes_nothing(send: Any) -> None:
    before = counts()
    outcome = send(workbook([line("3", 2021, "79.3")]), dry_run=True, stamped=None)
    assert (outcome.figures, outcome.handover, counts()) == (1, None, before)


def test_import_needs_the_stamped_file_and_a_publisher(send: Any) -> None:
    before = counts()
    file = workbook([line("3", 2021, "79.3")])
    for more, code in (
        ({"stamped": None}, "no_stamped"),
        ({"by": person("editor", Role.EDITOR)}, "not_publisher"),
    ):
        with pytest.raises(Refused) as refused:
            send(file, **more)
        assert (refused.value.code, counts()) == (code, before)


def test_empty_file_says_so(send: Any) -> None:
    assert problems(send(workbook([]))) == ["观测值：没有一行填了数。请至少填写一行。"]


def test_number_cells_keep_the_decimals_they_show(send: Any) -> None:
    def formatted(book: Any) -> None:
        book[FIGURES]["D2"].number_format = "0.00"

    send(workbook([line("3", 2021, 79.3)], change=formatted))
    assert Observation.objects.get().printed == "79.30"
    assert Observation.objects.get().value == Decimal("79.3")


def packed(**members: bytes) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    file.seek(0)
    return file


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (io.BytesIO(b"a,b,c"), "这不是 .xlsx 文件"),
        (io.BytesIO(b"\xd0\xcf\x11\xe0" + b"0" * 600), "旧格式或加了密码"),
        (packed(a=b"x"), "读不出这个文件"),
        (packed(**{"xl/vbaProject.bin": b"x"}), "宏或外部链接"),
        (packed(a=b"<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY a 'x'>]>"), "不允许"),
        (packed(a="<!DOCTYPE x>".encode("utf-16")), "不允许"),
    ],
)
def test_hostile_file_is_refused(send: Any, file: io.BytesIO, said: str) -> None:
    before = counts()
    with pytest.raises(BadSheet, match=said):
        send(file)
    assert counts() == before


def test_bomb_is_refused_before_it_is_unpacked(
    send: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_UNPACKED", 1_000_000)
    with pytest.raises(BadSheet, match="解开后过大"):
        send(packed(a=b"0" * 2_000_000))


def test_too_many_bytes_rows_or_members_are_refused(
    send: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_ROWS", 3)
    with pytest.raises(BadSheet, match="超过3行"):
        send(workbook([line("3", 2000 + at, "1") for at in range(5)]))
    monkeypatch.setattr(limits, "MAX_MEMBERS", 2)
    with pytest.raises(BadSheet, match="解开后过大"):
        send(workbook([line("3", 2021, "1")]))
    monkeypatch.setattr(limits, "MAX_BYTES", 100)
    with pytest.raises(BadSheet, match="文件超过"):
        send(workbook([line("3", 2021, "1")]))


def test_missing_sheet_or_column_is_named(send: Any) -> None:
    def without_sheet(book: Any) -> None:
        del book[SOURCES]

    def without_column(book: Any) -> None:
        book[FIGURES]["D1"] = "数字"

    with pytest.raises(BadSheet, match="缺少工作表“来源文件”"):
        send(workbook([], change=without_sheet))
    with pytest.raises(BadSheet, match="第1行缺少“数值”一列"):
        send(workbook([], change=without_column))


def test_command_imports_and_names_the_bad_cell(
    korla: Plan,
    publisher: User,
    unit: Unit,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    sheet, stamped = tmp_path / "a.xlsx", tmp_path / "a.pdf"
    stamped.write_bytes(b"%PDF-1.4")
    order = ("import_observations", str(sheet), "--unit", unit.key, "--by", "publisher")
    sheet.write_bytes(workbook([line("3", 2021, "x")]).getvalue())
    before = [*counts(), PortalDocument.objects.count()]
    with pytest.raises(CommandError, match="观测值!D2：“x”不是数。"):
        call_command(*order, "--stamped", str(stamped))
    assert [*counts(), PortalDocument.objects.count()] == before
    sheet.write_bytes(workbook([line("3", 2021, "79.3")]).getvalue())
    page = tmp_path / "a.html"
    page.write_bytes(b"%PDF-1.4")
    with pytest.raises(CommandError, match="不能上传这种文件"):
        call_command(*order, "--stamped", str(page))
    assert [*counts(), PortalDocument.objects.count()] == before
    call_command(*order, "--dry-run")
    assert counts() == before[:-1]
    call_command(*order, "--stamped", str(stamped))
    assert capsys.readouterr().out.splitlines() == [
        "检查通过，未写入：1个数，新来源文件1份。",
        "已导入：1个数，新来源文件1份。",
    ]
    assert Observation.objects.get().printed == "79.3"
    assert PortalDocument.objects.get().unit == unit


def test_reads_do_not_grow_with_the_file(
    send: Any, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(90):
        send(workbook([line("3", 1950 + at, "1") for at in range(100)]))
