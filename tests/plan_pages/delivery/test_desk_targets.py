"""Targets and tolerances at /registry/indicators/: entered, revised, withdrawn."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from plan_pages.document.models import Plan
from plan_pages.progress.assessing import assess_plan
from plan_pages.progress.figures import Figure
from plan_pages.progress.handovers import record_handover
from plan_pages.progress.models import (
    AssignedTarget,
    Checkpoint,
    Observation,
    SourceDocument,
    Tolerance,
)
from plan_pages.progress.observations import record_observations
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.ledger.models import Entry
from portal.media.models import PortalDocument
from portal.outbox.models import Purge
from portal.units.models import Unit
from tests.feedback.people import person
from tests.plan_pages.disclosure.unchanged import rows
from tests.plan_pages.progress.figures import given, paper, row_of
from tests.portal.pages.markup import text, tree


@pytest.fixture
def desk(office: User, client: Client) -> Client:
    client.force_login(office)
    return client


@pytest.fixture
def source(office: User, korla: Plan) -> SourceDocument:
    return paper(office, title="国民经济和社会发展计划", issuer="市政府")


def send(desk: Client, number: int, action: str, **said: Any) -> Any:
    path = reverse("registry_indicator", args=["korla-14", number])
    return desk.post(path, {"action": action, **said}, follow=True)


def offered(desk: Client, number: int) -> list[str]:
    path = reverse("registry_indicator", args=["korla-14", number])
    found = tree(desk.get(path)).xpath("//details//input[@name='action']/@value")
    return [str(action) for action in found]


def word(korla: Plan, number: int) -> str:
    return assess_plan(korla)[number - 1].word.value


def test_page_offers_what_fits_the_indicator(desk: Client, korla: Plan) -> None:
    rest = ["assign", "anchor"]
    assert offered(desk, 16) == ["target", "checkpoint", *rest]
    assert offered(desk, 1) == ["checkpoint", *rest]
    assert offered(desk, 7) == ["checkpoint", "tolerance", *rest]
    assert send(desk, 1, "target", value="1").status_code == 404


def test_assigned_target_ends_not_assessable(
    desk: Client, korla: Plan, source: SourceDocument, office: User, unit: Unit
) -> None:
    given("16", 2025, "78.0", office, unit)
    assert word(korla, 16) == "not_assessable"
    Purge.objects.all().delete()
    response = send(desk, 16, "target", row=row_of("16").pk, value="78.0",
                    paper=source.pk)  # fmt: skip
    assert "上级下达目标已登记，并已公开。" in text(tree(response))
    made = AssignedTarget.objects.get()
    assert (made.printed, made.source, made.entered_by) == ("78.0", source, office)
    assert word(korla, 16) == "met"
    entry = Entry.objects.get(subject=f"assignedtarget/{made.public_id}")
    assert entry.type == "disclosure.published"
    keys = {key for purge in Purge.objects.all() for key in purge.keys}
    assert {"indicators", f"indicator:{korla.pk}:16"} <= keys


def test_annual_targets_end_not_assessable_for_growth(
    desk: Client, korla: Plan, source: SourceDocument, office: User, unit: Unit
) -> None:
    row = row_of("1").pk
    for year in range(2021, 2026):
        given("1", year, "6.5", office, unit)
        said = {"row": row, "period": year, "value": "6.0", "paper": source.pk}
        send(desk, 1, "checkpoint", **said)
    assert (Checkpoint.objects.count(), word(korla, 1)) == (5, "met")


def test_tolerance_is_entered_for_one_of_two_rows(
    desk: Client, korla: Plan, source: SourceDocument
) -> None:
    said = {"row": row_of("7b").pk, "value": "0.5", "basis": "nominal"}
    send(desk, 7, "tolerance", paper=source.pk, **said)
    made = Tolerance.objects.get()
    assert (made.row.code, made.printed, made.basis) == ("7b", "0.5", "nominal")


def test_revision_needs_its_reason_and_stays_readable(
    desk: Client, korla: Plan, source: SourceDocument
) -> None:
    said = {"row": row_of("16").pk, "value": "78", "paper": source.pk}
    send(desk, 16, "target", **said)
    before = rows()
    refused = send(desk, 16, "target", **said | {"value": "79"})
    assert refused.status_code == 422
    assert "修订须写明原因，原因将公开。" in text(tree(refused))
    assert rows() == before
    send(desk, 16, "target", reason="自治区调整", **said | {"value": "79"})
    latest = AssignedTarget.objects.current().get()
    assert (latest.printed, latest.revision, latest.reason) == ("79", 2, "自治区调整")
    shown = text(tree(desk.get(reverse("indicator", args=[16]))))
    assert "自治区调整" in shown and "上级下达目标" in shown


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"paper": ""}, "请选择下达或确定这个数的文件。"),
        ({"value": ""}, "请填写数值。"),
        ({"value": "约78"}, "输入一个数字。"),
        ({"value": "1.1234567"}, "确认小数不超过 6 位"),
    ],
)
def test_bad_target_changes_nothing_and_keeps_what_was_typed(
    desk: Client, korla: Plan, source: SourceDocument, changes: Any, told: str
) -> None:
    said = {"row": row_of("16").pk, "value": "78", "paper": source.pk} | changes
    before = rows()
    response = send(desk, 16, "target", **said)
    assert response.status_code == 422
    (form,) = tree(response).xpath("//details[@open]")
    assert told in text(form)
    (field,) = form.xpath(".//input[@name='value']")
    assert (field.get("value") or "") == said["value"]
    assert rows() == before


def test_withdrawn_target_leaves_the_sum_and_stays_with_its_reason(
    desk: Client, korla: Plan, source: SourceDocument, office: User, unit: Unit
) -> None:
    given("16", 2025, "78.0", office, unit)
    said = {"row": row_of("16").pk, "value": "78", "paper": source.pk}
    send(desk, 16, "target", **said)
    what = f"assignedtarget/{AssignedTarget.objects.get().public_id}"
    refused = send(desk, 16, "withdraw", what=what, reason=" ")
    assert refused.status_code == 422
    assert word(korla, 16) == "met"
    send(desk, 16, "withdraw", what=what, reason="录错了指标")
    assert list(AssignedTarget.objects.current()) == []
    assert word(korla, 16) == "not_assessable"
    entries = Entry.objects.filter(subject=what).values_list("type", flat=True)
    assert set(entries) == {"disclosure.published", "disclosure.withdrawn"}
    assert "录错了指标" in text(tree(desk.get(reverse("indicator", args=[16]))))
    assert "withdraw" not in offered(desk, 16)
    assert send(desk, 16, "withdraw", what=what, reason="再撤").status_code == 404
    send(desk, 16, "target", reason="更正后重新登记", **said)
    assert AssignedTarget.objects.current().get().revision == 2


def test_figure_of_a_table_is_withdrawn_and_another_is_not_offered(
    desk: Client, korla: Plan, source: SourceDocument, office: User, unit: Unit
) -> None:
    file = ContentFile(b"%PDF-1.4 stamped", name="stamped.pdf")
    stamped = PortalDocument.objects.create(title="盖章件", file=file)
    handover = record_handover(
        unit=unit, stamped=stamped, sheet_sha256="0" * 64, by=office
    )
    row = row_of("3")
    figure = Figure(row, 2021, Decimal("79.3"), "final", source, unit)
    record_observations(figures=[figure], by=office, handover=handover)
    other = given("3", 2022, "79.9", office, unit)
    made = Observation.objects.exclude(pk=other.pk).get()
    page = tree(desk.get(reverse("registry_indicator", args=["korla-14", 3])))
    choices = page.xpath("//select[@name='what']/option/@value")
    assert choices == [f"observation/{made.public_id}"]
    send(desk, 3, "withdraw", what=choices[0], reason="表格填错行")
    assert list(Observation.objects.current()) == [other]
    assert made.withdrawal.reason == "表格填错行"


@pytest.mark.parametrize("role", [Role.EDITOR, Role.HEAD, Role.ADMINISTRATOR])
def test_others_enter_and_withdraw_nothing(
    client: Client, korla: Plan, source: SourceDocument, unit: Unit, role: Role
) -> None:
    client.force_login(person("other", role, unit=unit))
    before = rows()
    said = {"row": row_of("16").pk, "value": "78", "paper": source.pk}
    assert send(client, 16, "target", **said).status_code in (403, 404)
    assert send(client, 16, "withdraw", what="x", reason="y").status_code in (403, 404)
    assert rows() == before
