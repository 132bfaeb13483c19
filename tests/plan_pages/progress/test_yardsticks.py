"""Assigned targets, annual targets, tolerances: entered, revised, each from a paper."""

from decimal import Decimal
from typing import Any

from plan_pages.progress import yardsticks
from plan_pages.progress.models import (
    AssignedTarget,
    Checkpoint,
)
from portal.accounts.models import User
from tests.plan_pages.progress.figures import paper, row_of
from tests.plan_pages.progress.refusing import entries, refused


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
