"""The year's figure in an update is entered once: as an observation, in one act."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plan_pages.disclosure import drafts, versions
from plan_pages.disclosure.models import Update, UpdateVersion, VersionFigure
from plan_pages.document.models import Plan
from plan_pages.progress.models import Indicator, Observation, ObservationWithdrawal
from plan_pages.progress.observations import record_observation
from portal.accounts.models import User
from portal.refusals import Refused
from portal.units.models import Unit
from tests.plan_pages.disclosing import drafted, released
from tests.plan_pages.disclosure.unchanged import refused, rows
from tests.portal.pages.markup import text, tree

FIGURE = {"name": "常住人口城镇化率", "value": "79.30", "unit": "%", "row": "3"}


@pytest.fixture
def indicator(korla: Plan) -> Indicator:
    return Indicator.objects.select_related("part", "plan").get(plan=korla, number=3)


@pytest.fixture
def publish(indicator: Indicator, editor: User, head: User, office: User) -> Any:
    """publish(value, status): a new update; publish(…, update=…): its correction."""

    def call(*figures: dict[str, str], update: Update | None = None) -> UpdateVersion:
        said = {"figures": list(figures), "period": "2024"}
        if update is None:
            update = drafted(indicator, editor, **said)
        else:
            drafts.correct(by=editor, update=update, note="核减", **said)
            update = Update.objects.get(pk=update.pk)
        return released(update, editor=editor, head=head, office=office)

    return call


def test_figure_becomes_an_observation_in_the_same_act(
    publish: Any, unit: Unit, office: User
) -> None:
    version = publish(FIGURE)
    made = Observation.objects.get()
    assert (made.row.code, made.period, made.printed) == ("3", 2024, "79.30")
    assert (made.status, made.reporting_unit, made.entered_by) == (
        "provisional", unit, office,
    )  # fmt: skip
    assert (made.source.title, made.source.issuer) == ("会议纪要", "水利局")
    number = f"进展公开 {version.update.public_id} 第1版"
    assert made.source.number == number
    assert VersionFigure.objects.get().version == version


def test_unit_may_say_that_a_figure_is_final(publish: Any) -> None:
    publish(FIGURE | {"status": "final"})
    assert Observation.objects.get().status == "final"


def test_figures_in_words_are_no_observations(publish: Any) -> None:
    publish({"name": "完成投资", "value": "300", "unit": "万元", "row": ""})
    assert not Observation.objects.exists()


def test_correction_supersedes_with_its_public_note(publish: Any) -> None:
    first = publish(FIGURE)
    second = publish(FIGURE | {"value": "79.1"}, update=first.update)
    old, new = Observation.objects.order_by("revision")
    assert (new.supersedes, new.reason, new.value) == (old, "核减", Decimal("79.1"))
    assert list(Observation.objects.current()) == [new]
    assert new.disclosed.version == second


def test_correction_that_leaves_the_figure_leaves_its_later_revision(
    publish: Any, unit: Unit, office: User
) -> None:
    first = publish(FIGURE)
    old = Observation.objects.select_related("row__part", "row__indicator__plan").get()
    revised = record_observation(
        row=old.row, period=2024, value=Decimal("78.9"), status="revised",
        source=old.source, reporting_unit=unit, supersedes=old, reason="普查",
        by=office,
    )  # fmt: skip
    publish(FIGURE, update=first.update)
    assert list(Observation.objects.current()) == [revised]
    assert Observation.objects.count() == 2


def test_figure_that_a_correction_drops_is_withdrawn_with_the_note(
    publish: Any,
) -> None:
    first = publish(FIGURE)
    publish(update=first.update)
    assert ObservationWithdrawal.objects.get().reason == "核减"
    assert not Observation.objects.current().exists()
    publish(FIGURE, update=first.update)
    assert Observation.objects.current().get().revision == 1


def test_withdrawn_update_withdraws_its_figures(publish: Any, office: User) -> None:
    version = publish(FIGURE)
    update = Update.objects.get(pk=version.update_id)
    versions.withdraw(update=update, reason="填错了年份", by=office)
    assert ObservationWithdrawal.objects.get().reason == "填错了年份"


@pytest.mark.parametrize(
    "changes",
    [
        {"period": "2024-Q3"},
        {"figures": [FIGURE, FIGURE]},
        {"figures": [FIGURE | {"row": "8"}]},
        {"figures": [FIGURE | {"status": "revised"}]},
    ],
)
def test_figure_that_fits_no_row_and_year_is_refused(
    indicator: Indicator, editor: User, changes: dict[str, Any]
) -> None:
    said = {"period": "2024", "delivery": "in_progress", "words": "x"}
    said |= {"figures": [FIGURE], **changes}
    refused("figures", drafts.save_draft, by=editor, subject=indicator, **said)


def test_figure_of_another_thing_is_refused(project: Any, editor: User) -> None:
    said = {"period": "2024", "delivery": "in_progress", "words": "x"}
    said |= {"figures": [FIGURE]}
    refused("figures", drafts.save_draft, by=editor, subject=project, **said)


def test_figure_needs_a_source(indicator: Indicator, editor: User) -> None:
    said = {"figures": [FIGURE], "delivery": "not_started"}
    update = drafted(indicator, editor, evidence=False, **said)
    refused("evidence", drafts.submit, update=update, by=editor)


def test_nothing_is_published_where_the_figure_cannot_be(
    publish: Any, indicator: Indicator, editor: User, head: User, office: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def fails(**options: Any) -> None:
        raise Refused("row_gone", "这一行已不在规划文本中。")

    monkeypatch.setattr("plan_pages.disclosure.measured.record_observation", fails)
    with pytest.raises(Refused):
        publish(FIGURE)
    assert not UpdateVersion.objects.exists()
    assert not Observation.objects.exists()


def test_form_of_an_indicator_asks_for_the_years_figure(
    client: Client, indicator: Indicator, editor: User
) -> None:
    client.force_login(editor)
    about = "plan/korla-14/indicators/3"
    path = reverse("disclosure_new")
    asked = tree(client.get(path, {"about": about}))
    assert len(asked.xpath("//input[@name='row_3']")) == 1
    said = {"about": about, "period": "2024", "delivery": "in_progress", "words": "x"}
    said |= {"row_3": "79.30", "figures": "城区面积，12，平方公里", "status": "final"}
    response = client.post(path, said)
    update = Update.objects.get()
    draft = drafts.newest(update)
    assert [(f["row"], f["value"], f.get("status")) for f in draft.figures] == [
        ("", "12", None), ("3", "79.30", "final"),
    ]  # fmt: skip
    root = tree(client.get(response["Location"]))
    (field,) = root.xpath("//input[@name='row_3']")
    assert field.get("value") == "79.30"
    assert (
        text(root.xpath("//textarea[@name='figures']")[0]) == "城区面积，12，平方公里"
    )
    before = rows()
    bad = client.post(response["Location"], said | {"action": "save", "row_3": "约80"})
    assert bad.status_code == 422
    assert tree(bad).xpath("//input[@name='row_3']")[0].get("value") == "约80"
    assert rows() == before
