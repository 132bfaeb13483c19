"""Papers and figures are written with their trace; revised, withdrawn, side by side."""

import datetime
import hashlib
from decimal import Decimal

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plan_pages.progress import observations
from plan_pages.progress.figures import Figure
from plan_pages.progress.models import (
    Observation,
)
from plan_pages.progress.observations import hash_of
from portal.accounts.models import User
from portal.media.models import PortalDocument
from portal.outbox.models import OutboxEvent, Purge
from portal.units.models import Unit
from tests.plan_pages.progress.figures import given, paper, row_of
from tests.plan_pages.progress.refusing import entries, refused


@time_machine.travel("2026-11-23T20:00:00Z")
def test_source_is_written_with_the_hash_of_its_file(publisher: User) -> None:
    document = PortalDocument.objects.create(
        title="公报", file=ContentFile(b"%PDF-1.4 x", name="gongbao.pdf")
    )
    source = observations.record_source(
        title=" 公报 ",
        issuer="统计局",
        dated=datetime.date(2022, 4, 1),
        document=document,
        by=publisher,
    )
    source.refresh_from_db()
    assert (source.title, source.issuer, source.number) == ("公报", "统计局", "")
    assert source.sha256 == hashlib.sha256(b"%PDF-1.4 x").hexdigest()
    assert (source.entered_by, source.entered_on) == (
        publisher,
        datetime.date(2026, 11, 24),
    )
    [(kind, subject, payload)] = entries()
    assert (kind, subject) == ("disclosure.published", f"source/{source.public_id}")
    assert payload["kind"] == "source" and len(payload["hash"]) == 64


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"title": " "}, "unnamed"),
        ({"issuer": ""}, "unnamed"),
        ({"number": " "}, "not_findable"),
    ],
)
def test_source_is_refused(publisher: User, columns: dict, code: str) -> None:
    whole = {"title": "公报", "issuer": "统计局", "number": "1号", **columns}
    refused(
        code,
        lambda: observations.record_source(
            dated=datetime.date(2022, 4, 1), by=publisher, **whole
        ),
    )


def test_figure_is_written_as_printed_with_its_trace(
    publisher: User, unit: Unit
) -> None:
    made = given("3", 2021, "79.30", publisher, unit, scope="常住人口")
    found = Observation.objects.get()
    assert (found.printed, found.value) == ("79.30", Decimal("79.3"))
    assert (found.status, found.scope, found.revision) == ("final", "常住人口", 1)
    assert (found.reporting_unit, found.entered_by) == (unit, publisher)
    [(kind, subject, payload)] = entries()
    assert (kind, subject) == (
        "disclosure.published",
        f"observation/{made.public_id}",
    )
    assert (payload["kind"], payload["number"]) == ("observation", 1)
    assert payload["hash"] == found.content_hash == hash_of(found)
    plan = made.row.indicator.plan
    [event] = OutboxEvent.objects.all()
    assert event.payload == {"scopes": [f"indicators:{plan.pk}", f"items:{plan.pk}"]}
    assert Purge.objects.get().keys == sorted(
        [
            "indicators",
            f"indicator:{plan.pk}:3",
            f"part:{made.row.part.public_id}",
            f"page:{made.row.part.page_id}",
        ]
    )


def test_hash_follows_every_public_fact(publisher: User, unit: Unit) -> None:
    made = given("3", 2021, "79.3", publisher, unit)
    right = made.content_hash
    other = Unit.objects.create(key="b", name="乙", kind="department")
    for name, value in {
        "period": 2022,
        "value": Decimal("79.4"),
        "places": 2,
        "status": "provisional",
        "scope": "户籍",
        "reporting_unit": other,
        "reason": "x",
        "revision": 2,
    }.items():
        found = Observation.objects.get()
        setattr(found, name, value)
        assert hash_of(found) != right, name


def test_revision_names_what_it_supersedes(publisher: User, unit: Unit) -> None:
    first = given("3", 2021, "79.3", publisher, unit, status="provisional")
    second = given(
        "3",
        2021,
        "79.4",
        publisher,
        unit,
        source=first.source,
        supersedes=first,
        reason="年报核定",
    )
    assert (second.revision, second.supersedes, second.reason) == (
        2,
        first,
        "年报核定",
    )
    assert list(Observation.objects.current()) == [second]
    assert [kind for kind, _subject, _payload in entries()].count(
        "disclosure.revised"
    ) == 1
    first.refresh_from_db()
    assert first.printed == "79.3"


def test_figures_of_two_papers_stand_side_by_side(publisher: User, unit: Unit) -> None:
    given("3", 2021, "79.3", publisher, unit)
    given("3", 2021, "79.5", publisher, unit)
    assert [each.printed for each in Observation.objects.current()] == ["79.3", "79.5"]


def test_another_paper_may_revise_and_the_first_may_answer(
    publisher: User, unit: Unit
) -> None:
    first = given("3", 2021, "79.3", publisher, unit)
    second = given(
        "3", 2021, "79.5", publisher, unit, supersedes=first, reason="年鉴修订"
    )
    third = given(
        "3",
        2021,
        "79.4",
        publisher,
        unit,
        source=first.source,
        supersedes=second,
        reason="再次核定",
    )
    assert [first.revision, second.revision, third.revision] == [1, 2, 3]
    assert list(Observation.objects.current()) == [third]


def test_withdrawn_figure_is_no_longer_current_and_stays(
    publisher: User, unit: Unit
) -> None:
    made = given("3", 2021, "79.3", publisher, unit)
    observations.withdraw_observation(observation=made, reason="录错行", by=publisher)
    assert list(Observation.objects.current()) == []
    assert Observation.objects.get().withdrawal.reason == "录错行"
    assert ("disclosure.withdrawn", f"observation/{made.public_id}") in [
        (kind, subject) for kind, subject, _payload in entries()
    ]
    again = {"observation": made, "by": publisher}
    refused(
        "withdrawn",
        lambda: observations.withdraw_observation(reason="再撤", **again),
    )


def test_withdrawal_needs_a_reason_and_the_newest(publisher: User, unit: Unit) -> None:
    first = given("3", 2021, "79.3", publisher, unit)
    refused(
        "reason",
        lambda: observations.withdraw_observation(
            observation=first, reason=" ", by=publisher
        ),
    )
    given(
        "3", 2021, "79.4", publisher, unit,
        source=first.source, supersedes=first, reason="核定",
    )  # fmt: skip
    refused(
        "superseded",
        lambda: observations.withdraw_observation(
            observation=first, reason="x", by=publisher
        ),
    )


def test_many_figures_cost_no_more_statements(publisher: User, unit: Unit) -> None:
    source, row = paper(publisher), row_of("3")

    def statements(years: range) -> int:
        figures = [
            Figure(row, year, Decimal("79.3"), "final", source, unit) for year in years
        ]
        with CaptureQueriesContext(
            connection,
        ) as seen:
            observations.record_observations(figures=figures, by=publisher)
        return len(seen)

    statements(range(2000, 2001))
    assert statements(range(2001, 2003)) == statements(range(2003, 2050))
