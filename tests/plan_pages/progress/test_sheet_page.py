"""The page where a unit's tables are checked, and then written with its paper."""

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from plan_pages.delivery.models import Project
from plan_pages.document.models import Part, Plan
from plan_pages.progress.models import Handover
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.media.models import PortalDocument
from portal.units.models import Unit
from tests.plan_pages.disclosing import paragraph
from tests.plan_pages.progress.figures import person
from tests.plan_pages.sheets import filled
from tests.portal.pages.markup import one, text, tree

PDF = b"%PDF-1.4 stamped"
KINDS = ["targets", "responsibilities", "projects", "tasks", "updates"]


@pytest.fixture
def part(korla: Plan) -> Part:
    return paragraph(korla)


@pytest.fixture
def office(client: Client, publisher: User) -> Client:
    client.force_login(publisher)
    return client


def table(korla: Plan, part: Part, name: str = "供水二期") -> SimpleUploadedFile:
    line = {"编号": "新1", "项目名称": name, "段落编号": part.public_id}
    return SimpleUploadedFile(
        "a.xlsx", filled(korla, "projects", {"项目": [line]}).getvalue()
    )


def checked(office: Client, korla: Plan, unit: Unit, sheet: Any) -> Any:
    data = {"plan": korla.pk, "unit": unit.pk, "sheet": sheet}
    return office.post(reverse("sheet_entry", args=["projects"]), data)


def confirm(root: Any) -> dict[str, Any]:
    """What the form under the check carries along."""
    (form,) = [
        form
        for form in root.xpath("//main//form")
        if form.xpath(".//input[@name='action'][@value='write']")
    ]
    hidden = form.xpath(".//input[@type='hidden']")
    return {field.get("name"): field.get("value") or "" for field in hidden}


def counts() -> list[int]:
    models = (Project, Handover, PortalDocument)
    return [model._default_manager.count() for model in models]


def test_check_shows_the_lines_and_confirming_writes_them(
    office: Client, korla: Plan, unit: Unit, part: Part
) -> None:
    answer = checked(office, korla, unit, table(korla, part))
    root = tree(answer)
    assert answer.status_code == 200
    assert "检查通过，还没有写入 共 1 行" in text(root)
    assert "项目!D2新项目：供水二期" in text(one(root, "//main//tbody/tr"))
    assert counts() == [0, 0, 0]
    data = confirm(root) | {"stamped": SimpleUploadedFile("a.pdf", PDF)}
    written = office.post(reverse("sheet_entry", args=["projects"]), data)
    assert written.status_code == 200
    assert "已写入 共 1 行" in text(tree(written))
    assert counts() == [1, 1, 1]
    handover = Handover.objects.get()
    assert (handover.unit, handover.entered_by.username) == (unit, "publisher")
    with handover.stamped.file.open("rb") as file:
        assert file.read() == PDF


@pytest.mark.parametrize(
    ("stamped", "said"),
    [(None, "请附上单位的盖章件。"), (b"MZ", "盖章件须是 PDF、JPEG 或 PNG。")],
)
def test_without_the_stamped_paper_nothing_is_written_and_the_table_is_kept(
    office: Client, korla: Plan, unit: Unit, part: Part, stamped: Any, said: str
) -> None:
    carried = confirm(tree(checked(office, korla, unit, table(korla, part))))
    data: dict[str, Any] = dict(carried)
    if stamped:
        data["stamped"] = SimpleUploadedFile("a.pdf", stamped)
    answer = office.post(reverse("sheet_entry", args=["projects"]), data)
    assert answer.status_code == 422
    root = tree(answer)
    assert said in text(root)
    again = confirm(root)
    assert again["carried"] == carried["carried"]
    assert (again["plan"], again["unit"]) == (carried["plan"], carried["unit"])
    assert counts() == [0, 0, 0]


def test_bad_cell_is_named_in_a_table_and_no_way_to_write_is_offered(
    office: Client, korla: Plan, unit: Unit, part: Part
) -> None:
    answer = checked(office, korla, unit, table(korla, part, name=""))
    root = tree(answer)
    assert answer.status_code == 422
    line = text(one(root, "//main//tbody/tr"))
    assert line == "项目!D2没有项目名称。请填写。"
    assert root.xpath("//input[@name='stamped']") == []
    assert counts() == [0, 0, 0]


@pytest.mark.parametrize("carried", ["", "不是base64", "AAAA"])
def test_no_table_or_a_broken_one_is_told(
    office: Client, korla: Plan, unit: Unit, carried: str
) -> None:
    data = {"plan": korla.pk, "unit": unit.pk, "carried": carried}
    answer = office.post(reverse("sheet_entry", args=["projects"]), data)
    assert answer.status_code == 422
    assert (
        one(tree(answer), "//main//*[@role='alert' or @class='errorlist']") is not None
    )
    assert counts() == [0, 0, 0]


@pytest.mark.parametrize("key", KINDS)
def test_template_of_every_kind_has_its_guide_and_heads(
    office: Client, key: str
) -> None:
    answer = office.get(reverse("sheet_template", args=[key]))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames[0] == "说明"
    assert len(book.sheetnames) >= 2
    assert all(sheet["A1"].value for sheet in book)


def test_every_kind_is_one_door_and_one_row_of_links(office: Client) -> None:
    root = tree(office.get(reverse("figures_entry")))
    links = root.xpath("//nav[@class='filter']//a/@href")
    wanted = [reverse("sheet_entry", args=[key]) for key in KINDS]
    assert links == [reverse("figures_entry"), *wanted]
    bar = root.xpath("//nav[contains(@class, 'desk-nav')]//a[@aria-current]")
    assert [text(link) for link in bar] == ["表格代录"]


def test_unknown_kind_is_not_found(office: Client) -> None:
    assert office.get(reverse("sheet_entry", args=["people"])).status_code == 404


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ADMINISTRATOR, Role.REVIEWER])
def test_others_have_no_way_in(client: Client, korla: Plan, role: Role) -> None:
    client.force_login(person("other", role))
    for name in ("sheet_entry", "sheet_template"):
        assert client.get(reverse(name, args=["projects"])).status_code == 403
