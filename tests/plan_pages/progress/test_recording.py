"""Entering papers, figures and yardsticks: what is written, what is refused."""

import datetime
import hashlib
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plan_pages.progress import observations, yardsticks
from plan_pages.progress.models import (
    AssignedTarget,
    Checkpoint,
    Observation,
    ObservationWithdrawal,
    SourceDocument,
    Tolerance,
)
from plan_pages.progress.observations import Figure, hash_of
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.ledger.models import Entry
from portal.media.models import PortalDocument
from portal.outbox.models import OutboxEvent, Purge
from portal.refusals import Refused
from portal.units.models import Unit
from tests.plan_pages.progress.figures import given, paper, person, row_of

WRITTEN = (
    AssignedTarget, Checkpoint, Entry, Observation, ObservationWithdrawal,
    OutboxEvent, Purge, SourceDocument, Tolerance,
)  # fmt: skip


def counts() -> list[int]:
    return [model._default_manager.count() for model in WRITTEN]


def refused(code: str, write: Callable[[], Any]) -> None:
    """`write` is refused with `code`, and nothing was written."""
    before = counts()
    with pytest.raises(Refused) as refusal:
        write()
    assert (refusal.value.code, counts()) == (code, before)


def entries() -> list[tuple[str, str, dict[str, Any]]]:
    found = []
    for entry in Entry.objects.all():
        payload = json.loads(entry.payload)
        found.append((entry.type, entry.subject, payload))
    return found


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


def test_second_figure_of_one_paper_must_name_the_first(
    publisher: User, unit: Unit
) -> None:
    first = given("3", 2021, "79.3", publisher, unit)
    refused(
        "already",
        lambda: given("3", 2021, "79.4", publisher, unit, source=first.source),
    )


def test_same_figure_twice_in_one_batch_is_refused(publisher: User, unit: Unit) -> None:
    source = paper(publisher)
    twice = Figure(row_of("3"), 2021, Decimal("79.3"), "final", source, unit)
    refused(
        "already",
        lambda: observations.record_observations(figures=[twice, twice], by=publisher),
    )


def test_only_the_newest_is_revised(publisher: User, unit: Unit) -> None:
    first = given("3", 2021, "79.3", publisher, unit)
    same = {"source": first.source, "supersedes": first, "reason": "核定"}
    given("3", 2021, "79.4", publisher, unit, **same)
    refused("superseded", lambda: given("3", 2021, "79.5", publisher, unit, **same))


def test_revision_of_another_year_is_refused(publisher: User, unit: Unit) -> None:
    first = given("3", 2021, "79.3", publisher, unit)
    source = paper(publisher)
    columns = {"source": source, "supersedes": first, "reason": "核定"}
    refused(
        "supersedes_other", lambda: given("3", 2022, "80", publisher, unit, **columns)
    )
    refused(
        "supersedes_other", lambda: given("4", 2021, "2", publisher, unit, **columns)
    )


def test_reason_and_revision_belong_together(publisher: User, unit: Unit) -> None:
    first = given("3", 2021, "79.3", publisher, unit)
    source = first.source
    refused(
        "reason",
        lambda: given(
            "3", 2021, "79.4", publisher, unit, source=source, supersedes=first
        ),
    )
    refused(
        "reason",
        lambda: given("3", 2022, "79.4", publisher, unit, source=source, reason="x"),
    )


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"value": Decimal("NaN")}, "value"),
        ({"value": Decimal("Infinity")}, "value"),
        ({"value": Decimal("1.1234567")}, "value"),
        ({"value": Decimal("1E14")}, "value"),
        ({"value": Decimal("1234567890.123456")}, "value"),
        ({"value": 79.3}, "value"),
        ({"status": "guessed"}, "status"),
        ({"period": 21}, "period"),
    ],
)
def test_figure_is_refused(
    publisher: User, unit: Unit, columns: dict, code: str
) -> None:
    whole: dict[str, Any] = {
        "row": row_of("3"),
        "period": 2021,
        "value": Decimal("79.3"),
        "status": "final",
        "source": paper(publisher),
        "reporting_unit": unit,
        **columns,
    }
    refused(code, lambda: observations.record_observation(by=publisher, **whole))


def test_largest_value_fits(publisher: User, unit: Unit) -> None:
    given("19", 2021, "99999999999999.9", publisher, unit)
    given("19", 2020, "123456789.123456", publisher, unit)
    given("19", 2022, "-3", publisher, unit)
    given("19", 2023, "1E+3", publisher, unit)
    assert [each.printed for each in Observation.objects.all()] == [
        "123456789.123456",
        "99999999999999.9",
        "-3",
        "1000",
    ]


def test_row_that_left_the_text_takes_no_figures(publisher: User, unit: Unit) -> None:
    row, source = row_of("3"), paper(publisher)
    row.code = None
    refused(
        "row_gone",
        lambda: observations.record_observation(
            row=row,
            period=2021,
            value=Decimal(1),
            status="final",
            source=source,
            reporting_unit=unit,
            by=publisher,
        ),
    )


@pytest.mark.parametrize(
    "roles", [(), (Role.EDITOR,), (Role.HEAD,), (Role.MODERATOR,)], ids=str
)
def test_only_a_publisher_enters(publisher: User, unit: Unit, roles: tuple) -> None:
    first = given("3", 2021, "79.3", publisher, unit)
    other = person("other", *roles, unit=unit)
    source, row = first.source, row_of("16")
    for write in (
        lambda: given("4", 2021, "2", other, unit, source=source),
        lambda: observations.record_source(
            title="a", issuer="b", number="1", dated=source.dated, by=other
        ),
        lambda: observations.withdraw_observation(
            observation=first, reason="x", by=other
        ),
        lambda: yardsticks.assign_target(
            row=row, value=Decimal(78), source=source, by=other
        ),
        lambda: yardsticks.set_checkpoint(
            row=row, period=2021, value=Decimal(76), source=source, by=other
        ),
        lambda: yardsticks.set_tolerance(
            row=row_of("7a"), value=Decimal(1), basis="real", source=source, by=other
        ),
    ):
        refused("not_publisher", write)


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


def test_assigned_target_and_its_revision(publisher: User) -> None:
    row, source = row_of("16"), paper(publisher)
    first = yardsticks.assign_target(
        row=row, value=Decimal("78.0"), source=source, by=publisher
    )
    refused(
        "already",
        lambda: yardsticks.assign_target(
            row=row, value=Decimal("79"), source=source, by=publisher
        ),
    )
    second = yardsticks.assign_target(
        row=row,
        value=Decimal("79"),
        source=source,
        supersedes=first,
        reason="自治区调整",
        by=publisher,
    )
    assert (first.printed, second.revision) == ("78.0", 2)
    assert list(AssignedTarget.objects.current()) == [second]
    assert [
        (kind, subject, payload["hash"]) for kind, subject, payload in entries()
    ].count(
        (
            "disclosure.revised",
            f"assignedtarget/{second.public_id}",
            second.content_hash,
        )
    ) == 1


def test_target_of_the_plan_itself_is_not_assigned(publisher: User) -> None:
    source = paper(publisher)
    refused(
        "not_assigned",
        lambda: yardsticks.assign_target(
            row=row_of("3"), value=Decimal(81), source=source, by=publisher
        ),
    )


def test_checkpoints_are_one_a_year(publisher: User) -> None:
    row, source = row_of("3"), paper(publisher)
    common: dict[str, Any] = {"row": row, "source": source, "by": publisher}
    first = yardsticks.set_checkpoint(period=2021, value=Decimal("79.2"), **common)
    yardsticks.set_checkpoint(period=2022, value=Decimal("79.7"), **common)
    refused(
        "already",
        lambda: yardsticks.set_checkpoint(period=2021, value=Decimal("79"), **common),
    )
    refused(
        "supersedes_other",
        lambda: yardsticks.set_checkpoint(
            period=2023, value=Decimal("79"), supersedes=first, reason="x", **common
        ),
    )
    assert Checkpoint.objects.current().count() == 2


def test_tolerance_is_for_relations(publisher: User) -> None:
    source = paper(publisher)
    common: dict[str, Any] = {"source": source, "by": publisher}
    made = yardsticks.set_tolerance(
        row=row_of("7a"), value=Decimal("1.0"), basis="nominal", **common
    )
    assert (made.printed, made.basis) == ("1.0", "nominal")
    for code, row, value, basis in (
        ("not_relation", "3", "1", "nominal"),
        ("basis", "7b", "1", "both"),
        ("value", "7b", "-1", "real"),
    ):
        refused(
            code,
            lambda row=row, value=value, basis=basis: yardsticks.set_tolerance(
                row=row_of(row), value=Decimal(value), basis=basis, **common
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
