"""The page where 发改 enters for a unit: who may, what it says, what it leaves."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from plan_pages.document.models import Plan
from plan_pages.progress.models import Handover, Observation
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.media.models import PortalDocument
from portal.units.models import Unit
from tests.plan_pages.progress.figures import person
from tests.plan_pages.progress.sheets import line, workbook
from tests.portal.pages.markup import text, tree

PDF = b"%PDF-1.4 stamped"


def post(client: Client, plan: Plan, unit: Unit, lines: list, **more: object):
    sheet = SimpleUploadedFile("a.xlsx", workbook(lines).getvalue())
    data = {"plan": plan.pk, "unit": unit.pk, "sheet": sheet, **more}
    return client.post(reverse("figures_entry"), data)


def scan(content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile("a.pdf", content)


def counts() -> list[int]:
    models = (Observation, Handover, PortalDocument)
    return [model._default_manager.count() for model in models]


@pytest.fixture
def office(client: Client, publisher: User) -> Client:
    client.force_login(publisher)
    return client


def test_entry_writes_for_the_unit(
    office: Client, korla: Plan, publisher: User, unit: Unit
) -> None:
    answer = post(office, korla, unit, [line("3", 2021, "79.3")], stamped=scan())
    assert answer.status_code == 200
    assert "已写入 1 个数" in text(tree(answer))
    made = Observation.objects.get()
    assert (made.reporting_unit, made.entered_by) == (unit, publisher)
    assert made.handover is not None
    with made.handover.stamped.file.open("rb") as file:
        assert file.read() == PDF


def test_entry_names_the_bad_cell_and_keeps_nothing(
    office: Client, korla: Plan, unit: Unit
) -> None:
    answer = post(office, korla, unit, [line("3", 2021, "x")], stamped=scan())
    assert answer.status_code == 422
    assert "观测值!D2" in text(tree(answer))
    assert counts() == [0, 0, 0]


def test_entry_only_checks_when_asked(office: Client, korla: Plan, unit: Unit) -> None:
    answer = post(office, korla, unit, [line("3", 2021, "79.3")], dry_run="on")
    assert (answer.status_code, counts()) == (200, [0, 0, 0])
    assert "检查通过，没有写入" in text(tree(answer))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "请附上单位的盖章件。"),
        ({"stamped": b"MZ"}, "盖章件须是 PDF、JPEG 或 PNG。"),
    ],
)
def test_entry_needs_a_stamped_scan(
    office: Client, korla: Plan, unit: Unit, more: dict, said: str
) -> None:
    given = {name: scan(content) for name, content in more.items()}
    answer = post(office, korla, unit, [line("3", 2021, "79.3")], **given)
    assert (answer.status_code, counts()) == (422, [0, 0, 0])
    assert said in text(tree(answer))


def test_stamped_paper_is_what_its_name_says(
    office: Client, korla: Plan, unit: Unit
) -> None:
    """A scan by its first bytes alone would do for the form, not for what is kept."""
    for name in ("a.html", "a.png"):
        given = {"stamped": SimpleUploadedFile(name, PDF)}
        answer = post(office, korla, unit, [line("3", 2021, "79.3")], **given)
        assert (answer.status_code, counts()) == (422, [0, 0, 0])
        assert "文件" in text(tree(answer)) and 'role="alert"' in answer.text


def test_figure_says_that_it_was_typed_and_links_the_stamped_paper(
    office: Client, korla: Plan, unit: Unit
) -> None:
    post(office, korla, unit, [line("3", 2021, "79.3")], stamped=scan())
    made = Observation.objects.get()
    assert made.handover is not None
    link = reverse("stamped_file", args=[made.handover.public_id])
    page = Client().get(reverse("indicator", args=[3])).text
    assert page.count(f'<a href="{link}" download>') == 1
    answer = Client().get(link)
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment")


def test_entry_says_what_is_wrong_with_a_file(
    office: Client, korla: Plan, unit: Unit
) -> None:
    data = {"plan": korla.pk, "unit": unit.pk, "dry_run": "on"}
    bad = SimpleUploadedFile("a.xlsx", b"not a workbook")
    answer = office.post(reverse("figures_entry"), {**data, "sheet": bad})
    assert answer.status_code == 422
    assert "这不是 .xlsx 文件" in text(tree(answer))


def test_template_is_a_download(office: Client, korla: Plan) -> None:
    answer = office.get(reverse("figures_template"))
    assert answer["Content-Disposition"] == 'attachment; filename="figures.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames[1:] == ["来源文件", "观测值"]


@pytest.mark.parametrize("name", ["figures_entry", "figures_template"])
def test_only_a_publisher_enters(client: Client, korla: Plan, name: str) -> None:
    address = reverse(name)
    assert client.get(address).status_code == 302
    for number, role in enumerate(Role):
        if role is Role.PUBLISHER:
            continue
        client.force_login(person(f"user{number}", role))
        assert client.get(address).status_code == 403
        assert client.post(address, {}).status_code in (403, 405)
    assert counts() == [0, 0, 0]
